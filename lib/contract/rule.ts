// Rule: what is done by itself with links that fit.
import { z } from 'zod'
import {
  MAX_QUERY_CHARACTERS,
  MAX_RULES,
  MAX_TAGS_PER_LINK,
  MAX_URL_PATTERN_CHARACTERS,
} from '#lib/kernel/limits.ts'
import { captureOptions } from './capture-options.ts'
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
    /** How links that fit are captured. */
    capture: captureOptions,
    isEnabled: z.boolean(),
    createdAt: z.string(),
  })
  .meta({ id: 'Rule' })
export type RuleView = z.output<typeof ruleView>

export const rulePage = pageOf(ruleView).meta({ id: 'RulePage' })
export const listRulesInput = z.strictObject(pageInput)
export const ruleIdInput = z.strictObject({ id: entityId })

const fields = {
  q: z.string().trim().max(MAX_QUERY_CHARACTERS, 'too_long'),
  urlPattern: z.string().trim().max(MAX_URL_PATTERN_CHARACTERS, 'too_long').nullable(),
  addTags: z.array(tagPath).max(MAX_TAGS_PER_LINK, 'too_many'),
  visibility: visibility.nullable(),
  capture: captureOptions,
  isEnabled: z.boolean(),
}
const conditions = { q: fields.q.default(''), urlPattern: fields.urlPattern.default(null) }
const hasCondition = ({ q, urlPattern }: { q: string; urlPattern: string | null }) =>
  q !== '' || (urlPattern ?? '') !== ''
const NO_CONDITION = { path: ['q'], message: 'required' }

/** A whole rule: it fits something, and does something. */
export const createRuleInput = z
  .strictObject({
    ...conditions,
    addTags: fields.addTags.default([]),
    visibility: fields.visibility.default(null),
    capture: fields.capture.default({}),
    isEnabled: fields.isEnabled.default(true),
  })
  .refine(hasCondition, NO_CONDITION)
  .refine(
    ({ addTags, visibility, capture }) =>
      addTags.length > 0 || visibility !== null || Object.keys(capture).length > 0,
    { path: ['addTags'], message: 'required' },
  )
export type NewRule = z.output<typeof createRuleInput>

/** What is left out stays as it is; `position` moves it to that place, 1 for the first. */
export const updateRuleInput = z
  .strictObject({ ...fields, position: z.number().int().min(1).max(MAX_RULES) })
  .partial()
  .extend({ id: entityId })

export const previewRuleInput = z.strictObject(conditions).refine(hasCondition, NO_CONDITION)
export const rulePreview = z
  .object({ total: z.object({ count: z.number().int(), exact: z.boolean() }), links: z.array(linkView) })
  .meta({ id: 'RulePreview' })
export type RulePreview = z.output<typeof rulePreview>
