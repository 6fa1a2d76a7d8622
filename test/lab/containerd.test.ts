import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { useLab } from './fixture.ts'
import { clientRegistry, registryFiles, registryLog, secureRegistry } from './registry.ts'

const lab = useLab({ hosts: [{ name: 'node', kind: 'debian13' }], artifacts: true })
const image = `${secureRegistry.host}/library/nginx:latest`
const account = `${secureRegistry.username}:${secureRegistry.password}`

it('a host has runc and crun when the packages of Debian are installed, and no longer when they are gone', async () => {
  const look = 'ls /usr/sbin/runc /usr/bin/crun 2>/dev/null'
  expect((await lab().exec('node', look)).stdout).toBe('')
  const install = await lab().exec('node', 'apt-get update && apt-get install -y containerd runc crun')
  expect(install.code, install.stderr).toBe(0)
  expect((await lab().exec('node', look)).stdout).toBe('/usr/bin/crun\n/usr/sbin/runc\n')
  expect((await lab().exec('node', 'dpkg --verify containerd runc crun')).stdout).toBe('')
  expect((await lab().exec('node', 'dpkg --remove crun; ls /usr/bin/crun')).stdout).not.toContain('/usr/bin/crun')
  expect((await lab().exec('node', 'apt-get install -y crun && crun --version')).code).toBe(0)
})

it('the registry with TLS wants its authority known and its account, and notes who asked for what', async () => {
  const exec = (command: string, input = '') => lab().exec('node', command, input)
  expect((await exec(`ctr images pull --user ${account} ${image}`)).stderr).toMatch(
    /x509: certificate signed by unknown/,
  )
  await exec('cat >/root/ca.crt', await readFile(registryFiles(lab().id).ca, 'utf8'))
  expect((await exec(`ctr images pull --tlscacert /root/ca.crt ${image}`)).stderr).toMatch(/no basic auth credentials/)
  const pulled = await exec(`ctr images pull --tlscacert /root/ca.crt --user ${account} ${image}`)
  expect(pulled.code, pulled.stderr).toBe(0)
  const { address } = lab().host('node')
  const asked = (status: number) => ({
    from: address,
    method: 'HEAD',
    path: '/v2/library/nginx/manifests/latest',
    status,
  })
  const log = await registryLog(lab().id, 'secure-registry')
  expect(log).toContainEqual(asked(401))
  expect(log).toContainEqual(asked(200))
  expect(await registryLog(lab().id, 'registry')).toEqual([])
})

it('the third registry wants a certificate by the same authority to be shown', async () => {
  const name = `${clientRegistry.host}/library/nginx:latest`
  const exec = (command: string, input = '') => lab().exec('node', command, input)
  expect((await exec(`ctr images pull --tlscacert /root/ca.crt ${name}`)).stderr).toMatch(
    /tls: (bad certificate|certificate required)/,
  )
  const { clientCert, clientKey } = registryFiles(lab().id)
  await exec('cat >/root/client.crt', await readFile(clientCert, 'utf8'))
  await exec('cat >/root/client.key', await readFile(clientKey, 'utf8'))
  const options = '--tlscacert /root/ca.crt --tlscert /root/client.crt --tlskey /root/client.key'
  const pulled = await exec(`ctr images pull ${options} ${name}`)
  expect(pulled.code, pulled.stderr).toBe(0)
})

it.each(['/usr/sbin/runc', '/usr/bin/crun'])(
  'a privileged container runs by %s, and a program is started in it',
  async (binary) => {
    const options = `--privileged --runc-binary ${binary} --runc-systemd-cgroup --cgroup system.slice:lab:one`
    const run = await lab().exec('node', `ctr run -d ${options} ${image} one`)
    expect(run.code, run.stderr).toBe(0)
    expect((await lab().exec('node', 'ctr task exec --exec-id two one nginx -v')).stderr).toContain('nginx version')
    await lab().exec('node', 'ctr task kill -s 9 one; sleep 1; ctr task delete one; ctr container delete one')
  },
)
