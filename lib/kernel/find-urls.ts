// Finds the addresses in what a person pasted: one URL, a list, Markdown, or a chat with words around them.

/** What ends an address inside running text: blanks, quotes, brackets that URLs do not use, CJK punctuation. */
const ENDS_ADDRESS =
  /[\s"'`<>{}|\\^\u3000-\u303f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\u2018-\u201d]/u
const SCHEME = /https?:\/\//giu
const HAN = /\p{Script=Han}/u
/** A line that is nothing but a host (a name with a dot, or IPv4), perhaps with port and path. */
const BARE_ADDRESS =
  /^(?:(?:[\p{L}\p{N}_-]+\.)+\p{L}{2,}|\d{1,3}(?:\.\d{1,3}){3}|localhost)(?::\d{1,5})?(?:[/?#]\S*)?$/u

/** Drops what a sentence or a Markdown link puts behind an address: full stops, and brackets that were never opened. */
function trimEnd(address: string): string {
  let end = address.length
  while (end > 0) {
    const last = address[end - 1]!
    const kept = address.slice(0, end)
    const isSentence = '.,;:!?*_~'.includes(last)
    const isUnopened =
      (last === ')' && kept.split('(').length < kept.split(')').length) ||
      (last === ']' && kept.split('[').length < kept.split(']').length)
    if (!isSentence && !isUnopened) break
    end--
  }
  return address.slice(0, end)
}

/** Cuts one address out of `text` from `start`; `isAlone` keeps Han letters, which people paste inside paths. */
function cutAddress(text: string, start: number, isAlone: boolean): string {
  let end = start
  for (const character of text.slice(start)) {
    if (ENDS_ADDRESS.test(character) || (!isAlone && HAN.test(character))) break
    end += character.length
  }
  // `[text](address)` and `(address)`: an unopened bracket ends the address even when words follow it at once.
  const address = text.slice(start, end)
  const glued = address.search(/\)[^)\s]*$/u)
  const cut = glued > 0 && !address.includes('(') ? address.slice(0, glued) : address
  return trimEnd(cut)
}

function addressesOfLine(line: string): string[] {
  const starts = [...line.matchAll(SCHEME)].map((match) => match.index)
  if (starts.length === 0) {
    const bare = trimEnd(line)
    return BARE_ADDRESS.test(bare) ? [`${/^(\d|localhost)/.test(bare) ? 'http' : 'https'}://${bare}`] : []
  }
  let behind = 0
  return starts.flatMap((start) => {
    // An address inside another one (a web archive, a redirect) belongs to it.
    if (start < behind) return []
    const isAlone = !/\s/.test(line) && start === 0
    const address = cutAddress(line, start, isAlone)
    behind = start + address.length
    return /:\/\/.+/u.test(address) ? [address] : []
  })
}

/**
 * The addresses of a pasted text, in their order, each once.
 *
 * @param text  anything: lines of URLs, bare hosts on lines of their own (`example.com/a` gets `https://`), Markdown,
 *              chat with Chinese right behind the address
 * @returns     `http` and `https` addresses as typed; whether they may be captured is decided by their admission
 */
export function findUrls(text: string): string[] {
  const lines = text.split(/[\r\n]+/).map((line) => line.trim())
  return [...new Set(lines.flatMap(addressesOfLine))]
}
