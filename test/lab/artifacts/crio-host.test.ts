import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { clientRegistry, registryFiles, registryLog, secureRegistry } from '../registry.ts'
import { mirror, useCrioHost } from './crio-host.ts'

const host = useCrioHost()
const nginx = 'docker.io/library/nginx:latest'
const { username, password } = secureRegistry

const authFile = (word: string) =>
  JSON.stringify({
    auths: { [secureRegistry.host]: { auth: Buffer.from(`${username}:${word}`).toString('base64') } },
  })

it('the stand-in for CRI-O says that it is CRI-O to crictl, which finds it without being told', async () => {
  expect((await host.run('crictl --config /no version')).said).toContain(
    'RuntimeName:  cri-o\nRuntimeVersion:  1.20.9\n',
  )
  expect((await host.run('crictl info')).said).toContain('"type": "RuntimeReady"')
})

describe('a pull through a mirror with TLS and an account', () => {
  it('fails while the authority of its certificate is not known', async () => {
    const { code, said } = await host.pull(nginx)
    expect([code, said]).toEqual([1, expect.stringContaining('x509: certificate signed by unknown authority')])
  })

  it('fails without an account, and with a wrong password', async () => {
    const ca = await readFile(registryFiles(host.lab().id).ca, 'utf8')
    await host.write(`/etc/containers/certs.d/${secureRegistry.host}/ca.crt`, ca)
    const refused = [1, expect.stringContaining('library/nginx: unauthorized: authentication required')]
    expect(Object.values(await host.pull(nginx))).toEqual(refused)
    await host.write('/etc/crio/auth.json', authFile('wrong'))
    expect(Object.values(await host.pull(nginx))).toEqual(refused)
  })

  it('comes from there with the account of global_auth_file, under its own name', async () => {
    await host.write('/etc/crio/auth.json', authFile(password))
    expect((await host.pull(nginx)).said).toMatch(/^Image is up to date for sha256:/)
    expect((await host.run('crictl images')).said).toMatch(/^docker.io\/library\/nginx +latest /m)
    const { address } = host.lab().host('node')
    const asked = await registryLog(host.lab().id, 'secure-registry')
    const answered = asked.filter(({ from, status }) => from === address && status === 200).map(({ path }) => path)
    expect(answered).toContain('/v2/library/nginx/manifests/latest')
    expect(answered.filter((path) => path.startsWith('/v2/library/nginx/blobs/sha256:')).length).toBeGreaterThan(1)
  })

  it('does not show it the account that came with the pull, which is for the registry itself', async () => {
    const options = `--creds ${username}:${password}`
    await host.write('/etc/crio/auth.json', authFile('wrong'))
    expect((await host.pullAnew(nginx, options)).code).toBe(1)
    expect((await host.pull(`${secureRegistry.host}/library/nginx:latest`, options)).code).toBe(0)
  })
})

it('a mirror that wants a certificate is shown the one beside its authority, which must have its key', async () => {
  const at = `/etc/containers/certs.d/${clientRegistry.host}`
  const { ca, clientCert, clientKey } = registryFiles(host.lab().id)
  await host.setMirrors(mirror(clientRegistry.host))
  await host.write(`${at}/ca.crt`, await readFile(ca, 'utf8'))
  expect((await host.pullAnew(nginx)).said).toContain('bad certificate')
  await host.write(`${at}/client.cert`, await readFile(clientCert, 'utf8'))
  expect((await host.pull(nginx)).said).toContain('missing key client.key for client certificate client.cert')
  await host.write(`${at}/client.key`, await readFile(clientKey, 'utf8'))
  expect((await host.pull(nginx)).code).toBe(0)
})

it('a mirror for digests alone is not asked for a tag', async () => {
  await host.write('/etc/crio/auth.json', authFile(password))
  await host.setMirrors(mirror(secureRegistry.host, 'pull-from-mirror = "digest-only"'))
  const inspected = await host.run(`crictl inspecti ${nginx}`)
  const digest = /docker.io\/library\/nginx@sha256:[0-9a-f]{64}/.exec(inspected.said)?.[0] ?? ''
  const before = await registryLog(host.lab().id, 'secure-registry')
  expect((await host.pullAnew(nginx)).code).toBe(1)
  expect(await registryLog(host.lab().id, 'secure-registry')).toEqual(before)
  expect((await host.pull(digest)).said).toMatch(/^Image is up to date/)
})

it('a blocked registry is not asked, and a prefix stands for another place', async () => {
  expect((await host.pull('blocked.example/x:1')).said).toContain('registry blocked.example is blocked in')
  expect((await host.pull('k8s.example/group/pause:3.2')).code).toBe(0)
  expect((await host.pull('k8s.example/grouped/pause:3.2')).code).toBe(1)
  expect((await host.pull('registry.lab:5000/library/none')).said).toContain('manifest unknown')
})

describe('a handler', () => {
  const pod = (handler: string) => ({
    metadata: { name: handler, namespace: 'default', uid: handler },
    linux: { cgroup_parent: 'system.slice', security_context: { namespace_options: { network: 2 } } },
  })
  const start = async (handler: string, asked = handler) => {
    await host.write('/root/pod.json', JSON.stringify(pod(handler)))
    return host.run(`crictl runp -r '${asked}' /root/pod.json`)
  }

  it.each([
    ['crun', 'crun'],
    ['runc', ''],
  ])('runs by its own program: %s', async (handler, asked) => {
    const { code, said } = await start(handler, asked)
    expect(code, said).toBe(0)
    expect((await host.run(`ls /run/${handler}/k8s.io`)).said).toBe(said)
    expect((await host.run(`crictl rmp ${said.trim()}`)).said).toContain('is running, please stop it first')
    expect((await host.run('crictl rmp -f -a && crictl pods -q')).said).toBe(`Removed sandbox ${said}`)
  })

  it('without a table is refused, and one that the stand-in cannot run', async () => {
    expect((await start('nope')).said).toContain(
      'failed to find runtime handler nope from runtime list [crun kata runc]',
    )
    expect((await start('kata')).said).toContain("can't run handler kata")
  })
})

it('the stand-in for crictl speaks to containerd as well', async () => {
  await host.run('systemctl start containerd')
  const endpoint = '--runtime-endpoint unix:///run/containerd/containerd.sock'
  expect((await host.run(`crictl ${endpoint} version`)).said).toContain('RuntimeName:  containerd\n')
  const { config } = JSON.parse((await host.run(`crictl ${endpoint} info`)).said) as { config: unknown }
  expect(config).toMatchObject({ cni: { confDir: '/etc/cni/net.d' }, containerd: { runtimes: { runc: {} } } })
  expect((await host.run(`crictl ${endpoint} pods -q && crictl ${endpoint} images -q`)).said).toBe('')
})
