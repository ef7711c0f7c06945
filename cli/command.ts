// What a command of the terminal is: a summary, its options, and a function.
import type { ParseArgsOptionsConfig, parseArgs } from 'node:util'
import type { Translate } from '#lib/i18n/translate.ts'

type Values<O extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ options: O; allowPositionals: true }>
>['values']

/** The words of a command were not understood; its message is how to use it. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** What a running command is given. */
export interface CommandContext {
  /** Speaks the language of the terminal. */
  t: Translate
}

interface Definition<O extends ParseArgsOptionsConfig> {
  options: O
  /** Words that are not options, e.g. a URL; none unless set. */
  positionals?: { min: number; max: number }
  /** Resolves with the exit code; undefined is 0. Throws AppError for what the user can act on. */
  run(values: Values<O>, positionals: string[], context: CommandContext): Promise<number | void>
}

/** A command whose options are already typed away, as the dispatcher sees it. */
export interface Command {
  options: ParseArgsOptionsConfig
  positionals: { min: number; max: number }
  run(values: unknown, positionals: string[], context: CommandContext): Promise<number | void>
}

/** Makes a command; the values that `run` gets are typed by `options` (see node:util parseArgs). */
export function defineCommand<const O extends ParseArgsOptionsConfig>(definition: Definition<O>): Command {
  return {
    options: definition.options,
    positionals: definition.positionals ?? { min: 0, max: 0 },
    // The dispatcher parses with these very options, so the values have their shape.
    run: (values, positionals, context) => definition.run(values as Values<O>, positionals, context),
  }
}
