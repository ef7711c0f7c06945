'use server'
// What people do about their rules.
import { refresh } from 'next/cache'
import { applyRule } from '#lib/usecases/rules/apply-rule.ts'
import { createRule } from '#lib/usecases/rules/create-rule.ts'
import { deleteRule } from '#lib/usecases/rules/delete-rule.ts'
import { previewRule } from '#lib/usecases/rules/preview-rule.ts'
import { updateRule } from '#lib/usecases/rules/update-rule.ts'
import type { FormResult } from '#components/form-result.ts'
import type { OperationResult } from '#components/operation/operation-result.ts'
import type { NewRule, PreviewResult, RuleChange, RuleConditions } from '#components/rule/rule-actions.ts'
import { answer, refusal } from './answer.ts'
import { requestContext } from './context.ts'
import { operate } from './operate.ts'

export async function createRuleAction(rule: NewRule): Promise<FormResult> {
  return answer('rule.created', async () => {
    await createRule(await requestContext(), rule)
    refresh()
  })
}

/** Changes a rule, moves it, or lets it rest. */
export async function updateRuleAction(id: string, change: RuleChange): Promise<FormResult> {
  return answer('action.saved', async () => {
    await updateRule(await requestContext(), { ...change, id })
    refresh()
  })
}

export async function deleteRuleAction(id: string): Promise<FormResult> {
  return answer('rule.deleted', async () => {
    await deleteRule(await requestContext(), { id })
    refresh()
  })
}

export async function previewRuleAction(conditions: RuleConditions): Promise<PreviewResult> {
  try {
    return { status: 'found', preview: await previewRule(await requestContext(), conditions) }
  } catch (thrown) {
    return refusal(thrown)
  }
}

export async function applyRuleAction(id: string): Promise<OperationResult> {
  return operate(async () => applyRule(await requestContext(), { id }))
}
