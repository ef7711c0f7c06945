// Text: fonts, charsets, directions, scripts of the world, and markup that went out of fashion.
import { deflateSync } from 'node:zlib'
import iconv from 'iconv-lite'
import { page, send, type Exchange, type Handler } from '../routes.ts'
import { squareFontTtf, squareFontWoff2 } from '../square-font.ts'
import { rawTechnique, technique, type Theme } from '../technique.ts'

const style = (css: string) => ({ head: `<style>${css}</style>` })

/** The TrueType font in WOFF 1.0 (W3C, 2012): the same tables, each packed. */
function squareFontWoff(): Buffer {
  const ttf = squareFontTtf()
  const count = ttf.readUInt16BE(4)
  const directory: Buffer[] = []
  const tables: Buffer[] = []
  let offset = 44 + count * 20
  for (let at = 12; at < 12 + count * 16; at += 16) {
    const [checksum, start, length] = [
      ttf.readUInt32BE(at + 4),
      ttf.readUInt32BE(at + 8),
      ttf.readUInt32BE(at + 12),
    ]
    const raw = ttf.subarray(start, start + length)
    const packed = deflateSync(raw)
    const kept = packed.length < raw.length ? packed : raw
    const entry = Buffer.alloc(20)
    ttf.copy(entry, 0, at, at + 4)
    for (const [index, value] of [offset, kept.length, length, checksum].entries())
      entry.writeUInt32BE(value, 4 + index * 4)
    directory.push(entry)
    const padded = Buffer.concat([kept, Buffer.alloc((4 - (kept.length % 4)) % 4)])
    tables.push(padded)
    offset += padded.length
  }
  const header = Buffer.alloc(44)
  header.write('wOFF', 0, 'latin1')
  ttf.copy(header, 4, 0, 4)
  header.writeUInt32BE(offset, 8)
  header.writeUInt16BE(count, 12)
  header.writeUInt32BE(ttf.length, 16)
  header.writeUInt16BE(1, 20)
  return Buffer.concat([header, ...directory, ...tables])
}

const fonts = [
  technique(
    'font-woff',
    ['SQUARES'],
    '<p>SQUARES</p>',
    style('@font-face { font-family: Q; src: url(/t/font/squares.woff) format("woff") } p { font: 40px Q }'),
  ),
  technique(
    'font-data',
    ['SQUARES'],
    '<p>SQUARES</p>',
    style(
      `@font-face { font-family: Q; src: url(data:font/woff2;base64,${Buffer.from(squareFontWoff2()).toString('base64')}) } p { font: 40px Q }`,
    ),
  ),
  technique(
    'font-from-buffer',
    ['SQUARES'],
    `<p>SQUARES</p><script type="module">
const bytes = await (await fetch('/font/squares.ttf?buffer')).arrayBuffer()
document.fonts.add(await new FontFace('Q', bytes, { weight: '400' }).load())
</script>`,
    style('p { font: 40px Q, serif }'),
  ),
  technique(
    'font-from-address',
    ['SQUARES'],
    `<p>SQUARES</p><script type="module">document.fonts.add(await new FontFace('Q', 'url(/font/squares.woff2?address)').load())</script>`,
    style('p { font: 40px Q, serif }'),
  ),
  technique(
    'font-ranges',
    ['SQUARES and more'],
    '<p>SQUARES and more</p>',
    style(
      '@font-face { font-family: Q; src: url(/font/squares.woff2?upper) format("woff2"); unicode-range: U+41-5A } @font-face { font-family: Q; src: local("No Such Font"), url(/nowhere.woff2); unicode-range: U+4E00-9FFF } p { font: 32px Q, sans-serif }',
    ),
  ),
  technique(
    'font-icons',
    ['with an icon'],
    '<p><i class="icon"></i> with an icon</p>',
    style(
      '@font-face { font-family: icons; src: url("/font/squares.ttf?#iefix") format("embedded-opentype"), url("/font/squares.ttf?icons") format("truetype") } .icon { font: 30px icons } .icon::before { content: "\\41 B" }',
    ),
  ),
  technique(
    'font-adjusted',
    ['SQUARES adjusted'],
    '<p>SQUARES adjusted</p>',
    style(
      '@font-face { font-family: Q; src: url(/font/squares.woff2?adjusted); size-adjust: 60%; ascent-override: 120%; font-display: block } p { font: 40px Q; font-feature-settings: "liga" 0; letter-spacing: 4px }',
    ),
  ),
  technique(
    'font-other-origin',
    ['SQUARES'],
    ({ site }) =>
      `<style>@font-face { font-family: Q; src: url(${site.otherOrigin}/t/font/open.woff2) } p { font: 40px Q }</style><p>SQUARES</p>`,
  ),
  technique(
    'font-in-shadow',
    ['SQUARES'],
    `<style>@font-face { font-family: Q; src: url(/font/squares.woff2?shadow) }</style><div id="a"></div><script>document.getElementById('a').attachShadow({ mode: 'closed' }).innerHTML = '<p style="font: 40px Q">SQUARES</p>'</script>`,
  ),
]

/** A page in bytes of some charset, declared by its header or by itself. */
function encoded(name: string, charset: string, text: string, contentType: string, meta = '', bom = false) {
  const body = `<!doctype html><html><head>${meta}<title>${text}</title></head><body><h1>${name}</h1><main id="probe"><p>${text}</p><p style="background:#ffd">${text.repeat(9)}</p></main></body></html>`
  const bytes = Buffer.from(iconv.encode(body, charset, { addBOM: bom }))
  return rawTechnique(name, [text], (exchange) => send(exchange, bytes, contentType), '#probe')
}

const charsets = [
  encoded('charset-gbk-header', 'gbk', '网页快照平台', 'text/html; charset=GBK'),
  encoded(
    'charset-gb2312-meta',
    'gbk',
    '输入网页链接',
    'text/html',
    '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">',
  ),
  encoded('charset-gb18030-meta', 'gb18030', '四字节𠮷字㐂', 'text/html', '<meta charset="gb18030">'),
  encoded('charset-big5-meta', 'big5', '網頁快照平臺', 'text/html', '<meta charset="big5">'),
  encoded('charset-shift-jis-meta', 'shift_jis', 'ウェブの記憶', 'text/html', '<meta charset="Shift_JIS">'),
  encoded('charset-euc-kr-header', 'euc-kr', '웹 페이지 보관', 'text/html; charset=euc-kr'),
  encoded('charset-utf-16', 'utf-16le', '双字节的网页', 'text/html', '', true),
  encoded('charset-utf-8-mark', 'utf8', '带标记的网页', 'text/html', '', true),
  encoded('charset-latin-1', 'win1252', 'déjà vu – “naïve”', 'text/html; charset=iso-8859-1'),
  technique('charset-sheets', ['第一行', '第二行'], '<p class="标题">第一行</p><p class="two">第二行</p>', {
    head: '<link rel="stylesheet" charset="gbk" href="/t/text/gbk.css"><link rel="stylesheet" href="/t/text/utf16.css">',
  }),
]

const writing = [
  technique(
    'writing-vertical',
    ['竖排的文字'],
    '<div>竖排的文字、<span class="t">12</span>月。Latin inside<br>第二行</div>',
    style(
      'div { writing-mode: vertical-rl; height: 200px; background: #eef; font-size: 24px } .t { text-combine-upright: all }',
    ),
  ),
  technique(
    'writing-ruby',
    ['漢字'],
    '<p><ruby>漢字<rp>(</rp><rt>hàn zì</rt><rp>)</rp></ruby> and <ruby>base<rt>top</rt></ruby></p>',
    style('p { font-size: 32px; ruby-position: over } '),
  ),
  technique(
    'writing-rtl',
    ['مرحبا'],
    '<p dir="rtl" lang="ar">مرحبا (hello) 123</p><p><bdo dir="rtl">backwards</bdo> <bdi>שלום</bdi> &rlm;mixed‮ override</p><ul dir="rtl"><li>נקודה</ul>',
  ),
  technique(
    'writing-emoji',
    ['family'],
    '<p style="font-size: 32px">family 👨‍👩‍👧‍👦 flag 🇨🇳 tone 👍🏽 keycap 1️⃣ text ☺︎ heart ❤️</p>',
  ),
  technique(
    'writing-spaces',
    ['two lines'],
    '<p>kept&nbsp;&nbsp;&nbsp;apart &shy;soft&shy;hyphen zero&#8203;width&ensp;en&emsp;em&thinsp;thin</p><pre>\n\n  two lines\tand a tab\n</pre><p style="white-space: pre-wrap; tab-size: 2">a\n\tb   c\n</p><textarea>\n\nthird line</textarea>',
  ),
  technique(
    'writing-breaks',
    ['一段很长的中文'],
    `<div>一段很长的中文,没有空格,需要换行。${'字'.repeat(60)}</div><div lang="de" class="h">Donaudampfschifffahrtsgesellschaft</div><div class="w">averyveryverylongword<wbr>thatmaybreakhere</div><div class="e">${'cut at the end '.repeat(10)}</div><div class="c">${'clamped after two lines '.repeat(12)}</div>`,
    style(
      'div { width: 220px; background: #eee; margin: 4px } .h { hyphens: auto } .w { overflow-wrap: anywhere } .e { overflow: hidden; white-space: nowrap; text-overflow: ellipsis } .c { display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden }',
    ),
  ),
  technique(
    'writing-ornament',
    ['ornamented'],
    '<p lang="fr"><q>ornamented</q> text</p><p class="i">Initial letters are large and sink into the paragraph that they begin, for as long as it goes on and on.</p>',
    style(
      'p { text-emphasis: filled dot #c00; text-decoration: underline 3px wavy #08c; text-shadow: 2px 2px #ccc; font-variant-caps: small-caps; -webkit-text-stroke: 0.5px #060 } .i::first-letter { initial-letter: 3; color: #c0c }',
    ),
  ),
  technique(
    'writing-maths',
    ['='],
    '<math display="block"><mi>x</mi><mo>=</mo><mfrac><mrow><mo>−</mo><mi>b</mi><mo>±</mo><msqrt><msup><mi>b</mi><mn>2</mn></msup><mo>−</mo><mn>4</mn><mi>a</mi><mi>c</mi></msqrt></mrow><mrow><mn>2</mn><mi>a</mi></mrow></mfrac></math><p>in <math><munderover><mo>∑</mo><mn>0</mn><mi>n</mi></munderover><mtable><mtr><mtd><mtext>cell</mtext></mtd></mtr></mtable></math> line</p>',
  ),
  technique(
    'writing-table',
    ['a wide head'],
    `<table border="1"><caption>of a table</caption><colgroup><col style="background: #eef"><col span="2" class="x"></colgroup><thead><tr><th colspan="2">a wide head<th>c</thead><tbody><tr><td rowspan="2">tall<td>1<td>2<tr><td>3<td nowrap valign="bottom" height="50">4</tbody><tfoot><tr><td colspan="3" align="right">foot</tfoot></table>`,
    style('table { border-collapse: collapse } .x { width: 80px } td:empty { background: red }'),
  ),
  technique(
    'writing-huge-table',
    ['cell 1200-3'],
    `<table>${Array.from({ length: 1201 }, (_, row) => `<tr>${[0, 1, 2, 3].map((cell) => `<td>cell ${row}-${cell}`).join('')}`).join('')}</table>`,
    style('tr:nth-child(odd) { background: #eee }'),
  ),
  technique(
    'writing-deep',
    ['at the bottom of it all'],
    `${'<div>'.repeat(400)}at the bottom of it all${'</div>'.repeat(400)}`,
  ),
  technique(
    'writing-old',
    ['in the centre'],
    '<center><font size="5" color="#990099" face="serif">in the centre</font></center><p align="right"><tt>typed</tt> <big>big</big> <strike>struck</strike> <nobr>not broken</nobr></p><hr size="6" width="50%" noshade color="#cc0000"><dir><li>dir</dir><xmp><b>raw</b> & plain</xmp><listing>listed\n  code</listing><table bgcolor="#ffffcc" cellspacing="6" cellpadding="8" background="/img/16x16-20.png"><tr><td bgcolor="#ccffcc" width="100">cell</table>',
  ),
  rawTechnique(
    'writing-quirks',
    ['the quirks of old'],
    page(
      () =>
        '<html><head><style>.BOX { width: 200; background: ccffcc } p { font-size: 20 }</style></head><body><div class=box>the quirks of old</div><table style="color: inherit"><tr><td>no inherited size</table><img src=/img/100x20-40.png><div style="height: 50%; background: #eef">half of it</div></body></html>',
    ),
  ),
  rawTechnique('writing-xhtml', ['strict words'], (exchange) =>
    send(
      exchange,
      `<?xml version="1.0" encoding="utf-8"?><?xml-stylesheet type="text/css" href="/t/text/xml.css"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title><style>/*<![CDATA[*/ p > b { color: #c00 } /*]]>*/</style></head><body><p>strict words <b>bold</b></p><div/><p><![CDATA[<raw>]]></p><svg xmlns="http://www.w3.org/2000/svg" width="60" height="60"><circle cx="30" cy="30" r="30"/></svg></body></html>`,
      'application/xhtml+xml',
    ),
  ),
  rawTechnique('writing-xhtml-bare', ['without a doctype'], (exchange) =>
    send(
      exchange,
      `<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><div style="font-size: 30px"><p>without a doctype</p><table><tr><td>as large as around it</td></tr></table></div></body></html>`,
      'application/xhtml+xml',
    ),
  ),
  rawTechnique('writing-file', ['words of a file'], (exchange) =>
    send(
      exchange,
      `words of a file\n\n${'which Chromium draws, line by line, in letters of one width\n'.repeat(4)}`,
      'text/plain; charset=utf-8',
    ),
  ),
  rawTechnique(
    'writing-doctype-late',
    ['a doctype that came late'],
    page(
      () =>
        `<title>x</title><div style="font-size: 30px"><p>a doctype that came late</p><table><tr><td>no inherited size</table></div><script>document.prepend(document.implementation.createDocumentType('html', '', ''))</script>`,
    ),
  ),
  technique(
    'writing-odd-markup',
    ['after odd markup'],
    '<p title="a&quot;b<c>&amp;amp;">after odd markup</p><p><a href="x"><b>nested <i>wrongly</b> here</i></a><table><p>fostered</p><tr><td>x</table><![CDATA[no]]><!--> <b>comment?</b> --><odd-one>unknown</odd-one><p>&lt;script&gt; is text',
  ),
]

const plainCss =
  (bytes: Uint8Array, type = 'text/css'): Handler =>
  (exchange: Exchange) =>
    send(exchange, bytes, type)

const routes = {
  '/t/font/squares.woff': (exchange: Exchange) => send(exchange, squareFontWoff(), 'font/woff'),
  '/t/font/open.woff2': (exchange: Exchange) =>
    send(exchange, squareFontWoff2(), 'font/woff2', { headers: { 'access-control-allow-origin': '*' } }),
  '/t/text/gbk.css': plainCss(
    iconv.encode('.标题 { background: #fe9 } .标题::after { content: "(附注)" }', 'gbk'),
  ),
  '/t/text/utf16.css': plainCss(
    iconv.encode('.two::before { content: "※"; color: #c00 }', 'utf-16le', { addBOM: true }),
  ),
  '/t/text/xml.css': plainCss(Buffer.from('p { background: #def; padding: 12px }')),
}

export const text: Theme = { pages: [...fonts, ...charsets, ...writing], routes }
