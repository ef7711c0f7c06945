// Home.
import { Header } from '#components/shell/header.tsx'
import { requestTranslate } from '#app/_server/preferences.ts'

export default async function Home() {
  const t = await requestTranslate()
  return (
    <>
      <Header t={t} isSignedIn={false} />
      <main id="main">{t('app.promise_snapshot')}</main>
    </>
  )
}
