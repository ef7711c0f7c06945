// Ready: everything that a request may need is there.
import { openReadiness } from '#lib/usecases/health/check-readiness.ts'
import { getRuntime } from '#app/_server/context.ts'

export const dynamic = 'force-dynamic'

const checkReadiness = openReadiness(getRuntime)

export async function GET(): Promise<Response> {
  const parts = await checkReadiness()
  const isReady = parts.database && parts.storage && parts.worker
  const headers = { 'cache-control': 'no-store', ...(isReady ? {} : { 'retry-after': '5' }) }
  return Response.json(
    { status: isReady ? 'ready' : 'unavailable', parts },
    { status: isReady ? 200 : 503, headers },
  )
}
