import { MigrationHost } from './migration-host.ts'
import type { Shell } from './scripts.ts'

/** systemd with units whose state is files. A kubelet that starts makes a pod by the runtime it is pointed at. */
export const systemctl = `echo "systemctl $*" >>"$ROOT/calls"
case $1 in
cat) [ -e "$ROOT/units/$2" ] ;;
is-active) [ -e "$ROOT/active/$3" ] ;;
is-enabled) for unit; do :; done; if [ -e "$ROOT/enabled/$unit" ]; then [ "$2" = -q ] || echo enabled; else [ "$2" = -q ] || echo disabled; exit 1; fi ;;
daemon-reload) ;;
show) if [ -e "$ROOT/active/$4" ]; then echo ActiveState=active; else echo ActiveState=inactive; fi ;;
stop) rm -f "$ROOT/active/$2" ;;
start) : >"$ROOT/active/$2" ;;
disable) rm -f "$ROOT/active/$3" "$ROOT/enabled/$3" ;;
enable) : >"$ROOT/active/$3"; : >"$ROOT/enabled/$3" ;;
*) exit 99 ;;
esac`

/** A runtime that is down answers nobody. Pods are removed only while nothing makes them again. */
const crictl = `socket=\${2##*/}; name=\${socket%.sock}
[ -e "$ROOT/active/$name" ] || { echo "$name is down" >&2; exit 1; }
shift 2
case $1 in
version) ;;
pods) ls "$ROOT/pods/$name" ;;
stopp) ;;
rmp) [ ! -e "$ROOT/active/kubelet" ] || echo "pods removed under kubelet" >>"$ROOT/wrong"; rm -f "$ROOT/pods/$name/$3" ;;
inspecti) [ -e "$ROOT/images/$name/$(echo "$3" | tr / _)" ] ;;
pull) mkdir -p "$ROOT/images/$name"; : >"$ROOT/images/$name/$(echo "$2" | tr / _)" ;;
*) exit 99 ;;
esac`

const FLAGS = '/var/lib/kubelet/kubeadm-flags.env'
export const NEW = '/var/run/crio/crio.sock'
export const OLD = '/run/containerd/containerd.sock'

/** A node of Kubernetes 1.28 that runs its pods by containerd, with CRI-O installed beside it. */
export function liveNode(shell: Shell): MigrationHost {
  const host = new MigrationHost(shell, '1.28.2', { systemctl, crictl, kubectl: 'exit 1', crio: '', containerd: '' })
  for (const unit of ['containerd', 'crio', 'kubelet']) host.write(`units/${unit}`, '')
  for (const unit of ['containerd', 'kubelet'])
    for (const what of ['active', 'enabled']) host.write(`${what}/${unit}`, '')
  for (const pod of ['pods/containerd/static', 'pods/crio/.keep']) host.write(pod, '')
  host.write(FLAGS, `KUBELET_KUBEADM_ARGS="--container-runtime-endpoint=unix://${OLD} --v=1"\n`)
  host.write('/var/lib/kubelet/config.yaml', 'cgroupDriver: systemd\ncontainerRuntimeEndpoint: ""\n')
  host.write('/etc/crictl.yaml', `runtime-endpoint: unix://${OLD}\n`)
  host.write('/etc/kubernetes/manifests/etcd.yaml', 'spec:\n  containers:\n  - image: registry.k8s.io/etcd:3.5.9-0\n')
  host.write('/etc/cni/net.d/10-flannel.conflist', '{}')
  return host
}

const systemd = (host: MigrationHost, words: string) => host.run(`systemctl ${words}`)
const kubelet = (host: MigrationHost) => {
  const socket = host.run('np_kubelet_socket; echo "$np_socket"').output
  systemd(host, 'start kubelet')
  host.write(`pods/${socket.includes('crio') ? 'crio' : 'containerd'}/static`, '')
}

type Act = (host: MigrationHost) => void
interface Move {
  readonly id: string
  /** What a service or file step of the playbook comes to. */
  readonly act?: Act
}

const step = (id: string): Move => ({ id })
export const forward: readonly Move[] = [
  step('migrate-record'),
  { id: 'crio', act: (host) => systemd(host, 'enable --now crio') },
  { id: 'crictl', act: (host) => host.write('/etc/crictl.yaml', `runtime-endpoint: unix://${NEW}\n`) },
  ...['migrate-network', 'migrate-images', 'migrate-kubelet-stopped', 'migrate-stopped', 'migrate-pointed'].map(step),
  { id: 'kubelet', act: kubelet },
  step('migrate-finished'),
]
export const back: readonly Move[] = [
  ...['rollback-began', 'rollback-kubelet-stopped', 'rollback-left', 'rollback-off', 'rollback-files'].map(step),
  step('rollback-on'),
  { id: 'kubelet', act: kubelet },
  step('rollback-finished'),
]

/** Does the steps as a program does, check and then apply; ends after `last`, or inside of its apply when `cut` is a call. */
export function move(host: MigrationHost, moves: readonly Move[], last?: string): readonly string[] {
  const done: string[] = []
  const isBack = moves === back
  const env = { TARGET: isBack ? OLD : `unix://${NEW}`, NODE: 'w1' }
  for (const { id, act } of moves) {
    if (act) act(host)
    else if (!host.step(id, 'check', env).ok) {
      const { ok, output } = host.step(id, 'apply', env)
      if (!ok || !host.step(id, 'check', env).ok) throw new Error(`${id} failed: ${output}`)
      done.push(id)
    }
    if (id === last) return done
  }
  return done
}

export function stateOf(host: MigrationHost) {
  const on = (unit: string) =>
    `${host.has(`active/${unit}`) ? 'on' : 'off'} ${host.has(`enabled/${unit}`) ? 'at boot' : ''}`.trim()
  const pods = (name: string) => host.run(`ls "${host.root}/pods/${name}"`).output.trim()
  return {
    units: { kubelet: on('kubelet'), containerd: on('containerd'), crio: on('crio') },
    pods: { containerd: pods('containerd'), crio: pods('crio') },
    flags: host.read(FLAGS),
    crictl: host.read('/etc/crictl.yaml'),
    wrong: host.has('wrong'),
  }
}
