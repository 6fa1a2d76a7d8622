import { describe, expect, it } from 'vitest'
import { MigrationHost } from './migration-host.ts'
import { shells } from './scripts.ts'

// An image that no registry has goes by a file from one store to the other, with whatever program the host has for that.

const IMAGE = 'registry.example/pause:3.9'
const sockets = {
  containerd: '/run/containerd/containerd.sock',
  'cri-o': '/var/run/crio/crio.sock',
  docker: 'docker',
} as const
const note = 'echo "${0##*/} $*" | sed "s# $ROOT[^: ]*/# #; s#:$ROOT[^: ]*/#:#" >>"$ROOT/calls"'
/** Writes what it is asked to save, and wants what it is asked to load. */
const works = `${note}
case $* in
*export*) : >"$5" ;; *import*) [ -e "$5" ] ;;
*save*) : >"$3" ;; *load*) [ -e "$3" ] ;;
'copy containers-storage:'*) t=\${3#docker-archive:}; : >"\${t%%:*}" ;; 'copy docker-archive:'*) [ -e "\${2#docker-archive:}" ] ;;
esac`
const fails = `${note}; exit 1`
const all = { ctr: works, podman: works, skopeo: works, docker: works }

describe.each(shells)('in %s', (shell) => {
  const carry = (
    from: keyof typeof sockets,
    to: keyof typeof sockets,
    doubles: Readonly<Record<string, string>> = all,
  ) => {
    const host = new MigrationHost(shell, '1.20.2', doubles)
    host.run('mkdir -p "$np_record"')
    const { ok } = host.run(`np_carry ${IMAGE} ${sockets[from]} ${sockets[to]}`)
    const calls = host.has('calls') ? host.read('calls').trim().split('\n') : []
    return { ok, calls, left: host.run('ls "$np_record"').output }
  }

  it.each([
    ['containerd', 'cri-o', [`ctr -n k8s.io images export image.tar ${IMAGE}`, 'podman load -i image.tar']],
    ['cri-o', 'containerd', [`podman save -o image.tar ${IMAGE}`, 'ctr -n k8s.io images import image.tar']],
    ['docker', 'containerd', [`docker save -o image.tar ${IMAGE}`, 'ctr -n k8s.io images import image.tar']],
    ['docker', 'cri-o', [`docker save -o image.tar ${IMAGE}`, 'podman load -i image.tar']],
  ] as const)('from %s to %s', (from, to, calls) => {
    expect(carry(from, to)).toEqual({ ok: true, calls, left: '' })
  })

  it('skopeo does it where podman is not, both ways', () => {
    const without = { ...all, podman: fails }
    expect(carry('containerd', 'cri-o', without)).toMatchObject({
      ok: true,
      calls: [expect.anything(), expect.anything(), `skopeo copy docker-archive:image.tar containers-storage:${IMAGE}`],
    })
    expect(carry('cri-o', 'containerd', without)).toMatchObject({
      ok: true,
      calls: [
        expect.anything(),
        `skopeo copy containers-storage:${IMAGE} docker-archive:image.tar:${IMAGE}`,
        'ctr -n k8s.io images import image.tar',
      ],
    })
  })

  it('fails where no program can, and leaves no file behind', () => {
    expect(carry('containerd', 'cri-o', { ...all, podman: fails, skopeo: fails })).toMatchObject({
      ok: false,
      left: '',
    })
    expect(carry('cri-o', 'containerd', { ...all, podman: fails, skopeo: fails })).toMatchObject({
      ok: false,
      left: '',
    })
  })
})
