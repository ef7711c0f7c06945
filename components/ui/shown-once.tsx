// A secret that was just made: shown here and nowhere else.
import { CopyButton } from './copy-button.tsx'
import { Notice } from './notice.tsx'

export function ShownOnce({ why, secret }: { why: string; secret: string }) {
  return (
    <Notice isAlert>
      <p>{why}</p>
      <p className="mt-2 flex flex-wrap items-center gap-2">
        <code className="rounded bg-surface px-2 py-1 font-mono break-all">{secret}</code>
        <CopyButton text={secret} />
      </p>
    </Notice>
  )
}
