// Secrets that nobody has to invent: made once, kept in the data folder, readable by its owner only.
import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const secretsFile = z.object({ LINKHOME_SECRET: z.string().min(32) })

/**
 * The secret that signs sessions and replay addresses, of 256 bits; the same at every later call on this folder,
 * also when two processes make it at once.
 */
export async function ensureSecret(dataDir: string): Promise<string> {
  const file = join(dataDir, 'secrets.json')
  const read = async () => secretsFile.parse(JSON.parse(await readFile(file, 'utf8'))).LINKHOME_SECRET
  const missing = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    return null
  }
  const known = await read().catch(missing)
  if (known !== null) return known
  await mkdir(dataDir, { recursive: true })
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  const made = JSON.stringify({ LINKHOME_SECRET: randomBytes(32).toString('base64url') })
  await writeFile(draft, `${made}\n`, { mode: 0o600, flush: true })
  try {
    // A hard link appears whole or not at all, and the first one wins.
    await link(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(draft)
  }
  return read()
}
