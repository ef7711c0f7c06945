// What happened: to oneself, and for administrators to the whole house.
import { z } from 'zod'
import { auditPage, listAuditInput, type AuditKind } from '#lib/contract/audit.ts'
import { countAuditRows, listAuditRows, type AuditRow } from '#lib/db/audit.ts'
import { ROWS_TO_COUNT, rowsFor, toPage, toTotal } from '#lib/db/page.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { defineUseCase } from '../define-use-case.ts'

/**
 * Their subjects are addresses that somebody keeps and words that they chose: those of others are nobody's business,
 * whatever the role.
 */
const PERSONAL = new Set<AuditKind>([
  'link_deleted',
  'snapshot_deleted',
  'visibility_changed',
  'token_created',
  'token_revoked',
  'feed_created',
  'feed_renewed',
  'feed_revoked',
  'feed_restored',
])

const words = z.record(z.string(), z.string()).catch({})

function viewOf({ id, createdAt, subject, detail, ...row }: AuditRow, readerId: string) {
  const isHidden = PERSONAL.has(row.kind) && row.actor?.id !== readerId
  return {
    ...row,
    id: String(id),
    at: createdAt.toISOString(),
    subject: isHidden ? null : subject,
    detail: words.parse(detail),
  }
}

/**
 * The log, newest first: all of it for administrators, else what the actor did themselves.
 *
 * @throws AppError `invalid_cursor`
 */
export const listAudit = defineUseCase({
  name: 'audit.list',
  scope: 'links:read',
  input: listAuditInput,
  output: auditPage,
  async run({ db, actor }, { limit, cursor }) {
    if (cursor !== undefined && !/^\d{1,18}$/.test(cursor)) throw new AppError('invalid_cursor')
    const whose = actor.scopes.includes('admin') ? null : actor.userId
    const before = cursor === undefined ? null : BigInt(cursor)
    const [rows, count] = await Promise.all([
      listAuditRows(db, whose, { limit: rowsFor(limit), before }),
      countAuditRows(db, whose, ROWS_TO_COUNT),
    ])
    const page = toPage(rows, limit, toTotal(count), ({ id }) => String(id))
    return { ...page, items: page.items.map((row) => viewOf(row, actor.userId)) }
  },
})
