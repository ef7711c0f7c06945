// Home: for visitors what this is, for members their library under the field for new links.
import { redirect } from 'next/navigation'
import { needsSetup } from '#lib/usecases/account/setup-token.ts'
import { Welcome } from '#components/shell/welcome.tsx'
import { requestContext } from '#app/_server/context.ts'
import { Frame } from '#app/_server/frame.tsx'
import { requestTranslate } from '#app/_server/preferences.ts'

export default async function HomePage() {
  const [t, ctx] = await Promise.all([requestTranslate(), requestContext()])
  if (ctx.actor.kind === 'anonymous' && (await needsSetup(ctx))) redirect('/setup')
  return (
    <Frame>
      <Welcome t={t} />
    </Frame>
  )
}
