import { readFile } from 'node:fs/promises'
import { Session, type Debugger } from 'node:inspector/promises'
import { fileURLToPath } from 'node:url'
import { serialize } from 'node:v8'
import { expect, test } from 'vitest'
import { asciiSource } from '#lib/kernel/ascii-source.ts'
import { loadChromium } from './playwright.ts'

const chromium = await loadChromium()
const held = await scriptsOf('/node_modules/playwright-core/lib/')

test('V8 holds the sources of Playwright in ASCII', () => {
  expect(chromium.name()).toBe('chromium')
  expect(held.reduce((sum, { source }) => sum + source.length, 0)).toBeGreaterThan(1_000_000)
  for (const { source } of held) expect(/^[\0-\x7F]*$/.test(source)).toBe(true)
})

// When this fails, Playwright's files need nothing of it any more: ./playwright.ts can go.
test('its files are written anew for that', async () => {
  const files = await Promise.all(held.map(({ url }) => readFile(fileURLToPath(url))))
  const written = files.filter((file, at) => String(file) !== held[at]?.source)
  expect(written).not.toEqual([])
  // Strings are serialized as they are held: a text of ASCII may still take two bytes for a character.
  for (const file of written) expect(serialize(asciiSource(file)).length).toBeLessThan(1.1 * file.length)
})

/** What V8 has compiled in this process, as it holds it. */
async function scriptsOf(folder: string): Promise<{ url: string; source: string }[]> {
  const session = new Session()
  session.connect()
  const parsed: Debugger.ScriptParsedEventDataType[] = []
  session.on('Debugger.scriptParsed', ({ params }) => parsed.push(params))
  // Tells of all that have been parsed already.
  await session.post('Debugger.enable')
  const scripts = await Promise.all(
    parsed
      .filter(({ url }) => url.includes(folder))
      .map(async ({ scriptId, url }) => {
        const { scriptSource } = await session.post('Debugger.getScriptSource', { scriptId })
        return { url, source: scriptSource }
      }),
  )
  session.disconnect()
  return scripts
}
