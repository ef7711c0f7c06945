// Structured logs: one event, one line of JSON. Never a cookie, a token or page text.
import pino from 'pino'

export interface Log {
  debug(event: string, facts?: Record<string, unknown>): void
  info(event: string, facts?: Record<string, unknown>): void
  warn(event: string, facts?: Record<string, unknown>): void
  error(event: string, facts?: Record<string, unknown>): void
}

/** An address within a line of JSON, as messages of the browser and of libraries quote it. */
const ADDRESS = /\b([a-z][a-z\d+.-]*:\/\/)(?:[^\s/?#@"\\]*@)?([^\s?#"'`)\\]*)([?#][^\s"'`)\\]*)?/gi

/** Credentials, query and fragment of an address may each be somebody's secret; the rest tells where it happened. */
const withoutSecrets = (line: string): string =>
  line.replace(
    ADDRESS,
    (_, scheme: string, rest: string, tail?: string) => scheme + rest + (tail ? '?…' : ''),
  )

/** Where lines go, each with its line feed. */
interface LogOutput {
  write(line: string): void
}

/**
 * A log to stdout. `level` is a pino level or `silent`; `service` names the process (web, worker, start). Addresses in
 * what is logged, messages of errors included, lose credentials, query and fragment.
 */
export function openLog(service: string, level: string, output: LogOutput = pino.destination(1)): Log {
  const sink = pino(
    {
      level,
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      messageKey: 'event',
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: pino.stdSerializers.err },
    },
    { write: (line) => output.write(withoutSecrets(line)) },
  )
  return {
    debug: (event, facts = {}) => sink.debug(facts, event),
    info: (event, facts = {}) => sink.info(facts, event),
    warn: (event, facts = {}) => sink.warn(facts, event),
    error: (event, facts = {}) => sink.error(facts, event),
  }
}
