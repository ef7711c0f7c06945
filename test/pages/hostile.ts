// A page that tries everything to run again, to call home or to break out when its copy is opened.
import { htmlDocument, page, type Exchange, type Routes } from './routes.ts'

/** Each of these would set a global `canary…` when it ran, and ask `/leak/…` when it loaded. */
const body = ({ site }: Exchange) => {
  const leak = (name: string) => `${site.otherOrigin}/leak/${name}`
  return `
<base href="${leak('base')}/"><meta http-equiv="refresh" content="90;url=${leak('refresh')}">
<link rel="prefetch" href="${leak('prefetch')}"><link rel="preconnect" href="${leak('preconnect')}">
<link rel="preload" as="image" href="${leak('preload')}"><link rel="manifest" href="${leak('manifest')}">
<link rel="import" href="${leak('import')}"><link rel="stylesheet" href="${leak('missing.css')}">
<p onclick="canaryClick=1" onmouseover='canaryOver=1'>harmless words</p>
<img src="${leak('image.png')}" onerror="window.canaryError=1" alt="">
<img src=x onerror=canaryUnquoted=1 alt=""><svg onload="canarySvg=1"><script>canarySvgScript=1</script>
<a xlink:href="javascript:canarySvgLink=1"><text y="20">svg link</text></a>
<a href="#"><animate attributeName="href" values="javascript:canaryAnimate=1"/></a>
<set attributeName="onmouseover" to="canarySet=1"/><use href="data:image/svg+xml,<svg id='x' onload='canaryUse=1'/>#x"/></svg>
<a id="js" href="java&#10;script:canaryLink=1" ping="${leak('ping')}">a link</a>
<a href="data:text/html,<script>canaryData=1</script>">data</a><a href="vbscript:canary">vb</a>
<iframe src="javascript:parent.canaryFrame=1"></iframe><iframe srcdoc="<script>parent.canarySrcdoc=1;canaryInner=1</script><p onclick=canary=1>inner words</p>"></iframe>
<iframe src="data:text/html,<script>canaryDataFrame=1</script>data frame"></iframe>
<object data="${leak('object')}"><param name="movie" value="${leak('param')}">object words</object><embed src="${leak('embed')}">
<form action="${leak('form')}" id="f"><input name="a" value="b" autofocus onfocus="window.canaryFocus=1"><button formaction="javascript:canaryForm=1">go</button></form>
<video src="${leak('video.mp4')}" autoplay onerror="window.canaryVideo=1"><track src="${leak('track.vtt')}"></video>
<audio src="${leak('audio.mp3')}" autoplay></audio><input type="image" src="${leak('input.png')}" onerror="window.canaryInput=1">
<style>@import "${leak('style.css')}"; p { background: url(${leak('bg.png')}) } a { cursor: url(${leak('cursor.cur')}), auto } p::after { content: "</sty" "le><script>canaryStyle=1</script>" }</style>
<div style="background:url(&quot;${leak('inline.png')}&quot;);behavior:url(${leak('htc')})">inline style</div>
<table background="${leak('table.png')}"><tr><td>cell</table><details ontoggle="canaryToggle=1" open><summary>s</summary></details>
<xmp></xmp><textarea></textarea><title>not the title</title><template><script>canaryTemplate=1</script></template>
<math><mtext><mglyph><style><!--</style><img title="--><img src=1 onerror=canaryMath=1>"></mglyph></mtext></math>
<noscript><p title="</noscript><img src=x onerror=canaryNoscript=1>"></noscript>
<div id="names"></div><div id="shadow"></div>
<script>
canaryLive = 1
const at = (selector) => document.querySelector(selector)
const payload = '</xmp></textarea></style></title><img src=x onerror="canaryText=1"><script>canaryText2=1<\\/script>'
at('xmp').append(payload); at('textarea').value = payload; document.title = payload
at('#names').setAttribute('title', '"><img src=x onerror=canaryAttribute=1>')
at('#names').append(document.createComment('--><img src=x onerror=canaryComment=1>'))
// What no parser would build: HTML raw text inside of SVG, SVG elements with HTML names, a plaintext element.
const svg = document.querySelector('svg')
const style = document.createElement('style'); style.append('a{} <img src=x onerror=canarySvgStyle=1>'); svg.append(style)
const odd = document.createElementNS('http://www.w3.org/2000/svg', 'div'); odd.append('<img src=x onerror=canaryOdd=1>'); svg.append(odd)
const foreign = document.createElementNS('http://www.w3.org/2000/svg', 'style'); foreign.append('/*</style><img src=x onerror=canaryForeign=1>*/'); svg.append(foreign)
// HTML elements that are called like drawings, and HTML in MathML where a parser expects none.
const named = document.createElementNS('http://www.w3.org/1999/xhtml', 'math'); const within = document.createElement('style')
within.append('<img src=x onerror=canaryNamed=1><script>canaryNamed2=1<\\/script>'); named.append(within); document.body.append(named)
const odder = document.createElementNS('http://www.w3.org/1998/Math/MathML', 'math'); const note = document.createElementNS('http://www.w3.org/1998/Math/MathML', 'annotation-xml')
note.append(within.cloneNode(true)); odder.append(note); document.body.append(odder)
const root = at('#shadow').attachShadow({ mode: 'closed' })
root.innerHTML = '<p onclick="canaryShadow=1">shadow words</p><img src=x onerror="window.canaryShadowImage=1"><slot></slot>'
const blob = URL.createObjectURL(new Blob(['<script>canaryBlob=1<\\/script>'], { type: 'text/html' }))
const frame = document.createElement('iframe'); frame.src = blob; document.body.append(frame)
</script>`
}

export const hostileRoutes: Routes = {
  '/hostile': page((exchange) => htmlDocument('hostile', body(exchange))),
}
