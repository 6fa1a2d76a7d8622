/** Files of one folder, and the tests that are to notice when they are wrong. */
export interface Area {
  readonly name: string
  readonly files: readonly string[]
  /** Folders or files below which tests look at these files, if no import says so. */
  readonly tests: readonly string[]
}

const source = (name: string, ...more: readonly string[]): Area => ({
  name: `src/${name}`,
  files: [`src/${name}/**/*.ts`, `src/${name}/**/*.sh`],
  tests: [`test/${name}/`, ...more],
})

/** The only place that knows where code and its tests are. */
export const areas: readonly Area[] = [
  source('plan'),
  source('runner'),
  source('program', 'test/steps/', 'test/runner/'),
  source('transport'),
  source('steps'),
  { name: 'playbooks', files: ['playbooks/**/*.yaml', 'playbooks/**/*.sh'], tests: ['test/playbooks/'] },
  {
    name: 'templates',
    files: ['templates/**/*.hbs'],
    tests: ['test/playbooks/', 'test/commands/', 'test/kubernetes/'],
  },
  source('yaml'),
  source('validation', 'test/config/'),
  source('notation', 'test/config/'),
  source('config', 'test/kubernetes/'),
  source('toml'),
  source('packages', 'test/playbooks/'),
  source('registries', 'test/playbooks/'),
  source('runtimes', 'test/playbooks/', 'test/facts/'),
  source('kubernetes', 'test/playbooks/'),
  source('preflight'),
  source('bound-plan'),
  source('playbook'),
  source('report'),
  source('facts', 'test/runner/'),
  source('operation', 'test/playbooks/'),
  source('commands'),
  source('kind', 'test/commands/'),
  source('shell'),
]

/** Tests that start the bundle do so by this module: what they run is imported by nobody. */
export const bundleStarter = { module: 'test/commands/cli.ts', runs: 'src/cli.ts' } as const

/** Tests of other projects, which need hosts, and of whole programs, which take minutes. */
export const leftOut = /^test\/(?:lab|e2e|faults\/[^/]+|fuzz|docs|mutants)\//

/** Tests that one change is shown to, the nearest first. */
export const MOST_TESTS = 10
