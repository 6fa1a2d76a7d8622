import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { cli, nodeprep } from './cli.ts'
import { clusterYaml, eachInFolder } from './folder.ts'
import { docker, makeDoubles } from './kind-doubles.ts'

const folder = eachInFolder()
const noDaemon = 'echo "Cannot connect to the Docker daemon" >&2; exit 1'
const base = ['--base', 'kindest/node:v1.36.1']

function run(programs: Readonly<Record<string, string>>, ...args: string[]) {
  const { env, calls } = makeDoubles(folder.path, programs)
  return cli(['kind-image', ...args], folder.path, env).then((result) => ({ ...result, calls: calls() }))
}

test('files are written and nothing is built unless it is asked for; the limits are said', async () => {
  folder.write('c.yaml', clusterYaml)
  const { exitCode, stdout, stderr, calls } = await run({ docker: docker() }, 'c.yaml', '--output-dir', 'out')
  expect({ exitCode, stderr, calls }).toEqual({ exitCode: 0, stderr: '', calls: [] })
  expect(readFileSync(join(folder.path, 'out/Dockerfile'), 'utf8')).toContain('\nFROM docker.io/kindest/node:v1.31.2\n')
  expect(readFileSync(join(folder.path, 'out/kind.yaml'), 'utf8')).toContain('\nname: "demo"\n')
  expect(existsSync(join(folder.path, 'out/node/install.sh'))).toBe(true)
  for (const said of [
    /note: Privileged containers, kube-proxy among them/,
    /note: kind load puts images into containerd/,
  ])
    expect(stdout).toMatch(said)
  expect(stdout).not.toContain('cgroup version 2')
  expect((await run({}, ...base)).stdout).toContain('Kubernetes 1.36 runs only on a machine with cgroup version 2')
})

test('a folder that cannot be written to is an error with the file', async () => {
  folder.write('out', '')
  const { exitCode, stderr } = await run({}, ...base, '--output-dir', 'out')
  expect(exitCode).toBe(2)
  expect(stderr).toMatch(/^error: out\/Dockerfile cannot be written: /)
})

test('without a program that builds images the reason of each is said, and what to do', async () => {
  const { exitCode, stderr } = await run({ docker: noDaemon }, ...base, '--build')
  expect({ exitCode, stderr }).toEqual({
    exitCode: 1,
    stderr: `error: no builder of images works here (docker: Cannot connect to the Docker daemon; podman: not installed; buildah: not installed)
  Install docker, podman or buildah. Or where there is one: docker build -t localhost/kind-cri-o:v1.36.1 kind-image
`,
  })
})

test.each([
  [{ docker: '', podman: '', buildah: '' }, 'docker build -t localhost/kind-cri-o:v1.36.1 kind-image'],
  [
    { docker: noDaemon, podman: '', buildah: '' },
    'podman build --cap-add=CAP_MKNOD -t localhost/kind-cri-o:v1.36.1 kind-image',
  ],
  [{ buildah: '' }, 'buildah build --cap-add=CAP_MKNOD -t localhost/kind-cri-o:v1.36.1 kind-image'],
])('of %j the first that works builds', async (programs, call) => {
  const { exitCode, stdout, calls } = await run(programs, ...base, '--build')
  expect(exitCode).toBe(0)
  expect(calls.at(-1)).toBe(call)
  expect(stdout).toContain('\nMake a cluster of it: kind create cluster --config kind-image/kind.yaml\n')
})

test("a build's own reason becomes the error, wherever the builder puts it in a line", async () => {
  const fails = `case $* in build*) echo "#7 0.153 kind-image: moved a"; echo "#7 0.2 kind-image: the base has no containerd" >&2; exit 1 ;; esac`
  const { exitCode, stderr } = await run({ docker: fails }, ...base, '--build')
  expect(exitCode).toBe(1)
  expect(stderr).toContain(
    'error: docker could not build localhost/kind-cri-o:v1.36.1: the base has no containerd\n  The image is built over docker.io/kindest/node:v1.36.1;',
  )
  const { stderr: other } = await run(
    { docker: 'case $* in build*) echo pull access denied >&2; exit 1 ;; esac' },
    ...base,
    '--build',
  )
  expect(other).toMatch(/^pull access denied\nerror: docker could not build .*\n {2}What docker printed above says why/)
})

test('a cluster is made after the machine was asked about the limits, and kube-proxy is waited for', async () => {
  const { exitCode, stdout, calls } = await run({ docker: docker(), kind: '' }, ...base, '--create')
  expect(exitCode).toBe(0)
  const look = '--entrypoint cat localhost/kind-cri-o:v1.36.1 /proc/self/status /proc/sys/kernel/cap_last_cap'
  expect(calls.slice(1)).toEqual([
    'kind version',
    'docker info --format {{.CgroupVersion}}',
    `docker run --rm --privileged --network=none ${look}`,
    'kind create cluster --config kind-image/kind.yaml',
    'docker exec kind-control-plane kubectl --kubeconfig=/etc/kubernetes/admin.conf --namespace=kube-system rollout status daemonset/kube-proxy --timeout=3m',
  ])
  expect(stdout).toContain('The cluster kind is there: kubectl --context kind-kind get nodes -o wide\n')
})

const proxyFails = docker().replace('esac', 'exec*) exit 1 ;;\nesac')
test.each([
  ['kind', { docker: docker() }, 'kind is not installed'],
  ['docker and podman', { docker: noDaemon, buildah: '', kind: '' }, 'no builder of images works here (docker: Cannot'],
  [
    'cgroup version 2',
    { docker: docker(undefined, 1), kind: '' },
    'Kubernetes 1.36 needs cgroup version 2, and docker runs on 1',
  ],
  ['a capability', { docker: docker('000001fffeffffff'), kind: '' }, 'docker gives it no CAP_SYS_RESOURCE'],
  [
    'the image',
    { docker: docker().replace('run*)', 'run*) echo no such image >&2; exit 125; '), kind: '' },
    'docker cannot start localhost/kind-cri-o:v1.36.1: no such image',
  ],
  [
    "kind's success",
    { docker: docker(), kind: 'case $* in create*) exit 1 ;; esac' },
    'kind could not create the cluster kind',
  ],
  ['kube-proxy', { docker: proxyFails, kind: '' }, 'the cluster kind is there, but kube-proxy does not run in it'],
])('without %s there is no cluster, and the reason is said', async (_, programs: Record<string, string>, message) => {
  const { exitCode, stderr } = await run(programs, ...base, '--create')
  expect(exitCode).toBe(1)
  expect(stderr).toContain(message)
  expect(stderr).toMatch(/^ {2}\S/m)
})

test('the builder is told which program it is for, and no password', async () => {
  folder.write(
    'c.yaml',
    clusterYaml.replace('ssh: { user: root, port: 1 }', 'ssh: { user: me, become: { password: { env: SUDO_WORD } } }'),
  )
  const { env } = makeDoubles(folder.path, {
    podman: `env >${folder.path}/seen`,
    kind: `env >${folder.path}/seen-by-kind`,
  })
  await cli(['kind-image', 'c.yaml', '--build', '--create'], folder.path, { ...env, SUDO_WORD: 'hunter2' })
  expect(readFileSync(join(folder.path, 'seen'), 'utf8')).not.toContain('hunter2')
  const seen = readFileSync(join(folder.path, 'seen-by-kind'), 'utf8')
  expect(seen).toContain('KIND_EXPERIMENTAL_PROVIDER=podman\n')
  expect(seen).not.toContain('hunter2')
})

test('Ctrl-C ends the builder, with 130', async () => {
  const { env } = makeDoubles(folder.path, { docker: `case $* in build*) echo at work; exec sleep 100 ;; esac` })
  const [program, ...first] = nodeprep
  const child = execa(program, [...first, 'kind-image', ...base, '--build'], { cwd: folder.path, env, reject: false })
  // Once: a second signal ends nodeprep at once, and what it says of the first has the same words.
  child.stderr.on('data', (chunk: Buffer) => {
    if (chunk.includes('at work\n') && !child.killed) child.kill('SIGINT')
  })
  const { exitCode, stderr } = await child
  expect(exitCode).toBe(130)
  expect(stderr).toContain('interrupted while docker was at work')
})
