// The terminal front: finds the command, parses its options, and turns what it throws into one sentence.
import { enableCompileCache } from 'node:module'
import { parseArgs } from 'node:util'
import { COMPILE_CACHE } from '#lib/config/compile-cache.ts'
import { terminalLocale } from '#lib/config/terminal-locale.ts'
import { errorMessage, translator } from '#lib/i18n/translate.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { UsageError, type Command } from './command.ts'
import { USAGE, type CommandName } from './usage.ts'

/** Each command is loaded when it is asked for: `start` stays up for months and must not carry the others. */
const commands: Record<CommandName, () => Promise<{ command: Command }>> = {
  start: () => import('./commands/start.ts'),
  web: () => import('./commands/web.ts'),
  worker: () => import('./commands/worker.ts'),
  migrate: () => import('./commands/migrate.ts'),
  add: () => import('./commands/add.ts'),
  list: () => import('./commands/list.ts'),
  search: () => import('./commands/search.ts'),
  searches: () => import('./commands/searches.ts'),
  show: () => import('./commands/show.ts'),
  extract: () => import('./commands/extract.ts'),
  user: () => import('./commands/user.ts'),
  token: () => import('./commands/token.ts'),
  audit: () => import('./commands/audit.ts'),
  doctor: () => import('./commands/doctor.ts'),
  verify: () => import('./commands/verify.ts'),
  backup: () => import('./commands/backup.ts'),
  restore: () => import('./commands/restore.ts'),
  rebuild: () => import('./commands/rebuild.ts'),
}

// Before any command is loaded.
enableCompileCache(COMPILE_CACHE)

const EXIT_FAILED = 1
const EXIT_USAGE = 2

function isUsageError(thrown: unknown): thrown is Error {
  if (thrown instanceof UsageError) return true
  return (
    thrown instanceof TypeError &&
    'code' in thrown &&
    typeof thrown.code === 'string' &&
    thrown.code.startsWith('ERR_PARSE_ARGS_')
  )
}

const isCommand = (name: string): name is CommandName => Object.hasOwn(USAGE, name)

const usage = () =>
  Object.values(USAGE)
    .map((one) => `  linkhome ${one}`)
    .join('\n')

async function run(name: string, args: string[]): Promise<number> {
  if (!isCommand(name)) {
    const asked = name === '' || name === 'help' || name === '--help' || name === '-h'
    const stream = asked ? process.stdout : process.stderr
    stream.write(`${usage()}\n`)
    return asked ? 0 : EXIT_USAGE
  }
  const { command } = await commands[name]()
  const { values, positionals } = parseArgs({ args, options: command.options, allowPositionals: true })
  if (positionals.length < command.positionals.min || positionals.length > command.positionals.max) {
    process.stderr.write(`linkhome ${USAGE[name]}\n`)
    return EXIT_USAGE
  }
  return (await command.run(values, positionals, { t: translator(terminalLocale()) })) ?? 0
}

/**
 * Runs `linkhome <args>` and ends the process: 0 done, 1 failed, 2 not understood. What a library leaves behind is not
 * waited for: Prisma's migration engine keeps a timer of 10 s.
 */
export async function main(args: string[]): Promise<never> {
  const [name = '', ...rest] = args
  const exitCode = await run(name, rest).catch((thrown: unknown) => {
    process.stderr.write(`linkhome: ${sentence(thrown)}\n`)
    return isUsageError(thrown) ? EXIT_USAGE : EXIT_FAILED
  })
  process.exit(exitCode)
}

/** One sentence for a person; the stack of what nobody foresaw comes with it, since it is a fault of ours. */
function sentence(thrown: unknown): string {
  if (thrown instanceof AppError && thrown.code !== 'internal')
    return [
      errorMessage(translator(terminalLocale()), thrown.code, thrown.detail),
      ...thrown.fields.map(({ path, message }) => `${path}: ${message}`),
    ].join('\n  ')
  if (isUsageError(thrown)) return thrown.message
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
}

if (import.meta.main) await main(process.argv.slice(2))
