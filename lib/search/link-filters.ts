// The filters of a list, beside its query.
import type { z } from 'zod'
import type { visibility } from '#lib/contract/fields.ts'
import type { snapshotStatus } from '#lib/contract/snapshot.ts'

export interface LinkFilters {
  /** Tag path; several, separated by commas, must all be there. Children and aliases count. */
  tag?: string
  /** Host; its subdomains count. */
  site?: string
  /** Added at this moment or later. */
  from?: Date
  /** Added before this moment. */
  to?: Date
  /** State of the newest version. */
  status?: z.infer<typeof snapshotStatus>
  visibility?: z.infer<typeof visibility>
}

/** The paths of a filter: several are separated by commas. */
export function filterPaths({ tag }: LinkFilters): string[] {
  return (tag?.split(',') ?? []).map((part) => part.trim()).filter((part) => part !== '')
}
