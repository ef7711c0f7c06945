// The closed list of things that can go wrong, what each means over HTTP, and whether a worker may try again.

interface ErrorRule {
  /** HTTP status of the answer. */
  http: number
  /** May the worker try the capture again by itself? */
  retry: boolean
}

/** The one table of codes. Words for people live in lib/i18n under `error.<code>`. */
export const ERROR_RULES = {
  // What a request can do wrong.
  invalid_request: { http: 422, retry: false },
  invalid_json: { http: 400, retry: false },
  invalid_url: { http: 422, retry: false },
  blocked_address: { http: 422, retry: false },
  invalid_cursor: { http: 422, retry: false },
  not_found: { http: 404, retry: false },
  unauthenticated: { http: 401, retry: false },
  forbidden: { http: 403, retry: false },
  session_required: { http: 403, retry: false },
  cross_origin: { http: 403, retry: false },
  conflict: { http: 409, retry: false },
  idempotency_mismatch: { http: 409, retry: false },
  method_not_allowed: { http: 405, retry: false },
  body_too_large: { http: 413, retry: false },
  rate_limited: { http: 429, retry: false },
  setup_closed: { http: 409, retry: false },
  setup_token_invalid: { http: 403, retry: false },
  registration_closed: { http: 409, retry: false },
  invitation_invalid: { http: 403, retry: false },
  owner_required: { http: 403, retry: false },
  sign_in_failed: { http: 401, retry: false },
  code_wrong: { http: 401, retry: false },
  sign_in_expired: { http: 401, retry: false },
  passkey_failed: { http: 401, retry: false },
  oidc_unavailable: { http: 503, retry: false },
  weak_password: { http: 422, retry: false },
  email_taken: { http: 409, retry: false },
  tag_taken: { http: 409, retry: false },
  name_taken: { http: 409, retry: false },
  limit_reached: { http: 409, retry: false },
  tag_within_itself: { http: 409, retry: false },
  blob_damaged: { http: 500, retry: false },
  search_too_slow: { http: 503, retry: false },
  artifact_missing: { http: 404, retry: false },
  form_failed: { http: 502, retry: false },
  replay_expired: { http: 410, retry: false },
  unavailable: { http: 503, retry: true },
  // How a capture can end without a snapshot.
  dns_failure: { http: 502, retry: true },
  connection_failed: { http: 502, retry: true },
  tls_error: { http: 502, retry: false },
  timeout: { http: 504, retry: true },
  too_large: { http: 502, retry: false },
  too_many_redirects: { http: 502, retry: false },
  empty_response: { http: 502, retry: true },
  unsupported_content: { http: 422, retry: false },
  browser_crash: { http: 500, retry: true },
  disk_full: { http: 507, retry: true },
  quota_exceeded: { http: 507, retry: false },
  /** It was ready once; its bytes were lost since. */
  snapshot_lost: { http: 410, retry: false },
  cancelled: { http: 409, retry: false },
  internal: { http: 500, retry: true },
  // What an operator can do wrong.
  no_such_user: { http: 404, retry: false },
  no_owner: { http: 409, retry: false },
  config_invalid: { http: 500, retry: false },
  database_outdated: { http: 503, retry: false },
  database_failed: { http: 503, retry: false },
  database_required: { http: 503, retry: false },
  port_taken: { http: 503, retry: false },
  already_running: { http: 503, retry: false },
  not_built: { http: 503, retry: false },
  start_failed: { http: 503, retry: false },
  file_exists: { http: 409, retry: false },
  file_unreadable: { http: 422, retry: false },
  backup_damaged: { http: 422, retry: false },
  backup_unsupported: { http: 422, retry: false },
  library_not_empty: { http: 409, retry: false },
  browser_missing: { http: 503, retry: true },
} as const satisfies Record<string, ErrorRule>

export type ErrorCode = keyof typeof ERROR_RULES

/** Values that the message of a code may name, e.g. `{ host }`. Never page text, never a secret. */
export type ErrorDetail = Record<string, string | number | boolean>

/** An error that a user or an operator can act on. A broken invariant is a plain `Error`. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly detail: ErrorDetail
  /** Field errors of a refused input, by path: `{ 'tags.0': 'too_long' }`. */
  readonly fields: { path: string; message: string }[]

  constructor(
    code: ErrorCode,
    detail: ErrorDetail = {},
    options: { cause?: unknown; fields?: { path: string; message: string }[] } = {},
  ) {
    super(code, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.detail = detail
    this.fields = options.fields ?? []
  }

  get http(): number {
    return ERROR_RULES[this.code].http
  }

  get retryable(): boolean {
    return ERROR_RULES[this.code].retry
  }
}

/** Turns anything thrown into an `AppError`; what nobody foresaw becomes `internal` with its cause kept. */
export function toAppError(thrown: unknown): AppError {
  return thrown instanceof AppError ? thrown : new AppError('internal', {}, { cause: thrown })
}
