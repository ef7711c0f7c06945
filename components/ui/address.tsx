// An address as a title: it breaks behind its signs before it breaks within a word.
import { Fragment } from 'react'
import { addressParts } from './address-parts.ts'

export function Address({ url }: { url: string }) {
  let end = 0
  return addressParts(url).map((part) => {
    end += part.length
    return (
      <Fragment key={end}>
        {part}
        <wbr />
      </Fragment>
    )
  })
}
