import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Lab } from '../lab/lab.ts'

const example = join(import.meta.dirname, '../../docs/examples/quickstart/cluster.yaml')

/** A folder with the quickstart's cluster.yaml for the hosts that the lab has now; cp* are control planes. */
export async function clusterFolder(
  lab: Lab,
  hosts: readonly string[],
  edit = (text: string) => text,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'nodeprep-e2e-'))
  await writeCluster(lab, folder, hosts, edit)
  return folder
}

/** Writes cluster.yaml again, for other hosts. */
export async function writeCluster(
  lab: Lab,
  folder: string,
  hosts: readonly string[],
  edit = (text: string) => text,
): Promise<void> {
  const lines = hosts.map((name) => {
    const role = name.startsWith('cp') ? 'control-plane' : 'worker'
    return `    - { name: ${name}, address: ${lab.host(name).address}, role: ${role} }`
  })
  const { identityFile, knownHostsFile } = lab.ssh
  const text = (await readFile(example, 'utf8'))
    .replace(/( {2}hosts:\n)(?: {4}.*\n)+/, `$1${lines.join('\n')}\n`)
    .replace(
      / {2}ssh: .*\n/,
      `  ssh: { user: root, identityFile: ${identityFile}, knownHostsFile: ${knownHostsFile} }\n`,
    )
    .replace('../../../test/lab/', join(import.meta.dirname, '../lab/'))
  await writeFile(join(folder, 'cluster.yaml'), edit(text))
}
