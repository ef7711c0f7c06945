// Home for visitors: the name, the two promises, and the field that everything begins with.
import { Camera, Tags } from 'lucide-react'
import type { Translate } from '#lib/i18n/translate.ts'
import { PublicLinkForm } from '#components/link/public-link-form.tsx'
import { Logo } from './logo.tsx'

export function Welcome({ t }: { t: Translate }) {
  const promises = [
    { key: 'app.promise_snapshot', Icon: Camera },
    { key: 'app.promise_tags', Icon: Tags },
  ] as const
  return (
    <div className="mx-auto flex max-w-2xl flex-col items-center py-10 text-center sm:py-20">
      <Logo className="size-16" />
      <h1 className="mt-6 text-4xl font-semibold tracking-tight sm:text-5xl">{t('app.name')}</h1>
      <p className="mt-3 text-lg text-muted sm:text-xl">{t('app.subtitle')}</p>
      <div className="mt-10 w-full">
        <PublicLinkForm t={t} />
      </div>
      <ul className="mt-10 grid gap-x-10 gap-y-4 text-start sm:grid-cols-[auto_auto]">
        {promises.map(({ key, Icon }) => (
          <li key={key} className="flex items-center gap-3 text-[1.0625rem]">
            <span
              aria-hidden
              className="grid size-10 shrink-0 place-items-center rounded-full bg-accent-soft text-accent"
            >
              <Icon className="size-5" />
            </span>
            {t(key)}
          </li>
        ))}
      </ul>
    </div>
  )
}
