// An address as a title: without its scheme, and breaking behind its signs before it breaks within a word.
import { Fragment } from 'react'

export function Address({ url }: { url: string }) {
  let start = 0
  return url
    .replace(/^https?:\/\/([^/]*)\/?$|^https?:\/\//, '$1')
    .split(/(?<=[/?&=._-])/)
    .map((part) => {
      start += part.length
      return (
        <Fragment key={start}>
          {part}
          <wbr />
        </Fragment>
      )
    })
}
