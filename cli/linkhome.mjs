#!/usr/bin/env node
// The command `linkhome`: runs cli/main.ts, which needs Node 24. An older Node hands over to the one in node_modules.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const OWN_NODE = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url))
const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))

if (Number(process.versions.node.split('.')[0]) >= 24) {
  const { main } = await import(MAIN)
  await main(process.argv.slice(2))
} else if (existsSync(OWN_NODE)) {
  const child = spawn(OWN_NODE, [MAIN, ...process.argv.slice(2)], { stdio: 'inherit' })
  // A terminal's Ctrl-C reaches both; what is sent to this process alone is passed on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code) => process.exit(code ?? 1))
} else {
  console.error('linkhome needs Node 24: run "npm ci" first, which brings its own.')
  process.exit(1)
}
