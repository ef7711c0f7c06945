// An OpenID provider on loopback: discovery, consent without asking, signed tokens. One person at a time is signed in there.
import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'

export interface OidcPerson {
  sub: string
  email: string
  email_verified: boolean
  name: string
}

export interface OidcProvider {
  issuer: string
  clientId: string
  clientSecret: string
  /** Who is signed in at the provider from now on. */
  become(person: OidcPerson): void
  stop(): Promise<void>
}

interface Grant {
  person: OidcPerson
  nonce: string | null
  challenge: string | null
  redirectUri: string
}

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Starts the provider on a free port. */
export async function startOidcProvider(): Promise<OidcProvider> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  const key = { ...publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }
  const [clientId, clientSecret] = ['linkhome', 'a secret of the client']
  const grants = new Map<string, Grant>()
  let issuer = ''
  let person: OidcPerson | null = null

  const signed = (claims: object) => {
    const head = `${base64url({ alg: 'RS256', kid: 'one', typ: 'JWT' })}.${base64url(claims)}`
    return `${head}.${createSign('RSA-SHA256').update(head).sign(privateKey, 'base64url')}`
  }

  function authorize(url: URL, response: ServerResponse): void {
    const redirectUri = url.searchParams.get('redirect_uri') ?? ''
    const back = new URL(redirectUri)
    back.searchParams.set('state', url.searchParams.get('state') ?? '')
    back.searchParams.set('iss', issuer)
    if (person === null) back.searchParams.set('error', 'access_denied')
    else {
      const code = randomBytes(16).toString('hex')
      const { searchParams } = url
      grants.set(code, {
        person,
        nonce: searchParams.get('nonce'),
        challenge: searchParams.get('code_challenge'),
        redirectUri,
      })
      back.searchParams.set('code', code)
    }
    response.writeHead(302, { location: back.href }).end()
  }

  async function exchange(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await text(request))
    const code = form.get('code') ?? ''
    const grant = grants.get(code)
    grants.delete(code)
    const basic = Buffer.from(`${clientId}:${encodeURIComponent(clientSecret)}`).toString('base64')
    const knowsSecret =
      form.get('client_secret') === clientSecret || request.headers.authorization === `Basic ${basic}`
    const proof = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    const isGood =
      grant && knowsSecret && grant.challenge === proof && grant.redirectUri === form.get('redirect_uri')
    if (!isGood) {
      response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"invalid_grant"}')
      return
    }
    const now = Math.floor(Date.now() / 1_000)
    const claims = { ...grant.person, iss: issuer, aud: clientId, iat: now, exp: now + 300 }
    const id_token = signed(grant.nonce === null ? claims : { ...claims, nonce: grant.nonce })
    const tokens = { access_token: randomBytes(16).toString('hex'), token_type: 'Bearer', expires_in: 300 }
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ ...tokens, id_token }))
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', issuer)
    const json = (value: object) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value))
    if (url.pathname === '/.well-known/openid-configuration')
      json({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      })
    else if (url.pathname === '/keys') json({ keys: [key] })
    else if (url.pathname === '/authorize') authorize(url, response)
    else if (url.pathname === '/token') void exchange(request, response)
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  issuer = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  return {
    issuer,
    clientId,
    clientSecret,
    become(next) {
      person = next
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
