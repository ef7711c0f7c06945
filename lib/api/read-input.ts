// What a request says, from its path, query and JSON body, as the one input of a use case.
import { AppError } from '#lib/kernel/errors.ts'
import { MAX_BODY_BYTES } from '#lib/kernel/limits.ts'

type Fields = Record<string, unknown>

async function readBytes(request: Request): Promise<Buffer> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES)
    throw new AppError('body_too_large')
  const chunks: Uint8Array[] = []
  let sizeBytes = 0
  // The length said before need not be true: what really comes is counted.
  for await (const chunk of request.body ?? []) {
    sizeBytes += chunk.byteLength
    if (sizeBytes > MAX_BODY_BYTES) throw new AppError('body_too_large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** What a route takes nests four deep; every step deeper costs whoever walks it a frame of the stack. */
const MAX_DEPTH = 32
const [QUOTE, BACKSLASH, OPENING, CLOSING] = [0x22, 0x5c, [0x5b, 0x7b], [0x5d, 0x7d]]

function isTooDeep(bytes: Buffer): boolean {
  let depth = 0
  let isText = false
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]!
    if (byte === QUOTE) isText = !isText
    else if (isText) at += byte === BACKSLASH ? 1 : 0
    else if (OPENING.includes(byte)) depth += 1
    else if (CLOSING.includes(byte)) depth -= 1
    if (depth > MAX_DEPTH) return true
  }
  return false
}

function parseJson(bytes: Buffer): unknown {
  if (isTooDeep(bytes)) throw new AppError('invalid_json')
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new AppError('invalid_json', {}, { cause })
  }
}

/**
 * The JSON object in the body, with its bytes; no body is an empty object.
 *
 * @throws AppError `body_too_large`, `invalid_json` (also for JSON that is no object, or nests deeper than 32)
 */
export async function readBody(request: Request): Promise<{ fields: Fields; bytes: Buffer }> {
  const bytes = await readBytes(request)
  if (bytes.length === 0) return { fields: {}, bytes }
  const value = parseJson(bytes)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new AppError('invalid_json')
  return { fields: { ...value }, bytes }
}

/** The fields of a query string; one that stands there twice is refused rather than half read. */
export function readQuery(query: URLSearchParams): Fields {
  return mergeFields([...query].map(([name, value]) => ({ [name]: value })))
}

/**
 * One input from several sources. Each field has one place: `id` of the path cannot be said again in the body.
 *
 * @throws AppError `invalid_request` with the fields that are there twice
 */
export function mergeFields(sources: readonly Fields[]): Fields {
  const entries = sources.flatMap((source) => Object.entries(source))
  const seen = new Set<string>()
  const repeated = entries.flatMap(([name]) => (seen.has(name) ? [name] : (seen.add(name), [])))
  if (repeated.length > 0) {
    const fields = repeated.map((path) => ({ path, message: 'repeated' }))
    throw new AppError('invalid_request', {}, { fields })
  }
  return Object.fromEntries(entries)
}
