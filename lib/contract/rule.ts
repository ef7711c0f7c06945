// Rule: what is done by itself with links that fit.
import { z } from 'zod'
import { MAX_QUERY_CHARACTERS, MAX_TAGS_PER_LINK, MAX_URL_PATTERN_CHARACTERS } from '#lib/kernel/limits.ts'
import { entityId, pageInput, pageOf, tagPath, visibility } from './fields.ts'
import { linkView } from './link.ts'

export const ruleView = z
  .object({
    id: z.string(),
    /** In the language of the search box. */
    q: z.string(),
    /** Of the address without its scheme: `*` and `?` stand for anything. */
    urlPattern: z.string().nullable(),
    addTags: z.array(z.string()),
    visibility: visibility.nullable(),
    isEnabled: z.boolean(),
    createdAt: z.string(),
  })
  .meta({ id: 'Rule' })
export type RuleView = z.output<typeof ruleView>

export const rulePage = pageOf(ruleView).meta({ id: 'RulePage' })
export const listRulesInput = z.strictObject(pageInput)
export const ruleIdInput = z.strictObject({ id: entityId })

const conditions = {
  q: z.string().trim().max(MAX_QUERY_CHARACTERS, 'too_long').default(''),
  urlPattern: z.string().trim().max(MAX_URL_PATTERN_CHARACTERS, 'too_long').nullable().default(null),
}
const hasCondition = ({ q, urlPattern }: { q: string; urlPattern: string | null }) =>
  q !== '' || (urlPattern ?? '') !== ''
const NO_CONDITION = { path: ['q'], message: 'required' }

export const createRuleInput = z
  .strictObject({
    ...conditions,
    addTags: z.array(tagPath).max(MAX_TAGS_PER_LINK, 'too_many').default([]),
    visibility: visibility.nullable().default(null),
    isEnabled: z.boolean().default(true),
  })
  .refine(hasCondition, NO_CONDITION)
  .refine(({ addTags, visibility }) => addTags.length > 0 || visibility !== null, {
    path: ['addTags'],
    message: 'required',
  })
export type NewRule = z.output<typeof createRuleInput>

export const updateRuleInput = z.strictObject({ id: entityId, isEnabled: z.boolean() })

export const previewRuleInput = z.strictObject(conditions).refine(hasCondition, NO_CONDITION)
export const rulePreview = z
  .object({ total: z.object({ count: z.number().int(), exact: z.boolean() }), links: z.array(linkView) })
  .meta({ id: 'RulePreview' })
export type RulePreview = z.output<typeof rulePreview>
