import type { Bed } from './plant.ts'
import { type Canary } from './canary.ts'

/** The secrets that were made during the run, as the control plane knows them. */
export async function minted({ lab, hosts, canaries }: Bed): Promise<readonly Canary[]> {
  const known = new Set(canaries.map(({ value }) => value))
  const { stdout: list } = await lab.exec('cp1', 'kubeadm token list')
  const tokens = list.match(/^[a-z0-9]{6}\.[a-z0-9]{16}/gm) ?? []
  const made = tokens.filter((token) => !known.has(token))
  if (made.length === 0) throw new Error(`no join token was made:\n${list}`)
  const keys: string[] = []
  for (const host of hosts) {
    const { stdout } = await lab.exec(host, 'cat /root/.lab-kubeadm 2>/dev/null')
    keys.push(...(stdout.match(/^[0-9a-f]{64}$/gm) ?? []))
  }
  const { stdout: config } = await lab.exec('cp1', 'cat /etc/kubernetes/admin.conf')
  const [, data = ''] = /client-key-data: (\S+)/.exec(config) ?? []
  // Lines of the key itself: as it is, and in base64 as kubeconfig has it.
  const [, , line = ''] = Buffer.from(data, 'base64').toString().split('\n')
  if (line.length < 60) throw new Error('the kubeconfig has no client key')
  return [
    ...made.map((value) => ({ name: 'join token (made)', value })),
    ...keys.map((value) => ({ name: 'certificate key (made)', value })),
    { name: 'kubeconfig', value: line },
  ]
}
