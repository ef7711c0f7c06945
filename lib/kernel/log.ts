// Structured logs: one event, one line of JSON. Never a cookie, a token or page text.
import pino from 'pino'

export interface Log {
  debug(event: string, facts?: Record<string, unknown>): void
  info(event: string, facts?: Record<string, unknown>): void
  warn(event: string, facts?: Record<string, unknown>): void
  error(event: string, facts?: Record<string, unknown>): void
}

/** A log to stdout. `level` is a pino level or `silent`; `service` names the process (web, worker, start). */
export function openLog(service: string, level: string): Log {
  const sink = pino({
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    messageKey: 'event',
    formatters: { level: (label) => ({ level: label }) },
    serializers: { error: pino.stdSerializers.err },
  })
  return {
    debug: (event, facts = {}) => sink.debug(facts, event),
    info: (event, facts = {}) => sink.info(facts, event),
    warn: (event, facts = {}) => sink.warn(facts, event),
    error: (event, facts = {}) => sink.error(facts, event),
  }
}
