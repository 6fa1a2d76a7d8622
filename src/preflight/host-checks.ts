import type { Cluster, Host } from '../cluster/cluster.ts'
import { cgroup1RefusedFrom } from '../kubernetes/versions/compatibility.ts'
import { judgeKernel } from '../kubernetes/versions/compatible.ts'
import type { Finding } from '../facts/finding.ts'
import type { HostCheckName } from '../config/schema/check-names.ts'
import type { HostWithFacts } from '../facts/host-with-facts.ts'
import { flannelInterface } from './flannel-check.ts'
import { hasAddress } from '../kubernetes/advertise-address.ts'
import { enterpriseLinuxOf } from '../facts/systems.ts'
import { runtimeAt } from '../runtimes/runtime-at.ts'
import { runtimeOf } from '../runtimes/runtimes.ts'
import { compareVersions, minorNumber } from '../kubernetes/versions/compare.ts'

type HostCheck = (cluster: Cluster, one: HostWithFacts) => Finding | undefined

/** kubeadm's own minimum for a control plane. */
const MEMORY_MIB = 1700
const CPUS = 2

const unless = (holds: boolean, message: string, remedy: string): Finding | undefined =>
  holds ? undefined : { message, remedy }

/** Who tells kubeadm to ignore its own check of the same thing need not say it twice. */
function ignoredByKubeadm({ kubernetes }: Cluster, check: string): boolean {
  return kubernetes.ignorePreflightErrors.some((name) => ['all', check.toLowerCase()].includes(name.toLowerCase()))
}

/** kubelet is told to bear cgroup v1. */
function bearsCgroup1({ documents }: Cluster): boolean {
  return documents.some(({ kind, value }) => kind === 'KubeletConfiguration' && value['failCgroupV1'] === false)
}

/** The host is about to be rebooted into cgroup v2. */
function becomesCgroup2({ kernel }: Host): boolean {
  const hierarchy = kernel?.parameters['systemd.unified_cgroup_hierarchy']
  return ['1', 'yes', 'true', 'on'].includes(hierarchy ?? '')
}

/** Checks that look at one host alone, by name. */
export const hostChecks: Readonly<Record<HostCheckName, HostCheck>> = {
  root: (_, { facts }) =>
    unless(
      facts.uid === 0,
      `the program would run as user ${facts.uid}, not as root`,
      'Connect as root, or set ssh.become.method to sudo.',
    ),
  systemd: (_, { facts }) =>
    unless(facts.init === 'systemd', `process 1 is ${facts.init}, not systemd`, 'Use a host that boots with systemd.'),
  os: (_, { facts: { os, packageManager } }) =>
    unless(
      os.family !== 'other' && packageManager !== 'none',
      `${os.name} is neither Debian-like nor RHEL-like`,
      'Use Debian, Ubuntu, CentOS or another RHEL-like system.',
    ),
  'os-release': (_, { facts: { os } }) =>
    unless(
      os.family !== 'rhel' || enterpriseLinuxOf(os) > 0,
      `${os.name} reports version ${JSON.stringify(os.version)}, which is not known to match a release of Enterprise Linux`,
      'Use a system of the table in docs/runtimes.md; overridden, it is planned like release 9.',
    ),
  architecture: (_, { facts: { arch } }) =>
    unless(
      arch === 'amd64' || arch === 'arm64',
      `there are no packages for the architecture ${arch}`,
      'Use a host with amd64 or arm64.',
    ),
  memory: (cluster, { host, facts: { memoryMiB } }) =>
    unless(
      host.role === 'worker' || memoryMiB >= MEMORY_MIB || ignoredByKubeadm(cluster, 'Mem'),
      `${memoryMiB} MiB of memory; a control plane needs ${MEMORY_MIB}`,
      'Give control planes more memory, or put Mem into ignorePreflightErrors.',
    ),
  cpu: (cluster, { host, facts: { cpus } }) =>
    unless(
      host.role === 'worker' || cpus >= CPUS || ignoredByKubeadm(cluster, 'NumCPU'),
      `${cpus} CPU; a control plane needs ${CPUS}`,
      'Give control planes more CPUs, or put NumCPU into ignorePreflightErrors.',
    ),
  kernel: (cluster, { facts: { kernel } }) => {
    const found = judgeKernel(kernel, cluster.kubernetes.minor)
    return unless(
      found?.level !== 'refused' || ignoredByKubeadm(cluster, 'SystemVerification'),
      found?.message ?? '',
      'Use a newer kernel or another Kubernetes version, or put SystemVerification into ignorePreflightErrors.',
    )
  },
  'cgroup-version': (cluster, { host, facts: { cgroup } }) =>
    unless(
      cgroup === 2 ||
        compareVersions(cluster.kubernetes.minor, cgroup1RefusedFrom.minor) < 0 ||
        bearsCgroup1(cluster) ||
        becomesCgroup2(host),
      `cgroup v1; kubelet refuses that from ${cgroup1RefusedFrom.minor} on`,
      'Set kernel.parameters to { systemd.unified_cgroup_hierarchy: 1 } and reboot to allowed in spec, or add a KubeletConfiguration with failCgroupV1: false and put SystemVerification into ignorePreflightErrors.',
    ),
  runtime: (cluster, { facts }) => {
    const { state, criSocket, migrating } = facts.kubernetes
    if (migrating)
      return {
        message: 'a change of its container runtime was cut off here',
        remedy: 'Run the same nodeprep migrate-runtime again, or with --rollback.',
      }
    // Before 1.24 a kubelet that is pointed at nothing works with Docker.
    const present = criSocket === '' && minorNumber(cluster.kubernetes.minor) < 24 ? 'docker' : criSocket
    if (state === 'none' || present === '') return undefined
    const { title } = runtimeAt(present)
    const wanted = runtimeOf(cluster).names
    return unless(
      title === wanted.title,
      `this node runs its pods by ${title}, and cluster.yaml says ${wanted.title}`,
      `Move it: nodeprep migrate-runtime cluster.yaml --to ${cluster.runtime.kind}.`,
    )
  },
  'flannel-interface': flannelInterface,
  // kubelet does not run with an address that no interface has.
  'node-ip': (_, { host: { nodeIP = '' }, facts }) => {
    const missing = nodeIP.split(',').filter((address) => address !== '' && !hasAddress(facts, address))
    return unless(
      missing.length === 0 || facts.addresses.length === 0,
      `no interface has ${missing.join(' or ')} of nodeIP; the host has ${facts.addresses.map(({ address }) => address).join(', ')}`,
      "Set nodeIP to one of the host's addresses, or leave it out.",
    )
  },
}
