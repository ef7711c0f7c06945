import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { decodeHtml } from './decode-html.ts'

const SIMPLE = '城东的旧书市场昨天重新开门,这是一个有人来的地方,我们在那里看书,时间不早了。'
const TRADITIONAL = '城東的舊書市場昨天重新開門,這是一個有人來的地方,我們在那裡看書,時間不早了。'
const JAPANESE = 'きのうの朝、川のそばを走った。橋の上で止まって、水の音を聞いていた。'
const KOREAN = '어제 아침에 강가를 달렸다. 다리 위에서 멈추고 물소리를 들었다. 이것은 나의 하루다.'
const FRENCH = 'Le marché aux livres a rouvert hier, et les élèves y étaient déjà à midi.'

const page = (text: string, head: string) => `<html><head>${head}</head><body><p>${text}</p></body></html>`
const comment = `<!-- charset="big5" ${'x'.repeat(1_500)} -->`

test.each([
  ['utf-8', SIMPLE, '', 'utf-8'],
  ['utf-8', SIMPLE, '<meta charset="gb2312">', 'utf-8'],
  ['gbk', SIMPLE, '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">', 'gb18030'],
  ['gbk', SIMPLE, `${comment}<meta charset=GBK>`, 'gb18030'],
  ['gb18030', SIMPLE, '', 'gb18030'],
  ['gbk', SIMPLE, '<meta charset="utf-8">', 'gb18030'],
  ['gbk', SIMPLE, '<meta charset="no-such-thing">', 'gb18030'],
  ['big5', TRADITIONAL, '<meta charset="Big5">', 'big5'],
  ['big5', TRADITIONAL, '', 'big5'],
  ['shift_jis', JAPANESE, '', 'shift_jis'],
  ['euc-kr', KOREAN, '', 'euc-kr'],
  ['windows-1252', FRENCH, '', 'windows-1252'],
  ['windows-1252', FRENCH, '<meta charset="iso-8859-1">', 'windows-1252'],
  ['utf-16le', SIMPLE, '', 'utf-16le'],
])('written in %s: "%s" behind %j is read as %s', (written, text, head, encoding) => {
  const bytes = iconv.encode(page(text, head), written, { addBOM: written.startsWith('utf-16') })
  expect(decodeHtml(bytes)).toEqual({ html: page(text, head), encoding })
})

test('a file that ends within a character, and one of nothing, are read as far as they go', () => {
  const bytes = iconv.encode(page(SIMPLE, '<meta charset="gbk">'), 'gbk')
  const cut = bytes.subarray(0, bytes.indexOf('</p>') - 3)
  expect(decodeHtml(cut).html).toContain(SIMPLE.slice(0, 30))
  expect(decodeHtml(new Uint8Array())).toEqual({ html: '', encoding: 'utf-8' })
})
