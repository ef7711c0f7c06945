// What the tables of this folder are made of: something that a stranger controls, and the ends that it may come to.
import type { Socket } from 'node:net'
import type { Verdict } from '#lib/contract/snapshot.ts'
import type { ErrorCode } from '#lib/kernel/errors.ts'
import type { NameAnswer } from '#test/name-server.ts'
import type { Exchange } from '#test/pages/routes.ts'

/** A typed error, or the verdict on the snapshot that it became. */
export type End = ErrorCode | Verdict

export interface HostileFacts {
  /** `127.0.0.1:<port>` and `127.0.0.2:<port>` of listeners that nobody may ever contact, by TCP or UDP. */
  canary: { near: string; far: string; port: number }
}

export interface HostileExchange extends Exchange {
  facts: HostileFacts
}

interface Named {
  /** Names the case, and is its path on the site that serves it. */
  name: string
  ends: readonly End[]
}

/** An address that is refused before anything is stored or asked. */
export interface DoorCase {
  given: string
  refusal: 'blocked_address' | 'invalid_url' | 'invalid_request'
}

/** What a site answers, as a server that speaks HTTP. */
export interface PageCase extends Named {
  page(exchange: HostileExchange): void | Promise<void>
}

/** What a site answers, byte by byte; the head of the request has been read. */
export interface LyingCase extends Named {
  speak(socket: Socket): void
}

/** What name servers answer for the host of a link, `<name>.hostile.test`; its port is that of the site. */
export interface NameCase extends Named {
  /** @param round  how often this host was asked for before, by type of record */
  resolve(type: 'A' | 'AAAA', round: number): NameAnswer
  /** Written otherwise than the plain host. */
  host?: string
}

export const KEPT: readonly End[] = ['good', 'partial']

/** Enough honest words for a verdict that is good. */
export const WORDS = `<article><h1>The words that were there</h1><p>This page has something to say, in whole sentences, and whoever keeps it should keep these words, whatever else the page tries meanwhile.</p>
<p>It was written for nobody in particular, and it will still be here when the attempt below has come to nothing, as it should.</p></article>`
