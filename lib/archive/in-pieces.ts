// Turns many small texts into few pieces of bytes: what comes word by word would be written word by word.

const PIECE_CHARACTERS = 64 * 1024

/** The texts one after the other, in UTF-8. */
export async function* inPieces(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let waiting: string[] = []
  let characters = 0
  for await (const text of texts) {
    waiting.push(text)
    characters += text.length
    if (characters < PIECE_CHARACTERS) continue
    yield Buffer.from(waiting.join(''))
    waiting = []
    characters = 0
  }
  if (waiting.length > 0) yield Buffer.from(waiting.join(''))
}
