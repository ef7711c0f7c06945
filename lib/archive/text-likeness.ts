// How much of a text another text holds: words of alphabets and pairs of Han characters, counted as often as they come.

/** Words in lower case, and for scripts without spaces every pair of neighbours. */
function tokensOf(text: string): Map<string, number> {
  const counts = new Map<string, number>()
  const count = (token: string) => counts.set(token, (counts.get(token) ?? 0) + 1)
  for (const [run] of text
    .normalize('NFKC')
    .matchAll(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+|[\p{L}\p{N}]+/gu)) {
    if (!/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(run)) count(run.toLowerCase())
    else if (run.length === 1) count(run)
    else for (let at = 0; at + 1 < run.length; at += 1) count(run.slice(at, at + 2))
  }
  return counts
}

/** Dice's coefficient of the two multisets, 0 to 1; two texts without words are alike. */
export function textLikeness(first: string, second: string): number {
  const [a, b] = [tokensOf(first), tokensOf(second)]
  const sizeOf = (counts: Map<string, number>) => [...counts.values()].reduce((sum, count) => sum + count, 0)
  const total = sizeOf(a) + sizeOf(b)
  const common = [...a].reduce((sum, [token, count]) => sum + Math.min(count, b.get(token) ?? 0), 0)
  return total === 0 ? 1 : (2 * common) / total
}
