// Articles behind consent banners, each built as one kind of banner is built, under policies that would stop a script of ours.
import { htmlDocument, page, type Routes } from './routes.ts'

interface BannerPage {
  path: string
  name: string
  /** What is recorded; null when nothing has to be done. */
  what: 'banner_rejected' | 'banner_hidden' | null
  /** Words that are still there, and those of the banner, which are gone. */
  keeps: string
  loses: string
}

const WORDS = 'An article that has nothing to do with what lies over it.'
const over = 'position: fixed; left: 0; right: 0; bottom: 0; padding: 30px; background: #eee; z-index: 9999'

/** As OneTrust builds its banner: the ids by which its rule knows it. */
const oneTrustMarkup = `<div id="onetrust-consent-sdk"><div id="onetrust-banner-sdk" style="${over}">
<p>We value what you like to eat.</p>
<button id="onetrust-accept-btn-handler">Accept all</button>
<button id="onetrust-pc-btn-handler">Settings</button>
<button id="onetrust-reject-all-handler">Reject all</button></div></div>`
const oneTrust = `${oneTrustMarkup}
<script nonce="n">
document.cookie = 'OptanonConsent=1'
document.getElementById('onetrust-reject-all-handler').onclick = () =>
  document.getElementById('onetrust-consent-sdk').remove()
document.getElementById('onetrust-accept-btn-handler').onclick = () => document.body.replaceChildren('agreed')
</script>`

const home = (buttons: string, words = '本站使用 Cookie 记住你的选择。') => `<div class="tip" style="${over}">
<p>${words}</p>${buttons}</div>
<script nonce="n">
for (const button of document.querySelectorAll('.tip button')) button.onclick = () => {
  if (button.className === 'no') document.querySelector('.tip').remove()
  else document.body.replaceChildren('agreed')
}
</script>`

/** Speaks of cookies over the page, but is no banner: nobody asks anything. */
const bar = `<header style="position: sticky; top: 0">Baking: cookies and cakes <button>Search</button></header>`

const made = (name: string, what: BannerPage['what'], loses: string, body: string, sameWords = WORDS) => ({
  path: `/banner/${name}`,
  name,
  what,
  keeps: sameWords,
  loses,
  handler: page(() => htmlDocument(name, `<main><p>${WORDS}</p></main>${body}`), {
    headers: {
      'content-security-policy':
        "default-src 'none'; script-src 'nonce-n'; style-src 'unsafe-inline'; require-trusted-types-for 'script'",
      'cross-origin-opener-policy': 'same-origin',
    },
  }),
})

const pages = [
  made('one-trust', 'banner_rejected', 'like to eat', oneTrust),
  made(
    'refusable',
    'banner_rejected',
    '记住你的选择',
    home('<button>全部接受</button><button class="no">仅使用必要 Cookie</button>'),
  ),
  made('agree-only', 'banner_hidden', '记住你的选择', home('<button>我知道了</button>')),
  made(
    'late',
    'banner_rejected',
    'like to eat',
    `<script nonce="n">setTimeout(() => {
  const parts = document.getElementById('later').content.cloneNode(true)
  document.body.append(parts)
  document.getElementById('onetrust-reject-all-handler').onclick = () =>
    document.getElementById('onetrust-consent-sdk').remove()
}, 1_000)</script><template id="later">${oneTrustMarkup}</template>`,
  ),
  made('never-shown', null, 'like to eat', oneTrustMarkup.replace('style="', 'style="display: none; ')),
  made('no-banner', null, 'agreed', bar, 'cookies and cakes'),
  made('none', null, 'agreed', ''),
]

export const BANNERS: BannerPage[] = pages.map(({ handler: _handler, ...known }) => known)
export const bannerRoutes: Routes = Object.fromEntries(pages.map(({ path, handler }) => [path, handler]))
