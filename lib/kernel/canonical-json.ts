// JSON with one spelling per value, so that equal values have equal digests.

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** Keys sorted by UTF-16 units, no white space, numbers and strings as ECMAScript writes them (RFC 8785). */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`)
  return `{${members.join(',')}}`
}
