import { describe, expect, it } from 'vitest'
import { MigrationHost } from './migration-host.ts'
import { systemctl } from './migration-node.ts'
import { shells, type Shell } from './scripts.ts'

const FLAGS = '/var/lib/kubelet/kubeadm-flags.env'
const TARGET = '/run/containerd/containerd.sock'
/** One container of a pod, and one that somebody started by hand. */
const docker = `case "$1 $*" in
*--filter\\ name=^/k8s_*) [ ! -e "$ROOT/pod" ] || echo 0123456789ab ;;
"rm rm -f 0123456789ab") rm "$ROOT/pod" ;;
*) exit 99 ;;
esac`

function dockerNode(shell: Shell): MigrationHost {
  const host = new MigrationHost(shell, '1.23.17', { systemctl, docker, dockerd: '', containerd: '' })
  for (const unit of ['docker.socket', 'docker', 'containerd', 'kubelet'])
    for (const what of ['units', 'active', 'enabled']) host.write(`${what}/${unit}`, '')
  host.write('pod', '')
  host.write(FLAGS, 'KUBELET_KUBEADM_ARGS="--network-plugin=cni"\n')
  host.write('/var/lib/kubelet/config.yaml', 'cgroupDriver: systemd\n')
  return host
}
const on = (host: MigrationHost) =>
  ['docker.socket', 'docker', 'containerd'].filter((unit) => host.has(`active/${unit}`) && host.has(`enabled/${unit}`))
const apply = (host: MigrationHost, id: string, target = TARGET) => {
  expect(host.step(id, 'check', { TARGET: target }).ok, id).toBe(false)
  expect(host.step(id, 'apply', { TARGET: target }), id).toMatchObject({ ok: true })
  expect(host.step(id, 'check', { TARGET: target }).ok, id).toBe(true)
}

describe.each(shells)('a node with Docker, in %s', (shell) => {
  it('is moved to the containerd that Docker used, and back', () => {
    const host = dockerNode(shell)
    expect(host.step('migrate-able', 'check').ok).toBe(true)
    for (const id of ['migrate-record', 'migrate-kubelet-stopped', 'migrate-stopped', 'migrate-pointed'])
      apply(host, id)
    expect([on(host), host.has('pod')]).toEqual([['containerd'], false])
    expect(host.read('state/migration/from')).toBe('docker\n')
    expect(host.read(FLAGS)).toBe(
      `KUBELET_KUBEADM_ARGS="--container-runtime=remote --container-runtime-endpoint=${TARGET}"\n`,
    )
    // What runs by containerd is not asked for here, for crictl answers nothing.
    host.write('state/migration/left', '')
    expect(host.step('rollback-able', 'check', { TARGET: 'docker' }).ok).toBe(true)
    apply(host, 'rollback-began', 'docker')
    expect(host.step('rollback-off', 'check', { TARGET: 'docker' }).ok).toBe(true)
    for (const id of ['rollback-files', 'rollback-on']) apply(host, id, 'docker')
    expect(on(host)).toEqual(['docker.socket', 'docker', 'containerd'])
    expect(host.read(FLAGS)).toBe('KUBELET_KUBEADM_ARGS="--network-plugin=cni"\n')
  })

  it('does not go back without Docker, nor with another kubelet than it had then', () => {
    const host = dockerNode(shell)
    apply(host, 'migrate-record')
    host.write('state/migration/kubelet', 'Kubernetes v1.22.1\n')
    host.run(`rm ${host.root}/bin/dockerd`)
    const { output } = host.step('rollback-able', 'why', { TARGET: 'docker' })
    expect(host.step('rollback-able', 'check', { TARGET: 'docker' }).ok).toBe(false)
    expect(output).toContain('Docker is not installed any more')
    expect(output).toContain('kubelet was another one then (Kubernetes v1.22.1)')
  })

  it('is refused where a drop-in says another socket, or kubelet is pointed at something else', () => {
    const host = dockerNode(shell)
    const drop = '/etc/systemd/system/kubelet.service.d/99-own.conf'
    host.write(drop, '[Service]\nEnvironment="KUBELET_EXTRA_ARGS=--container-runtime-endpoint=unix:///x.sock"\n')
    expect(host.step('migrate-able', 'check').ok).toBe(false)
    expect(host.step('migrate-able', 'why').output).toContain(`${drop} sets --container-runtime-endpoint`)
    host.run(`rm ${host.root}${drop}`)
    host.write(FLAGS, 'KUBELET_KUBEADM_ARGS="--container-runtime-endpoint=unix:///run/other.sock"\n')
    expect(host.step('migrate-able', 'check').ok).toBe(false)
    expect(host.step('migrate-able', 'why').output).toContain('kubelet is pointed at /run/other.sock')
  })
})

describe.each(shells)('the former runtime, in %s', (shell) => {
  const removed = { TARGET }
  const withPackage = (dpkg: string) => {
    const host = dockerNode(shell)
    apply(host, 'migrate-record')
    host.write('bin/dpkg', `#!/bin/sh\n${dpkg}\n`)
    host.run(`chmod +x ${host.root}/bin/dpkg; np_apt_wait() { :; }`)
    return host
  }

  it('is removed with its package when that is wanted', () => {
    const host = withPackage(
      `case $* in "-S $2") echo "docker-ce: $2" ;; '--remove docker-ce') rm "\${0%/*}/dockerd" ;; *) exit 99 ;; esac`,
    )
    expect(host.step('migrate-removed', 'check', removed).ok).toBe(false)
    expect(host.step('migrate-removed', 'apply', removed)).toMatchObject({ ok: true })
    expect(host.step('migrate-removed', 'check', removed).ok).toBe(true)
  })

  it('is left to the user when no package brought it', () => {
    const host = withPackage('exit 1')
    const { ok, output } = host.step('migrate-removed', 'apply', removed)
    expect([ok, output]).toEqual([false, expect.stringContaining('no package brought /bin/dockerd')])
  })
})
