// A link within the house. What it leads to is fetched when somebody follows it: no screen has a part that stands before
// its rows are read, so what Next would fetch ahead, twice for every link in sight, would show nothing sooner.
import NextLink from 'next/link'
import type { ComponentProps } from 'react'

export function Link(props: ComponentProps<typeof NextLink>) {
  return <NextLink prefetch={false} {...props} />
}
