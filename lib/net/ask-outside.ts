// One request of our own to somewhere outside, through a proxy like that of a capture: checked, pinned and counted there.
import { Agent, request as openRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { Agent as TlsAgent, request as openTlsRequest } from 'node:https'
import { once } from 'node:events'
import { withDeadline } from '#lib/kernel/deadline.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { portOf, type AddressPolicy } from './address-policy.ts'
import { openEgressProxy, type EgressProxy } from './egress-proxy.ts'

export interface OutsideRequest {
  url: URL
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string
  /** For all of it, to the last byte. */
  timeoutMs: number
  /** Of the answer's body. */
  maxBytes: number
  /** An operator's forward proxy; null for none. */
  upstream: URL | null
  signal?: AbortSignal
}

export interface OutsideAnswer {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
}

/** What headers and encryption may add to what is asked for. */
const OVERHEAD_BYTES = 512 * 1024

/**
 * Asks once: no redirect is followed, no compression asked for, no connection kept.
 *
 * @throws AppError `blocked_address`, `dns_failure`, `connection_failed`, `timeout`, `too_large`, `empty_response`; the
 *         signal's reason
 */
export async function askOutside(policy: AddressPolicy, asked: OutsideRequest): Promise<OutsideAnswer> {
  const { url, timeoutMs, maxBytes, upstream, signal } = asked
  policy.admit(url)
  const proxy = await openEgressProxy(policy, { maxBytes: maxBytes + OVERHEAD_BYTES, upstream })
  try {
    return await withDeadline(timeoutMs, signal, (limited) => ask(proxy, asked, limited))
  } catch (error) {
    throw reasonOf(proxy, asked, error)
  } finally {
    await proxy.close()
  }
}

async function ask(
  proxy: EgressProxy,
  { url, method = 'GET', headers, body, maxBytes }: OutsideRequest,
  signal: AbortSignal,
): Promise<OutsideAnswer> {
  const { username, password, server } = proxy
  const through = server.replace('://', `://${username}:${password}@`)
  const isTls = url.protocol === 'https:'
  // Of an environment as Node reads it: nothing of ours stands in it, and no exception.
  const proxyEnv = { NODE_ENV: 'production', [isTls ? 'HTTPS_PROXY' : 'HTTP_PROXY']: through } as const
  const agent = isTls ? new TlsAgent({ proxyEnv }) : new Agent({ proxyEnv })
  const request = (isTls ? openTlsRequest : openRequest)(url, {
    method,
    agent,
    signal,
    headers: { 'accept-encoding': 'identity', ...headers },
  })
  try {
    request.end(body)
    const [response] = (await once(request, 'response', { signal })) as [IncomingMessage]
    const refusal = proxy.refusalOf(url.hostname, portOf(url))
    if (refusal) throw refusal
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      body: await read(response, maxBytes),
    }
  } finally {
    request.destroy()
    agent.destroy()
  }
}

async function read(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > maxBytes) throw new AppError('too_large', { limitBytes: maxBytes })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** What the proxy knows says more than a connection that broke. */
function reasonOf(proxy: EgressProxy, { url, maxBytes, signal }: OutsideRequest, error: unknown): unknown {
  if (signal?.aborted || error instanceof AppError) return error
  if (proxy.traffic().isOverBudget) return new AppError('too_large', { limitBytes: maxBytes })
  return (
    proxy.refusalOf(url.hostname, portOf(url)) ??
    new AppError('empty_response', { host: url.hostname }, { cause: error })
  )
}
