import { createHash } from 'node:crypto'
import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ensureArtifacts } from '../lab/artifacts/index.ts'
import { frozenDisks } from '../lab/frozen.ts'
import { createLab, type HostSpec, type Lab } from '../lab/lab.ts'
import { clusterFolder } from './cluster-file.ts'
import { nodeprep } from './nodeprep.ts'

const root = join(import.meta.dirname, '../..')

/** Digest of everything that decides what nodeprep does to a host. */
async function nodeprepDigest(): Promise<string> {
  const hash = createHash('sha256')
  for (const folder of ['dist', 'playbooks', 'templates'])
    for (const name of (await readdir(join(root, folder), { recursive: true })).sort()) {
      const path = join(root, folder, name)
      if ((await stat(path)).isFile()) hash.update(name).update(await readFile(path))
    }
  return hash.digest('hex')
}

/**
 * A lab whose hosts are the Ready nodes of a cluster, and the folder of its cluster.yaml (see {@link clusterFolder}). The cluster
 * is made by nodeprep from bare hosts once for each state of nodeprep; after that the hosts boot from disks that were kept.
 */
export async function readyCluster(
  id: string,
  hosts: readonly HostSpec[],
  edit = (text: string) => text,
): Promise<{ readonly lab: Lab; readonly cwd: string }> {
  const artifacts = await ensureArtifacts()
  const names = hosts.map(({ name }) => name)
  const folder = async (lab: Lab) => clusterFolder(lab, names, edit)
  const example = await readFile(join(root, 'docs/examples/quickstart/cluster.yaml'), 'utf8')
  const key = [await nodeprepDigest(), artifacts.www, artifacts.registry, JSON.stringify(hosts), edit(example)]
  const disks = await frozenDisks(key, async () => {
    const lab = await createLab({ id: `${id}-made`, hosts, artifacts })
    const cwd = await folder(lab)
    const { exitCode, stdout } = await nodeprep(lab, ['apply', 'cluster.yaml'], { cwd })
    await rm(cwd, { recursive: true })
    if (exitCode !== 0) throw new Error(`no cluster could be made to start from: ${stdout}`)
    return lab
  })
  const lab = await createLab({ id, hosts: hosts.map((host) => ({ ...host, from: disks.get(host.name) })), artifacts })
  await allReady(lab, names)
  return { lab, cwd: await folder(lab) }
}

/** Waits until every node has reported since the hosts were booted, and is Ready, with all pods of the system running. */
async function allReady(lab: Lab, names: readonly string[]): Promise<void> {
  const since = new Date(Date.now() - 1000).toISOString().slice(0, 19)
  const look = `export KUBECONFIG=/etc/kubernetes/admin.conf
    kubectl get nodes -o 'jsonpath={range .items[*]}{.metadata.name} {.status.conditions[?(@.type=="Ready")].status} {.status.conditions[?(@.type=="Ready")].lastHeartbeatTime}{"\\n"}{end}' &&
    kubectl -n kube-system get pods -o 'jsonpath={range .items[*]}{.metadata.name} {.status.conditions[?(@.type=="Ready")].status} {.status.conditions[?(@.type=="Ready")].status}{"\\n"}{end}'`
  for (let i = 0; i < 300; i += 1) {
    const { code, stdout } = await lab.exec('cp1', look)
    const lines = stdout.trim().split('\n')
    const nodes = lines.filter((line) => names.includes(line.split(' ')[0] ?? ''))
    const fresh = nodes.every((line) => (line.split(' ')[2] ?? '') > since)
    const ready = lines.every((line) => line.split(' ')[1] === 'True')
    if (code === 0 && nodes.length === names.length && fresh && ready) return
    await new Promise((resolve) => setTimeout(resolve, 1000))
  }
  throw new Error(`lab ${lab.id}: the nodes of the cluster did not become Ready again`)
}
