// Answers consent banners with no, as a visitor could, and says so: a page is kept for what it says, not for what covers it.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { filterCompactRules, type IndexedCMPRuleset } from '@duckduckgo/autoconsent'
import type { CDPSession } from 'playwright'
import type { Intervention } from '#lib/contract/intervention.ts'
import { createConsent, type ConsentNews } from './consent-scripts.ts'
import { helperSource, openWorld, type HelperSource, type World } from './isolated-world.ts'
import { createNotices } from './notice-scripts.ts'

type Consent = ReturnType<typeof createConsent>

/** A question to the page's own world that is not answered by then is answered with no. */
const EVAL_TIMEOUT_MS = 500
/** Many sites bring the script of a banner and show none: what is not seen by then does not come. */
const SHOWN_WITHIN_MS = 600
/** Clicking through the settings of a banner takes some steps of its own. */
const STEP_WITHIN_MS = 3_000
/** Longest list of questions and answers with one banner. */
const MAX_NEWS = 50

/** The package as its makers ship it (MPL-2.0), read once; 140 KB of script and 250 KB of rules. */
function loadAutoconsent() {
  const require = createRequire(import.meta.url)
  const rules: IndexedCMPRuleset = require('@duckduckgo/autoconsent/rules/compact-rules.json')
  const library = readFileSync(require.resolve('@duckduckgo/autoconsent'), 'utf8')
  const helper: HelperSource<Consent> = {
    name: 'consent',
    source: `function () {
      const module = { exports: {} }
      // Counted, so that its timers are not taken for the page's.
      const setTimeout = (...values) => {
        linkhome.timers = (linkhome.timers ?? 0) + 1
        return globalThis.setTimeout(...values)
      }
      ;((module, exports) => { ${library}\n })(module, module.exports)
      return (${createConsent})(module.exports.default ?? module.exports)
    }`,
  }
  return { rules, helper }
}

const NOTICES = helperSource('notices', createNotices)
/** A hundred times as long as the other: sent to pages that look as if they had a banner. */
let loaded: ReturnType<typeof loadAutoconsent> | null = null

/**
 * Rejects the banner of the main frame's document, if it shows one. It works from a world of its own, which no policy of
 * the page stops, asks no server, and ends when `signal` aborts: what it did by then stays.
 *
 * @returns  whether there was one
 */
export async function answerBanners(
  { session, onIntervention }: { session: CDPSession; onIntervention(done: Intervention): void },
  signal: AbortSignal,
): Promise<boolean> {
  const notices = openWorld(session, NOTICES)
  const rejected = (await notices.call('hasHints')) ? await followRules(session, notices, signal) : null
  if (rejected) {
    onIntervention(rejected)
    return true
  }
  const refused = signal.aborted ? null : await notices.call('refuseNotice')
  const what = refused?.isHidden ? 'banner_hidden' : 'banner_rejected'
  if (refused) onIntervention({ kind: 'consent', rule: 'words', what, count: 1 })
  return Boolean(refused)
}

async function followRules(
  session: CDPSession,
  notices: World<ReturnType<typeof createNotices>>,
  signal: AbortSignal,
): Promise<Intervention | null> {
  const url = await notices.call('address')
  if (url === undefined) return null
  loaded ??= loadAutoconsent()
  const world = openWorld(session, loaded.helper)
  await world.call('begin', filterCompactRules(loaded.rules, { url, mainFrame: true }))
  const shownBy = performance.now() + SHOWN_WITHIN_MS
  let isShown = false
  for (let count = 0; count < MAX_NEWS && !signal.aborted; count += 1) {
    const news: ConsentNews | undefined = await world.call(
      'nextNews',
      isShown ? STEP_WITHIN_MS : Math.max(0, shownBy - performance.now()),
    )
    if (news === undefined || news.type === 'nothing') return null
    if (news.type === 'found') isShown = true
    if (!isShown && performance.now() > shownBy) return null
    if (news.type === 'eval') await world.call('answerEval', news.id, await evaluate(session, news.code))
    if (news.type === 'done')
      return {
        kind: 'consent',
        rule: news.rule.slice(0, 200),
        what: news.isHidden ? 'banner_hidden' : 'banner_rejected',
        count: news.clicks,
      }
  }
  return null
}

/** Some banners are spoken to through functions of theirs: the code is a line of autoconsent, its answer the page's. */
async function evaluate(session: CDPSession, code: string): Promise<boolean> {
  try {
    const { result } = await session.send('Runtime.evaluate', {
      expression: code,
      returnByValue: true,
      timeout: EVAL_TIMEOUT_MS,
    })
    return result.value === true
  } catch {
    return false // Thrown away by a navigation, or too slow: both mean no.
  }
}
