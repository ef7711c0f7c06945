// The credentials of a capture's proxy, told to its browser once.
import type { CDPSession } from 'playwright'
import type { EgressProxy } from '#lib/net/egress-proxy.ts'

/**
 * Answers the proxy's question for credentials on a session whose `Fetch` domain handles challenges. Chromium remembers
 * the answer for its whole context, so that only the first request is asked. Playwright would stop every single request
 * for it, and have each go on by a command of its own.
 */
export function answerProxy(session: CDPSession, { username, password }: EgressProxy): void {
  const asked = new Set<string>()
  session.on('Fetch.authRequired', ({ requestId, authChallenge }) => {
    const isNew = authChallenge.source === 'Proxy' && !asked.has(requestId)
    asked.add(requestId)
    // Nobody is there who knows a password of a site: the page that it shows without one is the capture.
    const authChallengeResponse = isNew
      ? { response: 'ProvideCredentials' as const, username, password }
      : { response: 'CancelAuth' as const }
    // Refused by a page that is gone.
    void session.send('Fetch.continueWithAuth', { requestId, authChallengeResponse }).catch(() => {})
  })
}
