// The helper that answers consent banners inside a frame by the rules of autoconsent.
import type AutoConsent from '@duckduckgo/autoconsent'
import type { CompactCMPRuleset, ContentScriptMessage } from '@duckduckgo/autoconsent'

/** What the helper wants from outside, or has done. */
export type ConsentNews =
  | { type: 'eval'; id: string; code: string }
  | { type: 'found' }
  | { type: 'nothing' }
  | { type: 'done'; rule: string; isHidden: boolean; clicks: number }

/** Makes the helper. Sent as its own source, with the class of autoconsent as its argument. */
export function createConsent(Consent: typeof AutoConsent) {
  const news: ConsentNews[] = []
  let wake = () => {}
  const tell = (one: ConsentNews) => {
    news.push(one)
    wake()
  }
  let clicks = 0
  let isBegun = false

  function receive(message: ContentScriptMessage): Promise<void> {
    if (message.type === 'eval') {
      // The library gives each question a timer of its own.
      linkhome.timers = (linkhome.timers ?? 0) + 1
      tell({ type: 'eval', id: message.id, code: message.code })
    }
    if (message.type === 'popupFound') tell({ type: 'found' })
    if (message.type === 'optOutResult' && !message.result) tell({ type: 'nothing' })
    if (message.type === 'autoconsentDone') {
      clicks = Math.max(1, message.totalClicks)
      tell({ type: 'done', rule: message.cmp, isHidden: message.isCosmetic, clicks })
    }
    return Promise.resolve()
  }

  const consent = new Consent(receive)

  return {
    /** Looks for a banner; a second time with the rules of the first. */
    begin(compact: CompactCMPRuleset): void {
      news.length = 0
      consent.state.detectedPopups = []
      // Heuristics have their turn at every second look; there is only one.
      consent.state.findCmpAttempts = 1
      consent.start = () =>
        void consent._start().then(
          () => consent.state.detectedPopups.length === 0 && tell({ type: 'nothing' }),
          () => tell({ type: 'nothing' }),
        )
      if (isBegun) return consent.start()
      isBegun = true
      consent.initialize(
        {
          enabled: true,
          autoAction: 'optOut',
          enablePrehide: false,
          enableCosmeticRules: true,
          detectRetries: 0,
          isMainWorld: false,
          heuristicMode: 'reject',
        },
        { autoconsent: [], compact },
      )
    },

    /** The next thing to know; `nothing` when none comes for so long. */
    async nextNews(withinMs: number): Promise<ConsentNews> {
      if (news.length === 0)
        await new Promise<void>((resolve) => {
          wake = resolve
          setTimeout(resolve, withinMs)
        })
      return news.shift() ?? { type: 'nothing' }
    },

    async answerEval(id: string, result: boolean): Promise<void> {
      await consent.receiveMessageCallback({ type: 'evalResp', id, result })
    },
  }
}
