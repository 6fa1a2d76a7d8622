// What may import what in src/: npx depcruise --output-type err-long src

/** Folders from the lowest to the highest. A file imports its own folder and what comes before it here, types included. */
const layers = [
  'shell',
  'notation',
  'yaml',
  'validation',
  'transport',
  'kubernetes/versions',
  'cluster',
  'facts',
  'toml',
  'packages',
  'registries',
  'runtimes',
  'config',
  'kubernetes',
  'report',
  'preflight',
  'rolling',
  'steps',
  'playbook',
  'plan',
  'operation',
  'program',
  'bound-plan',
  'runner',
  'status',
  'kind',
  'commands',
  'cli',
]

/** The same for folders within one of these; the files beside them may stand anywhere between. */
const innerLayers = [
  ['config/schema', 'config/checks'],
  ['playbook/templates', 'playbook/loading'],
  ['report/secrets', 'report/terminal'],
  ['runner/session', 'runner/host'],
  [
    'transport/target',
    'transport/host-keys',
    'transport/keys',
    'transport/node-ssh',
    'transport/openssh',
    'transport/trust',
  ],
]

/** What every file may import, and what starts the program, which no file may. */
const BASE = '^src/(errors|assets)[.]ts$'
const STARTS = '^src/(cli|start)[.]ts$'

/** Files of a folder, but not those of a folder in it that is a layer of its own. */
function filesOf(layer) {
  const inner = layers.filter((other) => other.startsWith(`${layer}/`)).map((other) => other.slice(layer.length + 1))
  return `^src/${layer}/${inner.length > 0 ? `(?!(${inner.join('|')})/)` : ''}`
}

function onlyDownwards(order) {
  return order.slice(0, -1).map((layer, i) => ({
    name: `${layer}-imports-only-downwards`,
    comment: `src/${layer} may not import ${order.slice(i + 1).join(', ')}: move what both need to where both may import it, or change the order of layers in .dependency-cruiser.js.`,
    severity: 'error',
    from: { path: filesOf(layer) },
    to: { path: order.slice(i + 1).map(filesOf) },
  }))
}

const known = [...layers.map(filesOf), BASE, STARTS]

export default {
  forbidden: [
    {
      name: 'no-cycle',
      comment: 'These files import each other: move what both need to a file that both may import.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    ...[layers, ...innerLayers].flatMap(onlyDownwards),
    {
      name: 'runtimes-know-nothing-of-each-other',
      comment: 'What is said of one runtime is in its folder; what is common to them is beside these folders.',
      severity: 'error',
      from: { path: '^src/runtimes/([^/]+)/' },
      to: { path: '^src/runtimes/', pathNot: ['^src/runtimes/$1/', '^src/runtimes/[^/]+$'] },
    },
    {
      name: 'runtimes-by-their-interface',
      comment: 'Look the runtime up in src/runtimes/runtimes.ts, and put what is missing there into the interface.',
      severity: 'error',
      // A node image of kind with CRI-O is about one alone.
      from: { path: '^src/', pathNot: ['^src/runtimes/', '^src/kind/'] },
      to: { path: '^src/runtimes/[^/]+/' },
    },
    {
      name: 'package-managers-by-their-interface',
      comment:
        'Look the package manager up in src/packages/package-managers.ts, and put what is missing there into the interface.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/packages/([^/]+/|package-managers[.]ts$)' },
      to: { path: '^src/packages/[^/]+/' },
    },
    {
      name: 'base-imports-nothing',
      comment: 'errors.ts and assets.ts are below all folders.',
      severity: 'error',
      from: { path: BASE },
      to: { path: '^src/', pathNot: BASE },
    },
    {
      name: 'starts-are-not-imported',
      comment: 'cli.ts and start.ts start the program.',
      severity: 'error',
      from: { path: '^src/', pathNot: STARTS },
      to: { path: STARTS },
    },
    {
      name: 'src-imports-only-src',
      comment: 'The program must not need tests or scripts.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|scripts)/' },
    },
    {
      name: 'folder-has-its-layer',
      comment: 'This folder of src/ is not in .dependency-cruiser.js: put it among the layers.',
      severity: 'error',
      from: {},
      to: { path: '^src/', pathNot: known },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    // Imports of types count.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
  },
}
