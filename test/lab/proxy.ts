import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hostsFile } from './disk.ts'
import { network } from './network.ts'
import { until } from './processes.ts'
import { registryPorts } from './registry.ts'
import type { Lab } from './running-lab.ts'
import { listens, startService } from './services.ts'
import { labPaths, readState } from './state.ts'
import { aptInstall, exists } from './tools.ts'

/** An HTTP proxy at the gateway, for its account alone; tinyproxy takes letters, digits, "-", "." and "_" in its name and password. */
export const proxy = { port: 3128, url: `http://${network.gateway}:3128`, username: 'lab' } as const

/** Starts it. It finds the lab's names as hosts do, in a file of its own. */
export async function startProxy(lab: Lab, password: string): Promise<void> {
  const state = await readState(lab.id)
  if (state === undefined) throw new Error(`there is no lab ${lab.id}`)
  if (!(await exists('/usr/bin/tinyproxy'))) await aptInstall(['tinyproxy-bin'])
  const { dir } = labPaths(lab.id)
  const [config, hosts] = [join(dir, 'proxy.conf'), join(dir, 'proxy.hosts')]
  await writeFile(hosts, hostsFile(state))
  const lines = [
    `Port ${proxy.port}`,
    `Listen ${network.gateway}`,
    'Timeout 600',
    'MaxClients 100',
    'LogLevel Connect',
    `BasicAuth ${proxy.username} ${password}`,
  ]
  await writeFile(config, `${lines.join('\n')}\n`, { mode: 0o600 })
  const command = 'mount --bind "$1" /etc/hosts && exec tinyproxy -d -c "$2"'
  await startService(state, 'proxy', ['unshare', '--mount', 'sh', '-c', command, 'sh', hosts, config])
  await until("the lab's proxy to listen", 30, () => listens(lab.id, proxy.port))
}

/** URLs that the proxy was asked for, in order; of https the host and port. */
export async function proxied(lab: Lab): Promise<readonly string[]> {
  const log = await readFile(join(labPaths(lab.id).dir, 'proxy.log'), 'utf8')
  return [...log.matchAll(/Request \(file descriptor \d+\): [A-Z]+ (\S+) HTTP/g)].map(([, url = '']) => url)
}

/** Leaves a host no way to the lab's mirror and registries but the proxy. */
export async function cutOff(lab: Lab, host: string): Promise<void> {
  for (const port of [80, ...Object.values(registryPorts)]) {
    const rule = `ip rule add to ${network.gateway} ipproto tcp dport ${port} prohibit`
    const { code, stderr } = await lab.exec(host, rule)
    if (code !== 0) throw new Error(`${rule}: ${stderr}`)
  }
  const open = await lab.exec(host, `timeout 5 bash -c ': </dev/tcp/${network.gateway}/80'`)
  if (open.code === 0) throw new Error(`${host} still reaches port 80`)
}
