import { noLiveFacts } from '../../../src/facts/live/live.ts'
import type { Facts } from '../../../src/facts/facts.ts'
import type { HostPlan } from '../../../src/plan/plan.ts'
import { compile } from '../../../src/program/compile.ts'
import { stepKinds } from '../../../src/steps/index.ts'
import { notJoined } from '../../kubernetes/fixtures.ts'

const common = {
  arch: 'amd64',
  kernel: '6.1.0-28-amd64',
  init: 'systemd',
  cgroup: 2,
  cpus: 2,
  memoryMiB: 4096,
  hostname: 'host',
  machineId: '0123456789abcdef0123456789abcdef',
  productUuid: '',
  address: '10.0.0.1',
  address6: '',
  addresses: [],
  swap: false,
  kubernetes: notJoined,
  containerd: { format: 0 },
  files: { '/etc/containerd/config.toml': '' },
  live: noLiveFacts,
  uid: 0,
  clockOffset: 0,
  clockError: 0,
  made: [],
} as const

const el = (id: string, version: string, packageManager: Facts['packageManager']): Facts => ({
  ...common,
  os: { id, family: 'rhel', version, codename: '', name: `${id} ${version}` },
  packageManager,
  selinux: 'enforcing',
})

/** One host for every package manager. */
export const hosts = {
  debian12: {
    ...common,
    os: { id: 'debian', family: 'debian', version: '12', codename: 'bookworm', name: 'Debian GNU/Linux 12 (bookworm)' },
    packageManager: 'apt',
    selinux: 'absent',
  },
  centos7: el('centos', '7', 'yum'),
  rocky9: el('rocky', '9', 'dnf'),
  fedora42: el('fedora', '42', 'dnf5'),
} as const satisfies Record<string, Facts>

export interface StepFixture {
  readonly kind: string
  readonly params: unknown
  readonly id?: string
  readonly owes?: readonly string[]
  readonly provides?: readonly string[]
}

export function kindOf(name: string) {
  const kind = stepKinds.get(name)
  if (!kind) throw new Error(`no step kind ${name}`)
  return kind
}

export function planOf(steps: readonly StepFixture[], facts: Facts): HostPlan {
  return {
    host: 'host',
    role: 'worker',
    facts,
    steps: steps.map((step, i) => {
      const kind = kindOf(step.kind)
      const params = kind.params.parse(step.params)
      const id = step.id ?? `${step.kind}-${i + 1}`
      const source = { file: 'test.yaml', line: 1 }
      const lists = { owes: step.owes ?? [], awaits: [], provides: step.provides ?? [] }
      return {
        id,
        kind: step.kind,
        title: kind.title(params),
        params,
        sensitive: false,
        ...lists,
        skipped: false,
        source,
      }
    }),
  }
}

let runs = 0

/** The program of these steps, as a host would get it. */
export function programOf(steps: readonly StepFixture[], facts: Facts, mode: 'apply' | 'check'): string {
  runs += 1
  return compile(planOf(steps, facts), { mode, nonce: 'nonce', run: `run-${runs}`, who: 'a test' })
}

/** What became of each step: `changed`, `ok`, `would`, `denied`, `failed`, in order. */
export function outcomes(output: string): readonly string[] {
  return [...output.matchAll(/^\x1enonce (ok|changed|would|denied|failed|blocked) \d+/gm)].map(
    (match) => match[1] ?? '',
  )
}
