import { expect, test } from 'vitest'
import { errorOfNetFailure, netErrorName } from './navigation-errors.ts'

test.each([
  ['ERR_NAME_NOT_RESOLVED', 'dns_failure'],
  ['ERR_CERT_AUTHORITY_INVALID', 'tls_error'],
  ['ERR_CERT_DATE_INVALID', 'tls_error'],
  ['ERR_SSL_PROTOCOL_ERROR', 'tls_error'],
  ['ERR_SSL_VERSION_OR_CIPHER_MISMATCH', 'tls_error'],
  ['ERR_TOO_MANY_REDIRECTS', 'too_many_redirects'],
  ['ERR_CONNECTION_TIMED_OUT', 'timeout'],
  ['ERR_EMPTY_RESPONSE', 'empty_response'],
  ['ERR_HTTP_RESPONSE_CODE_FAILURE', 'empty_response'],
  ['ERR_UNSAFE_PORT', 'blocked_address'],
  ['ERR_CONNECTION_REFUSED', 'connection_failed'],
  ['ERR_TUNNEL_CONNECTION_FAILED', 'connection_failed'],
  ['ERR_HTTP2_PROTOCOL_ERROR', 'connection_failed'],
  ['ERR_SOMETHING_NEW', 'connection_failed'],
])('%s is %s', (name, code) => {
  expect(errorOfNetFailure(name, 'example.com')).toMatchObject({
    code,
    detail: { host: 'example.com', reason: name },
  })
})

test.each(['ERR_UNSAFE_REDIRECT', 'ERR_UNKNOWN_URL_SCHEME', 'ERR_INVALID_REDIRECT'])(
  '%s is no address in a private network',
  (name) => {
    const { code, detail } = errorOfNetFailure(name, 'example.com')
    expect({ code, detail }).toEqual({
      code: 'blocked_address',
      detail: { host: 'example.com', reason: 'no_web_page' },
    })
  },
)

test("the name is found in the driver's message", () => {
  expect(netErrorName('page.goto: net::ERR_NAME_NOT_RESOLVED at https://example.com/')).toBe(
    'ERR_NAME_NOT_RESOLVED',
  )
  expect(netErrorName('page.goto: Download is starting')).toBeNull()
})
