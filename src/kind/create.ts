import { NodeprepError } from '../errors.ts'
import type { BuilderName } from './builders.ts'
import type { KindImage } from './image.ts'
import { checkLimits } from './limits.ts'
import { ask, watch, type Surroundings } from './programs.ts'

/**
 * Makes a cluster of the image by kind, and waits for kube-proxy in it. Rejects with `preflight` when the machine or the
 * lack of kind stands against it, with `step-failed` when kind or kube-proxy fails.
 */
export async function createCluster(
  around: Surroundings,
  provider: BuilderName,
  image: KindImage,
  config: string,
): Promise<void> {
  // Whoever has chosen kind's provider keeps it.
  const chosen = { ...around.env, KIND_EXPERIMENTAL_PROVIDER: around.env['KIND_EXPERIMENTAL_PROVIDER'] ?? provider }
  const inside = { ...around, env: chosen }
  const { missing } = await ask(inside, 'kind', ['version'])
  if (missing)
    throw new NodeprepError('preflight', 'kind is not installed', {
      remedy: `Install kind, or elsewhere: kind create cluster --config ${config}`,
    })
  await checkLimits(around, provider, image)
  const { ok } = await watch(inside, 'kind', ['create', 'cluster', '--config', config])
  if (!ok)
    throw new NodeprepError('step-failed', `kind could not create the cluster ${image.name}`, {
      remedy: `What kind printed above says why. With --retain it keeps the nodes: kind create cluster --retain --config ${config}`,
    })
  await waitForProxy(around, provider, image)
}

/** kind does not look at kube-proxy, and without it no Service answers. */
async function waitForProxy(around: Surroundings, provider: BuilderName, { name }: KindImage): Promise<void> {
  const node = `${name}-control-plane`
  const wait = ['rollout', 'status', 'daemonset/kube-proxy', '--timeout=3m']
  const kubectl = ['kubectl', '--kubeconfig=/etc/kubernetes/admin.conf', '--namespace=kube-system']
  const { ok } = await watch(around, provider, ['exec', node, ...kubectl, ...wait])
  if (ok) return
  throw new NodeprepError('step-failed', `the cluster ${name} is there, but kube-proxy does not run in it`, {
    remedy: `Why: ${provider} exec ${node} ${kubectl.slice(0, 2).join(' ')} -n kube-system describe pods -l k8s-app=kube-proxy. Remove it: kind delete cluster --name ${name}`,
  })
}
