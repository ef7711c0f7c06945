// Which links a list showed, in the language of the search box: what an operation tells of itself later.
import type { editLinksInput } from '#lib/contract/operation.ts'
import type { z } from 'zod'

type Filters = NonNullable<z.output<typeof editLinksInput>['filters']>

/** A value with spaces is one all the same. */
const quoted = (value: string) => (/[\s"()]/.test(value) ? `"${value.replaceAll('"', '')}"` : value)

/** '' for all links of the library. */
export function describeFilters({ q, tag, site, status, visibility }: Filters): string {
  return [
    q?.trim(),
    ...(tag ?? '').split(',').flatMap((path) => (path.trim() ? `tag:${quoted(path.trim())}` : [])),
    site && `site:${site}`,
    status && `is:${status}`,
    visibility && `is:${visibility}`,
  ]
    .filter(Boolean)
    .join(' ')
}
