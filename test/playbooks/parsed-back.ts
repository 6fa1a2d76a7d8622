import { loadAll } from 'js-yaml'
import { parse } from 'smol-toml'
import { expect } from 'vitest'
import type { Cluster } from '../../src/cluster/cluster.ts'
import { registries } from '../../src/runtimes/cri-o/registries-conf.ts'
import type { PlannedStep } from '../../src/plan/plan.ts'
import { repository } from '../../src/steps/repository.ts'
import type { WantedRepository } from '../../src/packages/package-manager.ts'
import { factsOf, type System } from '../kubernetes/fixtures.ts'
import { planFor } from './plans.ts'

/** The steps of a cluster's first host, as it is planned while nothing was done to it. */
export function stepsOf(cluster: Cluster, system: System): readonly PlannedStep[] {
  const hosts = cluster.hosts.map((host) => ({ host, facts: factsOf(system, { hostname: host.name }) }))
  return (planFor(cluster, system, hosts).hosts[0]?.steps ?? []).filter(({ skipped }) => !skipped)
}

export function contentOf(steps: readonly PlannedStep[], ending: string): string {
  const found = steps.map(({ params }) => params as { path?: string; content?: string })
  return found.find(({ path, content }) => content !== undefined && path?.endsWith(ending))?.content ?? 'not there'
}

/** kubeadm's documents, CRI-O's configuration and its registries hold what the cluster says, and nothing else. */
export function expectParsedBack(cluster: Cluster, pause: string): void {
  const steps = stepsOf(cluster, 'debian-12')
  const { name, kubernetes } = cluster
  const documents = loadAll(contentOf(steps, '/kubeadm-init.yaml')) as Record<string, unknown>[]
  const [init, clusterConfiguration, ...rest] = documents
  expect(rest).toEqual([
    { apiVersion: 'kubelet.config.k8s.io/v1beta1', kind: 'KubeletConfiguration', cgroupDriver: 'systemd' },
  ])
  expect(init).toEqual({
    apiVersion: 'kubeadm.k8s.io/v1beta4',
    kind: 'InitConfiguration',
    localAPIEndpoint: { advertiseAddress: cluster.hosts[0]?.address },
    nodeRegistration: {
      name: cluster.hosts[0]?.name,
      criSocket: 'unix:///var/run/crio/crio.sock',
      ...(kubernetes.ignorePreflightErrors.length > 0 && { ignorePreflightErrors: kubernetes.ignorePreflightErrors }),
    },
  })
  const { controlPlaneEndpoint, certSANs, podSubnet, serviceSubnet, dnsDomain } = kubernetes
  expect(clusterConfiguration).toEqual({
    apiVersion: 'kubeadm.k8s.io/v1beta4',
    kind: 'ClusterConfiguration',
    clusterName: name,
    kubernetesVersion: `v${kubernetes.version}`,
    ...(controlPlaneEndpoint !== undefined && { controlPlaneEndpoint }),
    ...(cluster.mirror.images.kubernetes !== undefined && { imageRepository: cluster.mirror.images.kubernetes }),
    ...(certSANs.length > 0 && { apiServer: { certSANs } }),
    networking: { podSubnet, serviceSubnet, dnsDomain },
  })
  expect(parse(contentOf(steps, '/crio.conf.d/20-nodeprep.conf'))).toEqual({
    crio: {
      image: { pause_image: pause },
      runtime: { cgroup_manager: 'systemd', conmon_cgroup: 'system.slice' },
      network: { plugin_dirs: ['/opt/cni/bin'] },
    },
  })
  const wanted = registries(cluster).map(({ prefix, location, insecure, mirrors }) => ({
    ...{ prefix, ...(location !== '' && { location }), ...(insecure && { insecure }) },
    ...(mirrors.length > 0 && {
      mirror: mirrors.map((one) => ({ location: one.location, ...(one.insecure && { insecure: true }) })),
    }),
  }))
  const text = contentOf(steps, '/registries.conf.d/20-nodeprep.conf')
  expect(parse(text)).toEqual(wanted.length > 0 ? { registry: wanted } : {})
}

/** Every repository, with the file that it becomes, line by line; comments say nothing to its reader. */
export function repositoriesOf(
  cluster: Cluster,
  system: System,
): readonly { step: WantedRepository; lines: string[] }[] {
  return stepsOf(cluster, system)
    .filter(({ kind }) => kind === 'repository')
    .map(({ params }) => {
      const step = repository.params.parse(params)
      const text = repository.content?.(step, factsOf(system)) ?? ''
      return { step, lines: text.split('\n').filter((line) => line !== '' && !line.startsWith('#')) }
    })
}
