// Why new links wait, above the field for them; nothing while they do not.
import { Notice } from '#components/ui/notice.tsx'
import { readCondition } from '#lib/usecases/health/read-condition.ts'
import { requestContext } from './context.ts'
import { requestTranslate } from './preferences.ts'

export async function Holdup() {
  const [t, ctx] = await Promise.all([requestTranslate(), requestContext()])
  const { holdup } = await readCondition(ctx, {})
  if (!holdup) return null
  return (
    <Notice tone="warn" className="mb-4">
      {t(`holdup.${holdup}`)}
    </Notice>
  )
}
