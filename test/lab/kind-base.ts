import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { packLayer, writeLayout, type Layer } from './artifacts/images/oci.ts'
import { hostFiles } from './artifacts/index.ts'
import type { Lab } from './lab.ts'
import { network } from './network.ts'
import { run } from './run.ts'

/** What programs need to build images with buildah on this machine, without a daemon and without mounts of their own. */
export interface Buildah {
  readonly folder: string
  readonly env: Readonly<Record<string, string>>
  /** Runs buildah inside the lab's network. */
  readonly run: (...args: string[]) => Promise<string>
}

/** Gives a store of images of its own; whoever is done with it removes the folder. */
export async function makeBuildah({ netns }: Lab): Promise<Buildah> {
  const folder = await mkdtemp('/var/tmp/nodeprep-buildah-')
  const write = (name: string, text: string, mode = 0o644) => writeFile(join(folder, name), text, { mode })
  const [graph, state] = [join(folder, 'graph'), join(folder, 'run')]
  await write('storage.conf', `[storage]\ndriver = "vfs"\ngraphroot = "${graph}"\nrunroot = "${state}"\n`)
  await write('hosts', `127.0.0.1 localhost\n${network.gateway} mirror.lab\n`)
  await write('containers.conf', `[containers]\nbase_hosts_file = "${join(folder, 'hosts')}"\n`)
  // A docker or podman of this machine would keep its images elsewhere.
  await mkdir(join(folder, 'bin'))
  for (const name of ['docker', 'podman'])
    await write(join('bin', name), '#!/bin/sh\necho "no daemon here" >&2\nexit 1\n', 0o755)
  const env = {
    BUILDAH_ISOLATION: 'chroot',
    CONTAINERS_STORAGE_CONF: join(folder, 'storage.conf'),
    CONTAINERS_CONF: join(folder, 'containers.conf'),
    PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
  }
  const words = Object.entries(env).map(([name, value]) => `${name}=${value}`)
  const inLab = async (...args: string[]) =>
    (await run('env', [...words, 'nsenter', `--net=${netns}`, 'buildah', ...args])).trim()
  return { folder, env, run: inLab }
}

/** What the stand-in has of kubeadm's images: kubeadm's own names, and those of the lab's registry behind the slash. */
export const baseImages = ['kube-proxy:v1.20.2', 'pause:3.2', 'coredns:1.7.0'].map((name) => `k8s.gcr.io/${name}`)

/**
 * Builds what stands in for kindest/node:v1.20.2: Debian 12, its containerd
 * with some of kubeadm's images in its store, kubeadm and kubelet, and files as kind has them.
 */
export async function buildBase(lab: Lab, tree: string, { run: buildah, folder }: Buildah): Promise<void> {
  const container = await buildah('from', 'scratch')
  await buildah('add', '-q', container, tree, '/')
  const files = join(folder, 'files')
  for (const { path, content } of await hostFiles('debian12')) {
    await mkdir(dirname(join(files, path)), { recursive: true })
    await writeFile(join(files, path), content)
  }
  await buildah('add', '-q', container, files, '/')
  const images = join(folder, 'images')
  await mkdir(images)
  for (const name of baseImages) {
    const short = basename(name)
    const from = `docker://${network.gateway}:5000/google_containers/${short}`
    const copy = ['copy', '-q', '--insecure-policy', '--src-tls-verify=false', from]
    const to = `docker-archive:${join(images, short.replace(':', '_'))}.tar:${name}`
    await run('nsenter', [`--net=${lab.netns}`, 'skopeo', ...copy, to])
  }
  await archiveRemoving(images)
  await buildah('run', '-v', `${images}:/images:ro`, container, '--', 'sh', '-euc', install)
  await buildah('commit', '-q', '--rm', container, 'localhost/kind-node:v1.20.2')
  await rm(images, { recursive: true })
}

/** An image whose upper layer removes a file of the lower one. */
export const removingImage = 'k8s.gcr.io/removing:1'

async function archiveRemoving(images: string): Promise<void> {
  const work = join(images, 'removing')
  const layers: Layer[] = []
  for (const name of ['file', '.wh.file']) {
    await mkdir(join(work, name), { recursive: true })
    await writeFile(join(work, name, name), '')
    layers.push(await packLayer(join(work, name), join(work, `${name}.tar.gz`)))
  }
  await writeLayout(join(work, 'layout'), layers, {})
  const to = `docker-archive:${join(images, 'removing.tar')}:${removingImage}`
  await run('skopeo', ['copy', '-q', '--insecure-policy', `oci:${join(work, 'layout')}`, to])
}

/** What kind's own builds do, with the lab's packages. */
const install = `
export DEBIAN_FRONTEND=noninteractive
curl -fsS -o /usr/share/keyrings/lab-kubernetes.asc http://mirror.lab/kubernetes/apt/doc/apt-key.gpg
echo 'deb [signed-by=/usr/share/keyrings/lab-kubernetes.asc] http://mirror.lab/kubernetes/apt/ kubernetes-xenial main' \\
  >/etc/apt/sources.list.d/kubernetes.list
apt-get -q update
apt-get -q -y install --no-install-recommends containerd iptables \\
  kubeadm=1.20.2-00 kubelet=1.20.2-00 kubectl=1.20.2-00 cri-tools kubernetes-cni
mkdir -p /kind /etc/systemd/system/kubelet.service.d /etc/containers
printf v1.20.2 >/kind/version
echo 'runtime-endpoint: unix:///run/containerd/containerd.sock' >/etc/crictl.yaml
echo 'KUBELET_EXTRA_ARGS=--runtime-cgroups=/system.slice/containerd.service' >/etc/default/kubelet
printf '[Unit]\\nConditionPathExists=/var/lib/kubelet/config.yaml\\n' >/etc/systemd/system/kubelet.service.d/11-kind.conf
echo '{ "default": [{ "type": "insecureAcceptAnything" }], "transports": {} }' >/etc/containers/policy.json
systemctl enable containerd kubelet
containerd >/dev/null 2>&1 &
until ctr version >/dev/null 2>&1; do sleep 0.2; done
for image in /images/*.tar; do
  ctr -n k8s.io images import --label=io.cri-containerd.pinned=pinned --all-platforms --no-unpack --digests "$image"
done
kill $!
wait
`
