// `npm test` after the set-up: the gate, every kind of test, and one line that sums them up.
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { setPriority } from 'node:os'
import { inProject, ROOT } from './steps/project.mjs'

const REPORTS = inProject('.cache/test')
const bin = (name) => inProject('node_modules/.bin', name)

/** Static checks have no tests to count: each is passed or failed as a whole. */
const gate = (script) => ({ name: script, program: 'npm', args: ['run', '--silent', script] })

const vitest = (project) => {
  const report = `${REPORTS}/${project}.json`
  return {
    name: `vitest ${project}`,
    program: bin('vitest'),
    args: [
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    count: () => countVitest(JSON.parse(readFileSync(report, 'utf8'))),
    failures: () => failuresOfVitest(JSON.parse(readFileSync(report, 'utf8'))),
  }
}

const playwright = {
  name: 'playwright',
  program: bin('playwright'),
  args: ['test', '--reporter=list,json'],
  env: { PLAYWRIGHT_JSON_OUTPUT_NAME: `${REPORTS}/playwright.json` },
  count: () => countPlaywright(JSON.parse(readFileSync(`${REPORTS}/playwright.json`, 'utf8'))),
  failures: () => failuresOfPlaywright(JSON.parse(readFileSync(`${REPORTS}/playwright.json`, 'utf8'))),
}

/** One after the other, and within each its lanes side by side: tests of the database and of processes mostly wait. */
const STAGES = [
  [['format:check', 'lint', 'floors'].map(gate), ['types', 'dead'].map(gate)],
  [[vitest('unit')]],
  [[vitest('browser')], [vitest('db')], [vitest('process')]],
  [[playwright]],
]

// A test that did not run is not a passed one: it counts as failed.
function countVitest({ numPassedTests, numTotalTests, numFailedTestSuites }) {
  const failed = numTotalTests - numPassedTests
  return { passed: numPassedTests, failed: failed || Math.min(numFailedTestSuites, 1) }
}

function countPlaywright({ stats, errors }) {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped + errors.length }
}

function failuresOfVitest({ testResults }) {
  return testResults.flatMap(({ name, message, assertionResults }) => {
    const failed = assertionResults.filter(({ status }) => status !== 'passed')
    if (failed.length === 0) return message ? [`${name}\n${message}`] : []
    return failed.map(({ fullName, failureMessages }) => [name, fullName, ...failureMessages].join('\n'))
  })
}

function failuresOfPlaywright({ suites, errors }) {
  const specs = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specs)]
  const messages = (spec) => spec.tests.flatMap(({ results }) => results.flatMap((result) => result.errors))
  const failed = suites.flatMap(specs).filter(({ ok }) => !ok)
  return [
    ...errors.map(({ message }) => message),
    ...failed.map((spec) =>
      [spec.file, spec.title, ...messages(spec).map(({ message }) => message)].join('\n'),
    ),
  ]
}

function browserPath() {
  try {
    return JSON.parse(readFileSync(inProject('.cache/browser.json'), 'utf8')).path
  } catch {
    return undefined // none was found: the tests that need one say so
  }
}

/** Steps of later lanes take what the first leaves: pages that keep a processor busy have deadlines. */
const LATER_PRIORITY = 10

/** Resolves with the exit code. What a step of a later lane says is said when it has ended: nobody reads two at once. */
function run({ program, args, env = {} }, { isLater }) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      stdio: ['ignore', ...(isLater ? ['pipe', 'pipe'] : ['inherit', 'inherit'])],
      env: {
        ...process.env,
        PATH: `${inProject('node_modules/.bin')}:${process.env.PATH}`,
        CHROMIUM_PATH: process.env.CHROMIUM_PATH || browserPath(),
        // Dozens of processes run the same modules: the first compiles them, the others read (lib/config/compile-cache.ts).
        NODE_COMPILE_CACHE: inProject('.cache/node'),
        ...env,
      },
    })
    if (isLater && child.pid !== undefined) setPriority(child.pid, LATER_PRIORITY)
    const said = []
    for (const output of [child.stdout, child.stderr]) output?.on('data', (chunk) => said.push(chunk))
    child.once('error', () => resolve(1))
    child.once('close', (code) => {
      process.stdout.write(Buffer.concat(said))
      resolve(code ?? 1)
    })
  })
}

/** What a step adds to the sum; one that failed without a single failed test still counts as one failure. */
function outcome(step, code) {
  if (!step.count) return { passed: 0, failed: code === 0 ? 0 : 1, failures: [] }
  try {
    const { passed, failed } = step.count()
    return { passed, failed: failed || (code === 0 ? 0 : 1), failures: step.failures() }
  } catch {
    return { passed: 0, failed: 1, failures: [] } // no report: the step did not get to its tests
  }
}

rmSync(REPORTS, { recursive: true, force: true })
mkdirSync(REPORTS, { recursive: true })
const startedAt = performance.now()
const rows = []
const runLane = async (steps, at) => {
  for (const step of steps) {
    const since = performance.now()
    const code = await run(step, { isLater: at > 0 })
    rows.push({ name: step.name, seconds: (performance.now() - since) / 1000, ...outcome(step, code) })
  }
}
for (const lanes of STAGES) await Promise.all(lanes.map(runLane))

const sum = (key) => rows.reduce((total, row) => total + row[key], 0)
const line = ({ name, seconds, passed, failed }) =>
  `${name.padEnd(16)} ${seconds.toFixed(1).padStart(6)} s  ${String(passed).padStart(5)} passed ${String(failed).padStart(3)} failed`
// Told once more at the end: thousands of lines may stand between a failure and the reader.
for (const { name, failures } of rows)
  for (const failure of failures) console.log(`\nfailed in ${name}: ${failure.slice(0, 4_000)}`)
console.log(`\n${rows.map(line).join('\n')}`)
const seconds = (performance.now() - startedAt) / 1000
console.log(`in all           ${seconds.toFixed(1).padStart(6)} s`)
console.log(`${sum('passed')} passed, ${sum('failed')} failed`)
process.exitCode = sum('failed') === 0 ? 0 : 1
