// Runs before every page: a Content-Security-Policy with a fresh nonce, so that only our own scripts run.
import { NextResponse, type NextRequest } from 'next/server'
import { IS_DEVELOPMENT } from '#lib/config/build-mode.ts'
import { loadConfig, type Config } from '#lib/config/load-config.ts'
import { newSecret } from '#lib/kernel/ids.ts'
import { isReplayHost } from '#lib/replay/replay-host.ts'

let settings: Config | undefined

function policy(nonce: string, { replayUrl }: Config): string {
  const replayOrigin = replayUrl ?? ''
  return [
    `default-src 'self'`,
    // React's development tools need eval.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${IS_DEVELOPMENT ? " 'unsafe-eval'" : ''}`,
    // Toasts and popups set style attributes and sheets of their own; no script can ride on a style.
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data: ${replayOrigin}`,
    `frame-src 'self' ${replayOrigin}`,
    `connect-src 'self'`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ')
}

export function proxy(request: NextRequest): NextResponse {
  settings ??= loadConfig()
  // Archived pages live on a host of their own, where the application is not.
  if (isReplayHost(settings, request.headers.get('host'))) return new NextResponse(null, { status: 404 })
  const csp = policy(newSecret(16), settings)
  const headers = new Headers(request.headers)
  // Next reads the nonce from the request's policy and puts it on the scripts that it writes.
  headers.set('Content-Security-Policy', csp)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('Content-Security-Policy', csp)
  return response
}

export const config = {
  // The API, feeds and replayed pages set policies of their own; built files need none.
  matcher: ['/((?!api/|feeds/|replay/|_next/|icon.svg|healthz|readyz).*)'],
}
