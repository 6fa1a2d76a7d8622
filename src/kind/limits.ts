import { NodeprepError } from '../errors.ts'
import { minorNumber } from '../kubernetes/versions/compare.ts'
import type { BuilderName } from './builders.ts'
import { missingCapabilities } from './capabilities.ts'
import type { KindImage } from './image.ts'
import { ask, type Surroundings } from './programs.ts'

/** First minor whose kubelet refuses cgroup version 1 (KEP-4569). */
const CGROUP_V2 = 35

const needsCgroup2 = ({ minor }: KindImage) => minorNumber(minor) >= CGROUP_V2

/** What a user of the image has to know, a line each. kind itself supports no runtime but containerd. */
export function limits(image: KindImage): readonly string[] {
  return [
    'kind does not support runtimes other than containerd; nodes of this image run CRI-O all the same.',
    'Privileged containers, kube-proxy among them, are known to fail with «capset: Operation not permitted» (cri-o#9374),' +
      ' presumably where docker or podman keeps a capability of the kernel from a node. --create looks for that.',
    `kind load puts images into containerd's store, which nothing reads. Instead: docker save -o app.tar APP && docker cp` +
      ` app.tar NODE:/app.tar && docker exec NODE skopeo copy docker-archive:/app.tar containers-storage:docker.io/library/APP`,
    ...(needsCgroup2(image)
      ? [`Kubernetes ${image.minor} runs only on a machine with cgroup version 2. --create checks it.`]
      : []),
  ]
}

/** Asks the machine that will run the nodes about the limits. Rejects with `preflight` when a cluster can't work there. */
export async function checkLimits(around: Surroundings, provider: BuilderName, image: KindImage): Promise<void> {
  if (needsCgroup2(image)) await checkCgroups(around, provider, image)
  await checkCapabilities(around, provider, image)
}

async function checkCgroups(around: Surroundings, provider: BuilderName, { minor }: KindImage): Promise<void> {
  const field = provider === 'docker' ? '{{.CgroupVersion}}' : '{{.Host.CgroupsVersion}}'
  const { ok, stdout } = await ask(around, provider, ['info', '--format', field])
  const version = stdout.trim().replace(/^v/, '')
  if (!ok || version === '2') return
  throw new NodeprepError(
    'preflight',
    `Kubernetes ${minor} needs cgroup version 2, and ${provider} runs on ${version}`,
    {
      remedy:
        'Boot the machine with systemd.unified_cgroup_hierarchy=1, or use Kubernetes 1.34 or older: its kubelet takes version 1.',
    },
  )
}

/** A node of kind is a privileged container: what one of them lacks, CRI-O cannot give to a container inside. */
async function checkCapabilities(around: Surroundings, provider: BuilderName, { tag }: KindImage): Promise<void> {
  const look = ['--entrypoint', 'cat', tag, '/proc/self/status', '/proc/sys/kernel/cap_last_cap']
  const { ok, stdout, stderr } = await ask(around, provider, ['run', '--rm', '--privileged', '--network=none', ...look])
  if (!ok)
    throw new NodeprepError('preflight', `${provider} cannot start ${tag}: ${stderr.trim().split('\n').at(-1) ?? ''}`, {
      remedy: 'Build it first: nodeprep kind-image --build',
    })
  const missing = missingCapabilities(stdout)
  if (missing.length === 0) return
  throw new NodeprepError(
    'preflight',
    `privileged containers would not start in a node, kube-proxy among them: ${provider} gives it no ${missing.join(', ')}`,
    {
      remedy: `Run ${provider} where it has all capabilities itself, and in a version that knows those of this kernel.`,
    },
  )
}
