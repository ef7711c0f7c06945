// Home: for visitors what this is, for members their library under the field for new links.
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { needsSetup } from '#lib/usecases/account/setup-token.ts'
import { Welcome } from '#components/shell/welcome.tsx'
import { requestContext } from '#app/_server/context.ts'
import { Frame } from '#app/_server/frame.tsx'
import { Library } from '#app/_server/library.tsx'
import { requestTranslate } from '#app/_server/preferences.ts'
import { paramOf, type SearchParams } from '#app/_server/search-params.ts'

const failedOnly = async (searchParams: SearchParams) => (await paramOf(searchParams, 'status')) === 'failed'

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  return (await failedOnly(searchParams)) ? { title: (await requestTranslate())('library.failed') } : {}
}

export default async function HomePage({ searchParams }: { searchParams: SearchParams }) {
  const [t, ctx] = await Promise.all([requestTranslate(), requestContext()])
  if (ctx.actor.kind === 'anonymous') {
    if (await needsSetup(ctx)) redirect('/setup')
    return (
      <Frame>
        <Welcome t={t} />
      </Frame>
    )
  }
  const isFailed = await failedOnly(searchParams)
  return (
    <Library
      filters={isFailed ? { status: 'failed' } : {}}
      cursor={await paramOf(searchParams, 'cursor')}
      href={isFailed ? '/?status=failed' : '/'}
      pasted={await paramOf(searchParams, 'add')}
      heading={
        <h1 className="text-xl font-semibold tracking-tight">
          {t(isFailed ? 'library.failed' : 'library.all')}
        </h1>
      }
    />
  )
}
