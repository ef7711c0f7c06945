// Language and theme as plain forms: they work without JavaScript and are remembered in a cookie.
import { locales, type Translate } from '#lib/i18n/translate.ts'
import { segmentClass, SEGMENTS_CLASS } from '#components/ui/segments.ts'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

interface ChoiceProps {
  label: string
  name: string
  chosen: string
  options: readonly { value: string; label: string; lang?: string }[]
  action(form: FormData): Promise<void>
}

function Choice({ label, name, chosen, options, action }: ChoiceProps) {
  return (
    <form action={action}>
      <fieldset className={SEGMENTS_CLASS}>
        <legend className="sr-only">{label}</legend>
        {options.map((option) => (
          <button
            key={option.value}
            name={name}
            value={option.value}
            lang={option.lang}
            aria-pressed={option.value === chosen}
            className={segmentClass(option.value === chosen)}
          >
            {option.label}
          </button>
        ))}
      </fieldset>
    </form>
  )
}

interface PreferencesProps {
  t: Translate
  theme: Theme
  setLocale(form: FormData): Promise<void>
  setTheme(form: FormData): Promise<void>
}

export function Preferences({ t, theme, setLocale, setTheme }: PreferencesProps) {
  return (
    <div className="flex flex-wrap gap-3">
      <Choice
        label={t('locale.label')}
        name="locale"
        chosen={t.locale}
        action={setLocale}
        options={locales.map((locale) => ({ value: locale, label: t(`locale.${locale}`), lang: locale }))}
      />
      <Choice
        label={t('theme.label')}
        name="theme"
        chosen={theme}
        action={setTheme}
        options={THEMES.map((value) => ({ value, label: t(`theme.${value}`) }))}
      />
    </div>
  )
}
