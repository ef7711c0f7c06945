// Where an address that stands for a title may break.

/** The pieces of an address without its scheme, each with the sign that ends it; of a bare site its name alone. */
export function addressParts(url: string): string[] {
  return url.replace(/^https?:\/\/([^/]*)\/?$|^https?:\/\//, '$1').split(/(?<=[/?&=._-])/)
}
