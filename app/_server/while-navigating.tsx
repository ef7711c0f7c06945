// A skeleton while a reader moves inside the app, and none for a first visit: streamed content needs scripts to fall into
// place, and a page must be whole without them.
import { headers } from 'next/headers'
import { Suspense, type ReactNode } from 'react'

export async function WhileNavigating({ fallback, children }: { fallback: ReactNode; children: ReactNode }) {
  // Fetch Metadata: a document asked for by the browser, or data asked for by our own script.
  const isOurs = (await headers()).get('sec-fetch-dest') === 'empty'
  return isOurs ? <Suspense fallback={fallback}>{children}</Suspense> : children
}
