import { faultsCount, fuzzCount, mutantsCount, vitestCount, whole } from './count.ts'
import type { Stage } from './stage.ts'

const npm = (script: string, ...args: readonly string[]): readonly string[] => [
  'npm',
  'run',
  '--silent',
  script,
  '--',
  ...args,
]

/** A matrix in parts that take some minutes each, so that little is lost when one is cut off. */
function faults(playbook: 'node' | 'cluster', count: number, ...more: readonly string[]): readonly Stage[] {
  return Array.from({ length: count }, (_, i) => ({
    name: `faults-${playbook}/${i + 1}`,
    what: `part ${i + 1} of ${count} of the fault matrix, ${playbook}`,
    command: (json) => npm('faults', '--playbook', playbook, '--shard', `${i + 1}/${count}`, ...more, '--json', json),
    count: faultsCount,
  }))
}

/** In the order in which they are run. */
export const stages: readonly Stage[] = [
  { name: 'fuzz', what: '20,000 mutated inputs', command: () => npm('fuzz', '--runs', '20000'), count: fuzzCount },
  {
    name: 'mutants',
    what: '40 small wrong changes of each folder, which unit tests have to notice',
    command: (json) => npm('mutants', '--count', '40', '--seed', '1', '--json', json),
    count: mutantsCount,
  },
  { name: 'canaries', what: 'secrets on a control plane and a worker', command: () => npm('canaries'), count: whole },
  {
    name: 'canaries-two-control-planes',
    what: 'secrets where a second control plane joins',
    command: () => npm('canaries', '--two-control-planes'),
    count: whole,
  },
  {
    name: 'lab',
    what: 'all tests with hosts; their packages and images are built first, from Debian’s',
    fromNothing: true,
    command: (json) => [
      'npx',
      'vitest',
      'run',
      '--project',
      'lab',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${json}`,
    ],
    count: vitestCount,
  },
  ...faults('node', 16, '--jobs', '2'),
  ...faults('cluster', 16),
  {
    name: 'bench-scale',
    what: 'one run over 10, 100 and 1,000 hosts; needs an idle machine',
    optional: true,
    command: () => npm('bench:scale'),
    count: whole,
  },
]
