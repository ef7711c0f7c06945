// Home.
import { Header } from '#components/shell/header.tsx'
import { requestContext } from '#app/_server/context.ts'
import { requestTranslate } from '#app/_server/preferences.ts'

export default async function Home() {
  const [t, ctx] = await Promise.all([requestTranslate(), requestContext()])
  return (
    <>
      <Header t={t} isSignedIn={ctx.actor.kind === 'user'} />
      <main id="main">{t('app.promise_snapshot')}</main>
    </>
  )
}
