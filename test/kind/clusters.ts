import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Cluster } from '../../src/cluster/cluster.ts'
import { loadCluster } from '../../src/config/load.ts'
import { kindImage, type ImageFlags, type KindImage } from '../../src/kind/image.ts'

/** A cluster with lines of its own in `spec`. */
export function clusterOf(
  spec: string,
  hosts = '    - { name: cp1, address: 10.0.0.1, role: control-plane }\n',
): Cluster {
  const folder = mkdtempSync(join(tmpdir(), 'nodeprep-kind-'))
  try {
    const file = join(folder, 'cluster.yaml')
    const head = 'apiVersion: nodeprep.dev/v1alpha1\nkind: Cluster\nmetadata: { name: demo }\nspec:\n'
    writeFileSync(file, `${head}${spec}  hosts:\n${hosts}`)
    return loadCluster(file)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

export const imageOf = (flags: Partial<ImageFlags>, cluster?: Cluster): KindImage =>
  kindImage(cluster, { stream: 'stable', ...flags })

const three = `    - { name: cp1, address: 10.0.0.1, role: control-plane }
    - { name: cp2, address: 10.0.0.2, role: control-plane }
    - { name: w1, address: 10.0.0.3, role: worker }
`

/** What images and clusters are rendered for, by the names of their golden files. */
export const cases: Readonly<Record<string, () => KindImage>> = {
  'base-alone': () => imageOf({ base: 'kindest/node:v1.34.2' }),
  prerelease: () =>
    imageOf({ base: 'kindest/node:v1.37.0@sha256:0123', stream: 'prerelease', tag: 'registry.example:5000/node:x' }),
  mirror: () =>
    imageOf(
      {},
      clusterOf(
        `  kubernetes: { version: 1.31.4, podSubnet: "10.10.0.0/16,fd00:10::/56", serviceSubnet: "10.20.0.0/16,fd00:20::/112", dnsDomain: lab.example, controlPlaneEndpoint: "cp.example:6443" }
  mirror: { preset: tuna }
  cni: none
`,
        three,
      ),
    ),
  'own-repository': () =>
    imageOf(
      { base: 'localhost/mine' },
      clusterOf(`  kubernetes: { version: 1.20.2, podSubnet: "fd00:10::/56", serviceSubnet: "fd00:20::/112" }
  mirror:
    packages:
      cri-o: { url: "http://mirror.example/my;crio/{minor}/{os}/{arch}/", suite: main, components: [a, b], key: http://mirror.example/key.gpg }
      cri-o-libs: { url: "http://mirror.example/libs/{os}/", gpgCheck: false }
`),
    ),
}
