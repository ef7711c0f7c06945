// Makes a bare machine ready: dependencies, Prisma client, browser and fonts, production build. Each step is skipped when
// its result is there, so that the second run takes a moment. Plain JavaScript without dependencies: it is the first
// thing that runs, on whatever Node the machine has.
import { ensureBrowser } from './steps/browser.mjs'
import { ensureBuild } from './steps/build.mjs'
import { ensureClient } from './steps/client.mjs'
import { ensureDependencies } from './steps/dependencies.mjs'

const OLDEST_NODE = 20

async function setUp() {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE)
    throw new Error(`Node ${OLDEST_NODE} or newer is needed to set up; this is ${process.version}.`)
  const dependencies = ensureDependencies()
  const steps = await Promise.allSettled([
    dependencies.then(ensureClient).then(ensureBuild),
    // Mostly waits for the network, the others for the processor.
    ensureBrowser(dependencies),
  ])
  // All have ended before a failure of one is told.
  for (const step of steps) if (step.status === 'rejected') throw step.reason
}

try {
  await setUp()
} catch (error) {
  console.error(`link之家: ${error.message}`)
  process.exitCode = 1
}
