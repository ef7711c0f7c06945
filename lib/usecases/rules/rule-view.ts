// How a rule is shown.
import { captureOptionsOf } from '#lib/contract/capture-options.ts'
import type { RuleView } from '#lib/contract/rule.ts'
import type { RuleRow } from '#lib/db/rules.ts'

/** The view of a row. */
export function ruleViewOf({
  id,
  q,
  urlPattern,
  addTags,
  visibility,
  capture,
  isEnabled,
  createdAt,
}: RuleRow): RuleView {
  return {
    id,
    q,
    urlPattern,
    addTags,
    visibility,
    capture: captureOptionsOf(capture),
    isEnabled,
    createdAt: createdAt.toISOString(),
  }
}
