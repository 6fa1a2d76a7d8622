import type { HostKind } from '../../lab/tree/recipes.ts'

/** A step that is applied on a host of the bed, and what of a host it works with. */
export interface FaultStep {
  readonly id: string
  /** Where the middle of its apply is: between a file's temporary name and its own, or at half of its time. */
  readonly middle: 'rename' | 'half-time'
  /** Whether it asks the mirror for something, and whether it needs the package manager's lock. */
  readonly fetches?: boolean
  readonly installs?: boolean
  /** How long it takes undisturbed, in milliseconds, about. */
  readonly duration: number
}

const writes = (id: string, duration = 40): FaultStep => ({ id, middle: 'rename', duration })
const lasts = (id: string, duration: number): FaultStep => ({ id, middle: 'half-time', duration })
const installs = (id: string, duration: number): FaultStep => ({
  ...lasts(id, duration),
  fetches: true,
  installs: true,
})
const repository = (id: string, fetches: boolean): FaultStep => ({ ...writes(id), fetches })

function stepsOf(kind: HostKind): readonly FaultStep[] {
  const rpm = kind === 'centos'
  return [
    writes('overlay'),
    writes('br-netfilter'),
    writes('forwarding'),
    writes('swap-off'),
    ...(rpm ? [writes('selinux')] : []),
    repository('cri-o-repository', !rpm),
    repository('cri-o-libs-repository', !rpm),
    installs('cri-o-packages', 2000),
    writes('cri-o-bridge'),
    writes('cri-o-config'),
    writes('registries'),
    lasts('crio', 500),
    writes('crictl-config'),
    repository('kubernetes-repository', !rpm),
    installs('kubernetes-tools', 1000),
    installs('kubernetes-packages', 4300),
    writes('kubelet-cgroup-args'),
    lasts('kubelet', 400),
  ]
}

/** The steps that node, runtime and kubernetes apply on a fresh host of a kind, in their order; the reference run proves it. */
export const nodeSteps: Readonly<Record<'debian12' | 'centos', readonly FaultStep[]>> = {
  debian12: stepsOf('debian12'),
  centos: stepsOf('centos'),
}
