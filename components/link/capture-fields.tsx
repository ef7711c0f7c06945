'use client'
// How links are captured: two choices, sent with a form by their names, or held by whoever draws them.
import { useId } from 'react'
import type { CaptureOptions } from '#lib/contract/capture-options.ts'
import { useT } from '#components/i18n-provider.tsx'
import { Select } from '#components/ui/select.tsx'

interface CaptureFieldsProps {
  /** Left out: the form keeps it. */
  value?: CaptureOptions
  onChange?(value: CaptureOptions): void
}

const PATIENCE = ['normal', 'long'] as const
const BANNERS = ['reject', 'leave'] as const

export function CaptureFields({ value, onChange }: CaptureFieldsProps) {
  const t = useT()
  const id = useId()
  const set = (change: { [name in keyof CaptureOptions]: string }) => {
    const { patience, banners } = { ...value, ...change }
    const chosen = {
      patience: PATIENCE.find((one) => one === patience),
      banners: BANNERS.find((one) => one === banners),
    }
    onChange?.({
      ...(chosen.patience && { patience: chosen.patience }),
      ...(chosen.banners && { banners: chosen.banners }),
    })
  }
  const held = (chosen: string | undefined) => (value ? { value: chosen ?? '' } : { defaultValue: '' })
  return (
    <>
      <Select
        id={`${id}-patience`}
        name="patience"
        label={t('capture.patience')}
        {...held(value?.patience)}
        onChange={({ target }) => set({ patience: target.value })}
      >
        <option value="">{t('capture.as_usual')}</option>
        {PATIENCE.map((one) => (
          <option key={one} value={one}>
            {t(`capture.patience_${one}`)}
          </option>
        ))}
      </Select>
      <Select
        id={`${id}-banners`}
        name="banners"
        label={t('capture.banners')}
        {...held(value?.banners)}
        onChange={({ target }) => set({ banners: target.value })}
      >
        <option value="">{t('capture.as_usual')}</option>
        {BANNERS.map((one) => (
          <option key={one} value={one}>
            {t(`capture.banners_${one}`)}
          </option>
        ))}
      </Select>
    </>
  )
}
