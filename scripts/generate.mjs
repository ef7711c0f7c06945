// `npm run generate`: the Prisma client alone, after a change of the schema.
import { ensureClient } from './steps/client.mjs'

ensureClient()
