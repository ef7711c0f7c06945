// The settings of the product: the only reader of the environment. A wrong value stops the start with one clear line.
import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import { AppError } from '#lib/kernel/errors.ts'
import {
  CAPTURE_TIMEOUT_MS,
  DISK_RESERVE_BYTES,
  MAX_CAPTURE_BYTES,
  MAX_CAPTURE_REQUESTS,
  MAX_RESOURCE_BYTES,
  NAVIGATION_TIMEOUT_MS,
  SITE_CONCURRENCY,
} from '#lib/kernel/limits.ts'

const blankAsMissing = (value: unknown) => (value === '' ? undefined : value)
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(blankAsMissing, schema.optional())
const withDefault = <T extends z.ZodType>(schema: T, value: z.input<T>) =>
  z.preprocess((given) => blankAsMissing(given) ?? value, schema)

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
)
const httpOrigin = z.url({ protocol: /^https?$/ }).transform((text) => new URL(text).origin)
const milliseconds = z.coerce.number().int().min(1_000).max(3_600_000)
const bytes = z.coerce.number().int().min(1_024)
const port = z.coerce.number().int().min(0).max(65_535)

/** Bucket names as S3 has them; a prefix of characters that need no escaping anywhere. */
const BUCKET =
  /^s3:\/\/(?<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(?<prefix>[\w.-]+(?:\/[\w.-]+)*)?\/?)?$/

const environment = z.object({
  PORT: withDefault(port, 3000),
  HOST: withDefault(z.string(), '127.0.0.1'),
  LINKHOME_BASE_URL: optional(httpOrigin),
  LINKHOME_REPLAY_URL: optional(httpOrigin),
  LINKHOME_DATA_DIR: withDefault(z.string(), './data'),
  DATABASE_URL: optional(z.url({ protocol: /^postgres(ql)?$/ })),
  LINKHOME_STORAGE: withDefault(
    z.union([z.literal('file'), z.string().regex(BUCKET)], 'must be file or s3://bucket/prefix'),
    'file',
  ),
  AWS_ACCESS_KEY_ID: optional(z.string()),
  AWS_SECRET_ACCESS_KEY: optional(z.string()),
  AWS_SESSION_TOKEN: optional(z.string()),
  AWS_REGION: optional(z.string()),
  AWS_DEFAULT_REGION: optional(z.string()),
  AWS_ENDPOINT_URL: optional(z.url({ protocol: /^https?$/ })),
  AWS_ENDPOINT_URL_S3: optional(z.url({ protocol: /^https?$/ })),
  LINKHOME_ALLOW_HOSTS: withDefault(list, ''),
  LINKHOME_DNS_SERVERS: withDefault(list, ''),
  LINKHOME_UPSTREAM_PROXY: optional(z.url({ protocol: /^https?$/ }).transform((text) => new URL(text))),
  LINKHOME_CAPTURE_TIMEOUT_MS: withDefault(milliseconds, CAPTURE_TIMEOUT_MS),
  LINKHOME_NAVIGATION_TIMEOUT_MS: withDefault(milliseconds, NAVIGATION_TIMEOUT_MS),
  LINKHOME_MAX_CAPTURE_BYTES: withDefault(bytes, MAX_CAPTURE_BYTES),
  LINKHOME_MAX_RESOURCE_BYTES: withDefault(bytes, MAX_RESOURCE_BYTES),
  LINKHOME_MAX_CAPTURE_REQUESTS: withDefault(z.coerce.number().int().min(1), MAX_CAPTURE_REQUESTS),
  LINKHOME_DISK_RESERVE: withDefault(z.coerce.number().int().min(0), DISK_RESERVE_BYTES),
  LINKHOME_CONSENT: withDefault(z.enum(['reject', 'off']), 'reject'),
  LINKHOME_RETRY_DELAYS: withDefault(
    list.pipe(
      z
        .array(
          z
            .string()
            .regex(/^\d{1,6}$/, 'must be seconds')
            .transform(Number),
        )
        .max(10),
    ),
    '30,300',
  ),
  LINKHOME_SUBMIT_LIMIT: withDefault(
    z
      .string()
      .regex(/^(0|\d{1,6}\/(s|min|h))$/, 'must look like 120/min, or 0 for none')
      .transform((text) => {
        const [count = '0', unit = 'min'] = text.split('/')
        const windowMs = { s: 1_000, min: 60_000, h: 3_600_000 }[unit] ?? 60_000
        return count === '0' ? null : { count: Number(count), windowMs }
      }),
    '120/min',
  ),
  LINKHOME_USER_QUOTA: withDefault(z.coerce.number().int().min(0), 0),
  LINKHOME_WORKER_CONCURRENCY: withDefault(z.coerce.number().int().min(1).max(64), availableParallelism()),
  LINKHOME_HOST_CONCURRENCY: withDefault(z.coerce.number().int().min(1).max(64), SITE_CONCURRENCY),
  LINKHOME_HOST_DELAY_MS: withDefault(z.coerce.number().int().min(0).max(3_600_000), 0),
  LINKHOME_ASSESS: withDefault(z.enum(['on', 'off']), 'on'),
  LINKHOME_REGISTRATION: withDefault(z.enum(['closed', 'invite', 'open']), 'closed'),
  LINKHOME_OIDC_ISSUER: optional(z.url({ protocol: /^https?$/ })),
  LINKHOME_OIDC_CLIENT_ID: optional(z.string()),
  LINKHOME_OIDC_CLIENT_SECRET: optional(z.string()),
  LINKHOME_OIDC_NAME: withDefault(z.string().max(40), 'OpenID'),
  LINKHOME_SUGGEST_URL: optional(z.url({ protocol: /^https?$/ })),
  LINKHOME_SUGGEST_MODEL: optional(z.string().max(200)),
  LINKHOME_SUGGEST_KEY: optional(z.string()),
  LINKHOME_OWNER_EMAIL: optional(z.email()),
  LINKHOME_OWNER_PASSWORD: optional(z.string().min(10)),
  LINKHOME_SECRET: optional(z.string().min(32)),
  CHROMIUM_PATH: optional(z.string()),
  LOG_LEVEL: withDefault(z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']), 'info'),
})

/** Limits of one capture. */
export interface CaptureBudget {
  timeoutMs: number
  navigationTimeoutMs: number
  maxBytes: number
  maxResourceBytes: number
  maxRequests: number
}

/** A bucket, and how to get in. */
export interface S3Storage {
  endpoint: string
  region: string
  bucket: string
  /** Before all keys, without a slash at its ends; may be empty. */
  prefix: string
  accessKeyId: string
  secretAccessKey: string
  sessionToken: string | null
}

/** Where people have an account already (OpenID Connect). */
export interface OidcSettings {
  /** Without a slash at its end. */
  issuer: string
  clientId: string
  clientSecret: string
  /** What the button says. */
  name: string
}

/** A model that is asked for tags, behind an interface as OpenAI's. */
export interface SuggestSettings {
  /** Without a slash at its end; `/chat/completions` follows. */
  url: string
  model: string
  key: string | null
}

export interface Config {
  host: string
  port: number
  /** Public origin, without a trailing slash. */
  baseUrl: string
  /** Second origin for archived pages; null: they are served from the first under an opaque-origin sandbox. */
  replayUrl: string | null
  /** Absolute folder of the embedded database, blobs and generated secrets. */
  dataDir: string
  /** Where blobs lie without `s3`. */
  blobsDir: string
  /** The bucket that holds the blobs; null: they are files. */
  s3: S3Storage | null
  /** Null: the embedded database, which only `start` can turn into a URL. */
  databaseUrl: string | null
  /** What may be contacted although it is not public: `ip:port`, `host:port` or CIDR, as written. */
  allowHosts: readonly string[]
  dnsServers: readonly string[]
  /** A forward proxy, `http(s)://[user:password@]host:port`, for everything public that pages ask for. */
  upstreamProxy: URL | null
  capture: CaptureBudget
  /** Free bytes of the disk below which no capture begins; 0 for none. */
  diskReserveBytes: number
  /** Are consent banners of captured pages answered with no? */
  rejectsBanners: boolean
  /** Seconds before the second, third, ... attempt of a capture. */
  retryDelaysSeconds: readonly number[]
  submitLimit: { count: number; windowMs: number } | null
  /** Bytes that the store may grow by for one person; null: no quota. */
  userQuotaBytes: number | null
  /** Pages that are open at once. */
  workerConcurrency: number
  /** How one site is spared; all workers together. */
  politeness: { siteConcurrency: number; siteDelayMs: number }
  /** Are frozen pages compared with the live ones, when a worker has nothing else to do? */
  assess: boolean
  registration: 'closed' | 'invite' | 'open'
  oidc: OidcSettings | null
  /** Null: tags are suggested from the library alone. */
  suggest: SuggestSettings | null
  owner: { email: string; password: string } | null
  /** The browser to drive; `start` sets it to what the set-up found. Null: none is known. */
  chromiumPath: string | null
  logLevel: string
  /** Signs sessions and replay addresses. Null in the worker, which needs neither. */
  secret: string | null
}

/** @throws AppError `config_invalid` when a bucket is asked for and nobody says how to get in */
function s3Storage(values: z.output<typeof environment>): S3Storage | null {
  const { bucket, prefix = '' } = BUCKET.exec(values.LINKHOME_STORAGE)?.groups ?? {}
  if (!bucket) return null
  const required = (variable: 'AWS_ACCESS_KEY_ID' | 'AWS_SECRET_ACCESS_KEY') => {
    const value = values[variable]
    if (!value)
      throw new AppError('config_invalid', { variable, problem: 'missing, LINKHOME_STORAGE needs it' })
    return value
  }
  const region = values.AWS_REGION ?? values.AWS_DEFAULT_REGION ?? 'us-east-1'
  return {
    endpoint: values.AWS_ENDPOINT_URL_S3 ?? values.AWS_ENDPOINT_URL ?? `https://s3.${region}.amazonaws.com`,
    region,
    bucket,
    prefix,
    accessKeyId: required('AWS_ACCESS_KEY_ID'),
    secretAccessKey: required('AWS_SECRET_ACCESS_KEY'),
    sessionToken: values.AWS_SESSION_TOKEN ?? null,
  }
}

/** @throws AppError `config_invalid` when an issuer is named and nobody says who we are there */
function oidcSettings(values: z.output<typeof environment>): OidcSettings | null {
  const issuer = values.LINKHOME_OIDC_ISSUER?.replace(/\/+$/, '')
  if (!issuer) return null
  const required = (variable: 'LINKHOME_OIDC_CLIENT_ID' | 'LINKHOME_OIDC_CLIENT_SECRET') => {
    const value = values[variable]
    if (!value)
      throw new AppError('config_invalid', { variable, problem: 'missing, LINKHOME_OIDC_ISSUER needs it' })
    return value
  }
  return {
    issuer,
    clientId: required('LINKHOME_OIDC_CLIENT_ID'),
    clientSecret: required('LINKHOME_OIDC_CLIENT_SECRET'),
    name: values.LINKHOME_OIDC_NAME,
  }
}

/** @throws AppError `config_invalid` when a model is to be asked and nobody says which */
function suggestSettings(values: z.output<typeof environment>): SuggestSettings | null {
  const url = values.LINKHOME_SUGGEST_URL?.replace(/\/+$/, '')
  if (!url) return null
  const model = values.LINKHOME_SUGGEST_MODEL
  if (!model)
    throw new AppError('config_invalid', {
      variable: 'LINKHOME_SUGGEST_MODEL',
      problem: 'missing, LINKHOME_SUGGEST_URL needs it',
    })
  return { url, model, key: values.LINKHOME_SUGGEST_KEY ?? null }
}

/** The variables of `<folder>/.env`, the file that may stand in for the environment. */
export function readDotEnv(folder: string): Record<string, string | undefined> {
  const file = join(folder, '.env')
  return existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
}

/**
 * Reads and checks all settings; the environment wins over the `.env` file of the working folder.
 *
 * @throws AppError `config_invalid` `{ variable, problem }` for the first wrong value
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env, folder: string = process.cwd()): Config {
  const parsed = environment.safeParse({ ...readDotEnv(folder), ...env })
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new AppError('config_invalid', {
      variable: issue?.path.join('.') ?? '',
      problem: issue?.message ?? '',
    })
  }
  const values = parsed.data
  const dataDir = resolve(folder, values.LINKHOME_DATA_DIR)
  const { LINKHOME_OWNER_EMAIL: ownerEmail, LINKHOME_OWNER_PASSWORD: ownerPassword } = values
  return {
    host: values.HOST,
    port: values.PORT,
    baseUrl: values.LINKHOME_BASE_URL ?? `http://localhost:${values.PORT}`,
    replayUrl: values.LINKHOME_REPLAY_URL ?? null,
    dataDir,
    blobsDir: join(dataDir, 'blobs'),
    s3: s3Storage(values),
    databaseUrl: values.DATABASE_URL ?? null,
    allowHosts: values.LINKHOME_ALLOW_HOSTS,
    dnsServers: values.LINKHOME_DNS_SERVERS,
    upstreamProxy: values.LINKHOME_UPSTREAM_PROXY ?? null,
    capture: {
      timeoutMs: values.LINKHOME_CAPTURE_TIMEOUT_MS,
      navigationTimeoutMs: values.LINKHOME_NAVIGATION_TIMEOUT_MS,
      maxBytes: values.LINKHOME_MAX_CAPTURE_BYTES,
      maxResourceBytes: values.LINKHOME_MAX_RESOURCE_BYTES,
      maxRequests: values.LINKHOME_MAX_CAPTURE_REQUESTS,
    },
    diskReserveBytes: values.LINKHOME_DISK_RESERVE,
    rejectsBanners: values.LINKHOME_CONSENT === 'reject',
    retryDelaysSeconds: values.LINKHOME_RETRY_DELAYS,
    submitLimit: values.LINKHOME_SUBMIT_LIMIT,
    userQuotaBytes: values.LINKHOME_USER_QUOTA || null,
    workerConcurrency: values.LINKHOME_WORKER_CONCURRENCY,
    politeness: {
      siteConcurrency: values.LINKHOME_HOST_CONCURRENCY,
      siteDelayMs: values.LINKHOME_HOST_DELAY_MS,
    },
    assess: values.LINKHOME_ASSESS === 'on',
    registration: values.LINKHOME_REGISTRATION,
    oidc: oidcSettings(values),
    suggest: suggestSettings(values),
    owner: ownerEmail && ownerPassword ? { email: ownerEmail, password: ownerPassword } : null,
    chromiumPath: values.CHROMIUM_PATH ?? null,
    logLevel: values.LOG_LEVEL,
    secret: values.LINKHOME_SECRET ?? null,
  }
}
