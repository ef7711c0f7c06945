// SQL that Prisma cannot say, for the rooms above: composed from parts, parameters always bound.
import { Prisma } from './generated/client.ts'

export const sql = Prisma.sql
export const joinSql = Prisma.join
export const emptySql = Prisma.empty
export type Sql = Prisma.Sql
