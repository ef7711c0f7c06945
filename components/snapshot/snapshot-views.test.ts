import { expect, test } from 'vitest'
import { z } from 'zod'
import { artifactKind, type SnapshotView } from '#lib/contract/snapshot.ts'
import { chooseView } from './snapshot-views.ts'

const some = { url: '/x', contentType: 'x', bytes: 1 }
const none = Object.fromEntries(artifactKind.options.map((kind) => [kind, null]))
const artifacts = (given: Partial<SnapshotView['artifacts']>): Pick<SnapshotView, 'artifacts'> => ({
  artifacts: z.record(artifactKind, z.any()).parse({ ...none, ...given }),
})

test.each([
  [undefined, { article: some, page: some }, 'read'],
  [undefined, { screenshot: some, page: some }, 'page'],
  [undefined, { text: some }, 'text'],
  ['text', { article: some, text: some }, 'text'],
  ['nonsense', { article: some }, 'read'],
  ['read', { page: some }, 'read'],
  [undefined, {}, 'page'],
] as const)('view %s of a snapshot with %o is %s', (asked, given, view) =>
  expect(chooseView(asked, artifacts(given))).toBe(view),
)
