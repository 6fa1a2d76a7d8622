import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { useLab } from '../fixture.ts'
import { clientRegistry, registryFiles, registryLog, secureRegistry } from '../registry.ts'

const lab = useLab({ hosts: [{ name: 'node', kind: 'debian12' }], artifacts: true })
const nginx = 'docker.io/library/nginx:latest'
const account = { username: secureRegistry.username, password: secureRegistry.password }

async function run(command: string, input = ''): Promise<{ code: number; said: string }> {
  const { code, stdout, stderr } = await lab().exec('node', command, input)
  return { code, said: stdout + stderr }
}

const write = (path: string, text: string) => run(`mkdir -p "$(dirname ${path})" && cat >${path}`, text)
const pull = (image: string, options = '') => run(`crictl pull ${options} ${image}`)

/** Pulls anew, from the place that the configuration says now. */
async function pullAnew(image: string, options = '') {
  await run(`crictl rmi ${image}`)
  return pull(image, options)
}

const folder = 'http://mirror.lab/repositories/devel:/kubic:/libcontainers:/stable'
const sources = `deb [trusted=yes] ${folder}/Debian_12/ /
deb [trusted=yes] ${folder}:/cri-o:/1.20/Debian_12/ /
deb [trusted=yes] http://mirror.lab/kubernetes/apt kubernetes-xenial main
`

const crioConf = `[crio.image]
pause_image = "registry.lab:5000/google_containers/pause:3.2"
global_auth_file = "/etc/crio/auth.json"
[crio.runtime.runtimes.crun]
runtime_path = "/usr/bin/crun"
runtime_root = "/run/crun"
[crio.runtime.runtimes.kata]
runtime_path = "/usr/bin/containerd-shim-kata-v2"
runtime_type = "vm"
`

/** Mirrors of docker.io, and what other names stand for. */
const registries = (mirrors: string) => `[[registry]]
location = "registry.lab:5000"
insecure = true
[[registry]]
location = "docker.io"
${mirrors}
[[registry]]
prefix = "*.quay.example"
blocked = true
[[registry]]
prefix = "k8s.example/group"
location = "registry.lab:5000/google_containers"
insecure = true
`
const mirror = (host: string, more = '') => `[[registry.mirror]]\nlocation = "${host}"\n${more}`
const authFile = (password: string) =>
  JSON.stringify({
    auths: { [secureRegistry.host]: { auth: Buffer.from(`${account.username}:${password}`).toString('base64') } },
  })

async function reload(mirrors: string): Promise<void> {
  await write('/etc/containers/registries.conf.d/20-test.conf', registries(mirrors))
  expect(await run('systemctl reload crio')).toEqual({ code: 0, said: '' })
}

beforeAll(async () => {
  await write('/etc/apt/sources.list.d/lab.list', sources)
  const packages = 'cri-o cri-o-runc cri-tools crun containerd'
  const installed = await run(
    `apt-get -q update && apt-get -qy install ${packages} && systemctl disable --now containerd`,
  )
  expect(installed.code, installed.said).toBe(0)
  await write('/etc/crictl.yaml', 'runtime-endpoint: unix:///var/run/crio/crio.sock\n')
  await run('ln -s /bin/true /usr/bin/containerd-shim-kata-v2')
  await write('/etc/crio/crio.conf.d/20-test.conf', crioConf)
  await write('/etc/containers/registries.conf.d/20-test.conf', registries(mirror(secureRegistry.host)))
  expect(await run('systemctl start crio')).toEqual({ code: 0, said: '' })
})

it('the stand-in for CRI-O says that it is CRI-O to crictl, which finds it without being told', async () => {
  expect((await run('crictl --config /no version')).said).toContain('RuntimeName:  cri-o\nRuntimeVersion:  1.20.9\n')
  expect((await run('crictl info')).said).toContain('"type": "RuntimeReady"')
})

describe('a pull through a mirror with TLS and an account', () => {
  it('fails while the authority of its certificate is not known', async () => {
    const { code, said } = await pull(nginx)
    expect([code, said]).toEqual([1, expect.stringContaining('x509: certificate signed by unknown authority')])
  })

  it('fails without an account, and with a wrong password', async () => {
    const ca = await readFile(registryFiles(lab().id).ca, 'utf8')
    await write(`/etc/containers/certs.d/${secureRegistry.host}/ca.crt`, ca)
    const refused = [1, expect.stringContaining('library/nginx: unauthorized: authentication required')]
    expect(Object.values(await pull(nginx))).toEqual(refused)
    await write('/etc/crio/auth.json', authFile('wrong'))
    expect(Object.values(await pull(nginx))).toEqual(refused)
  })

  it('comes from there with the account of global_auth_file, under its own name', async () => {
    await write('/etc/crio/auth.json', authFile(account.password))
    expect((await pull(nginx)).said).toMatch(/^Image is up to date for sha256:/)
    expect((await run('crictl images')).said).toMatch(/^docker.io\/library\/nginx +latest /m)
    const { address } = lab().host('node')
    const asked = await registryLog(lab().id, 'secure-registry')
    const answered = asked.filter(({ from, status }) => from === address && status === 200).map(({ path }) => path)
    expect(answered).toContain('/v2/library/nginx/manifests/latest')
    expect(answered.filter((path) => path.startsWith('/v2/library/nginx/blobs/sha256:')).length).toBeGreaterThan(1)
  })

  it('does not show it the account that came with the pull, which is for the registry itself', async () => {
    const options = `--creds ${account.username}:${account.password}`
    await write('/etc/crio/auth.json', authFile('wrong'))
    expect((await pullAnew(nginx, options)).code).toBe(1)
    expect((await pull(`${secureRegistry.host}/library/nginx:latest`, options)).code).toBe(0)
  })
})

it('a mirror that wants a certificate is shown the one beside its authority, which must have its key', async () => {
  const at = `/etc/containers/certs.d/${clientRegistry.host}`
  const { ca, clientCert, clientKey } = registryFiles(lab().id)
  await reload(mirror(clientRegistry.host))
  await write(`${at}/ca.crt`, await readFile(ca, 'utf8'))
  expect((await pullAnew(nginx)).said).toContain('bad certificate')
  await write(`${at}/client.cert`, await readFile(clientCert, 'utf8'))
  expect((await pull(nginx)).said).toContain('missing key client.key for client certificate client.cert')
  await write(`${at}/client.key`, await readFile(clientKey, 'utf8'))
  expect((await pull(nginx)).code).toBe(0)
})

it('a mirror for digests alone is not asked for a tag', async () => {
  await write('/etc/crio/auth.json', authFile(account.password))
  await reload(mirror(secureRegistry.host, 'pull-from-mirror = "digest-only"'))
  const inspected = await run(`crictl inspecti ${nginx}`)
  const digest = /docker.io\/library\/nginx@sha256:[0-9a-f]{64}/.exec(inspected.said)?.[0] ?? ''
  const before = await registryLog(lab().id, 'secure-registry')
  expect((await pullAnew(nginx)).code).toBe(1)
  expect(await registryLog(lab().id, 'secure-registry')).toEqual(before)
  expect((await pull(digest)).said).toMatch(/^Image is up to date/)
})

it('a blocked registry is not asked, and a prefix stands for another place', async () => {
  expect((await pull('a.quay.example/x:1')).said).toContain('registry *.quay.example is blocked in')
  expect((await pull('k8s.example/group/pause:3.2')).code).toBe(0)
  expect((await pull('k8s.example/grouped/pause:3.2')).code).toBe(1)
  expect((await pull('registry.lab:5000/library/none')).said).toContain('manifest unknown')
})

describe('a handler', () => {
  const pod = (handler: string) => ({
    metadata: { name: handler, namespace: 'default', uid: handler },
    linux: { cgroup_parent: 'system.slice', security_context: { namespace_options: { network: 2 } } },
  })
  const start = async (handler: string, asked = handler) => {
    await write('/root/pod.json', JSON.stringify(pod(handler)))
    return run(`crictl runp -r '${asked}' /root/pod.json`)
  }

  it.each([
    ['crun', 'crun'],
    ['runc', ''],
  ])('runs by its own program: %s', async (handler, asked) => {
    const { code, said } = await start(handler, asked)
    expect(code, said).toBe(0)
    expect((await run(`ls /run/${handler}/k8s.io`)).said).toBe(said)
    expect((await run(`crictl rmp ${said.trim()}`)).said).toContain('is running, please stop it first')
    expect((await run('crictl rmp -f -a && crictl pods -q')).said).toBe(`Removed sandbox ${said}`)
  })

  it('without a table is refused, and one that the stand-in cannot run', async () => {
    expect((await start('nope')).said).toContain(
      'failed to find runtime handler nope from runtime list [crun kata runc]',
    )
    expect((await start('kata')).said).toContain("can't run handler kata")
  })
})

it('the stand-in for crictl speaks to containerd as well', async () => {
  await run('systemctl start containerd')
  const endpoint = '--runtime-endpoint unix:///run/containerd/containerd.sock'
  expect((await run(`crictl ${endpoint} version`)).said).toContain('RuntimeName:  containerd\n')
  const { config } = JSON.parse((await run(`crictl ${endpoint} info`)).said) as { config: unknown }
  expect(config).toMatchObject({ cni: { confDir: '/etc/cni/net.d' }, containerd: { runtimes: { runc: {} } } })
  expect((await run(`crictl ${endpoint} pods -q && crictl ${endpoint} images -q`)).said).toBe('')
})
