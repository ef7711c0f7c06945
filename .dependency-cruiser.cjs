// The floors of docs/ARCHITECTURE.md as rules: imports run down, never up, never sideways, never in a circle.
const floors = [
  ['lib/kernel', 'lib/i18n'],
  ['lib/contract', 'lib/config', 'lib/net', 'lib/blobs', 'lib/pictures'],
  ['lib/db', 'lib/archive', 'lib/extract', 'lib/transfer', 'lib/capture', 'components'],
  ['lib/queue', 'lib/auth', 'lib/search', 'lib/events', 'lib/replay'],
  ['lib/runtime', 'lib/tagging'],
  ['lib/usecases', 'lib/pipeline', 'lib/upkeep'],
  ['lib/api', 'cli', 'worker'],
  ['app'],
]

// The one neighbour that is known: every error code has its words, so the words know the codes.
const beneath = { 'lib/i18n': ['^lib/kernel/'] }

const anyOf = (rooms) => `^(${rooms.join('|')})/`
const product = '^(app|components|lib|worker|cli)/'
// Tests may use any floor; what the product ships may not.
const tests = '[.]test[.]tsx?$'

const floorRules = floors.flatMap((rooms, floor) => {
  const above = floors.slice(floor + 1).flat()
  const upward = above.length
    ? [
        {
          name: `floor-${floor + 1}-imports-down`,
          comment: 'A file imports from its own room or from a lower floor.',
          severity: 'error',
          from: { path: anyOf(rooms), pathNot: tests },
          to: { path: anyOf(above) },
        },
      ]
    : []
  const sideways = rooms.map((room) => ({
    name: `${room}-knows-no-neighbour`,
    comment:
      'Two rooms of one floor do not know each other: what they share goes down, what joins them goes up.',
    severity: 'error',
    from: { path: `^${room}/`, pathNot: tests },
    to: { path: anyOf(rooms), pathNot: [`^${room}/`, ...(beneath[room] ?? [])] },
  }))
  return [...upward, ...(rooms.length > 1 ? sideways : [])]
})

module.exports = {
  forbidden: [
    ...floorRules,
    {
      name: 'no-circles',
      severity: 'error',
      from: { path: product, pathNot: '^lib/db/generated/' },
      to: { circular: true },
    },
    {
      name: 'environment-only-in-config',
      comment: 'The linter refuses `process.env`; this closes the other way to the same object.',
      severity: 'error',
      from: { path: product, pathNot: ['^lib/config/', '^lib/db/generated/', tests] },
      to: { path: '^(node:)?process$' },
    },
    {
      name: 'react-only-in-the-web-front',
      severity: 'error',
      from: { path: product, pathNot: '^(app|components)/' },
      to: { path: '(^|node_modules/)(next|react|react-dom)(/|$)' },
    },
    {
      name: 'no-fonts-from-the-network',
      comment: 'next/font/google fetches while it builds: without a network the build fails.',
      severity: 'error',
      from: { path: product },
      to: { path: '(^|/)next/font/google' },
    },
    {
      name: 'prisma-client-only-in-db',
      severity: 'error',
      from: { path: product, pathNot: ['^lib/db/', tests] },
      to: { path: '(^lib/db/generated/|node_modules/(@prisma|prisma)/)' },
    },
    {
      name: 'browser-driver-only-in-capture',
      severity: 'error',
      from: { path: product, pathNot: ['^lib/capture/', tests] },
      to: { path: 'node_modules/(playwright|playwright-core|@playwright)/' },
    },
    {
      name: 'capture-only-from-the-worker',
      comment:
        'The web and the API run without a browser: capture and pipeline are reached from worker/ and from cli/ only.',
      severity: 'error',
      from: { path: '^(app|lib/api|lib/usecases|components)/', pathNot: tests },
      to: { path: '^lib/(capture|pipeline)/', reachable: true },
    },
    {
      name: 'product-imports-no-tests',
      severity: 'error',
      from: { path: product, pathNot: tests },
      to: { path: '^(test|e2e|bench)/' },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      from: { path: product },
      to: { couldNotResolve: true, pathNot: '^bun:' },
    },
  ],
  options: {
    // TypeScript 7 has no compiler API in JavaScript: with any other parser no .ts file would be seen at all. This one
    // counts type-only imports; `import('x').T` in a type is refused by the linter, since it would go unseen.
    parser: 'swc',
    doNotFollow: { path: 'node_modules|^lib/db/generated/' },
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}
