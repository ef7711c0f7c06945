// What a rule is made of, and what can be asked of rules.
import type { CaptureOptions } from '#lib/contract/capture-options.ts'
import type { RulePreview, RuleView } from '#lib/contract/rule.ts'
import type { FormResult } from '#components/form-result.ts'

export type RuleConditions = Pick<RuleView, 'q' | 'urlPattern'>

export interface NewRule extends RuleConditions {
  addTags: string[]
  visibility: RuleView['visibility']
  capture: CaptureOptions
}

/** What is left out stays as it is; a position is 1 for the first. */
export type RuleChange = Partial<NewRule> & { isEnabled?: boolean; position?: number }

export type PreviewResult =
  | { status: 'found'; preview: RulePreview }
  | Extract<FormResult, { status: 'refused' }>

export type PreviewRule = (conditions: RuleConditions) => Promise<PreviewResult>
