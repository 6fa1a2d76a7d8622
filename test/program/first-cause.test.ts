import { describe, expect, it } from 'vitest'
import { Host, shells } from '../playbooks/scripts.ts'

const env = { CRI_SOCKET: '/var/run/crio/crio.sock', UNIT: 'crio' }
const kubeadm =
  'echo "error: context deadline exceeded"; mkdir -p "$ROOT/var/lib/kubelet"; echo x >"$ROOT/var/lib/kubelet/config.yaml"; exit 1'

/** What crictl says of containers: id, name, state, exit code and message, newest first. */
type Container = readonly [id: string, name: string, state: string, code: number, message: string, log: string]

const crictl = (containers: readonly Container[]) => `case "$*" in
'ps -a -q') printf '%s\\n' ${containers.map(([id]) => id).join(' ')} ;;
${containers
  .map(
    ([id, name, state, code, message, log]) => `'inspect ${id}') cat <<'END'
{
  "status": {
    "exitCode": ${code},
    "id": "${id}",
    "labels": {
      "io.kubernetes.container.name": "${name}"
    },
    "message": "${message}",
    "metadata": {
      "attempt": 3,
      "name": "${name}"
    },
    "reason": "Error",
    "state": "CONTAINER_${state}"
  }
}
END
;;
'logs ${id}') cat <<'END'
${log}
END
;;`,
  )
  .join('\n')}
*) echo "unexpected: crictl $*" >&2; exit 99 ;;
esac`

/** The journal of a unit; its arguments are looked at, too. */
const journalctl = (units: Readonly<Record<string, string>>) => `case "$*" in
${Object.entries(units)
  .map(
    ([unit, text]) => `"-u ${unit} --since @"[0-9]*" -n 2000 -o cat --no-pager") cat <<'END'
${text}
END
;;`,
  )
  .join('\n')}
*) echo "unexpected: journalctl $*" >&2; exit 99 ;;
esac`

const quiet = journalctl({ crio: 'level=info msg=fine', kubelet: 'I1129 fine' })
const failed = (host: Host): string => {
  const { ok, output } = host.run('kubeadm-init', 'apply', env)
  expect(ok).toBe(false)
  return output
}

describe.each(shells)('case 22: in %s a failed kubeadm init', (shell) => {
  it('ends with what etcd says rather than with the API server that cannot reach it', () => {
    const containers: readonly Container[] = [
      ['a1', 'kube-apiserver', 'EXITED', 1, '', 'dial tcp 127.0.0.1:2379: connection refused'],
      ['e1', 'etcd', 'EXITED', 2, '', 'starting\npanic: no space left on device'],
      ['s1', 'kube-scheduler', 'RUNNING', 0, '', 'fine'],
      ['s0', 'kube-scheduler', 'EXITED', 1, '', 'of an earlier attempt'],
    ]
    const output = failed(new Host(shell, { kubeadm, crictl: crictl(containers), journalctl: quiet }))
    expect(output.trimEnd().split('\n').slice(-6)).toEqual([
      ...[
        'container kube-apiserver exited with code 1; its log ends:',
        '  dial tcp 127.0.0.1:2379: connection refused',
      ],
      ...['container etcd exited with code 2; its log ends:', '  starting', '  panic: no space left on device'],
      'first cause found: container etcd exited with code 2: panic: no space left on device',
    ])
  })

  it('ends with the error in the arguments of etcd, not with the usage that etcd prints after it', () => {
    const log = `invalid value "soon" for flag -heartbeat-interval: parse error
Usage:

  etcd [flags]
    Start an etcd server.

  etcd grpc-proxy
    Run the stateless etcd v3 gRPC L7 reverse proxy.
`
    const containers: readonly Container[] = [['e1', 'etcd', 'EXITED', 2, '', log]]
    const output = failed(new Host(shell, { kubeadm, crictl: crictl(containers), journalctl: quiet }))
    expect(output.trimEnd().split('\n').slice(-3)).toEqual([
      ...[
        'container etcd exited with code 2; its log ends:',
        '  invalid value "soon" for flag -heartbeat-interval: parse error',
      ],
      'first cause found: container etcd exited with code 2: invalid value "soon" for flag -heartbeat-interval: parse error',
    ])
  })

  it('names a container that the low-level runtime could not create', () => {
    const message = 'container create failed: cannot set rlimit: Operation not permitted'
    const containers: readonly Container[] = [['e1', 'etcd', 'CREATED', 0, message, '']]
    const output = failed(new Host(shell, { kubeadm, crictl: crictl(containers), journalctl: quiet }))
    expect(output).toContain(`first cause found: container etcd was created, but did not start: ${message}\n`)
  })

  it('ends with the error of the runtime where there is no container, and leaves out that nobody answers yet', () => {
    const units = {
      crio: 'time="t" level=info msg="x"\ntime="t" level=error msg="runc create failed: unable to apply caps"',
      kubelet: [
        'E1129 01:02:03.000000 1 reflector.go:1] failed to list: connect: connection refused',
        'E1129 01:02:03.000000 1 run.go:1] failed to load: open /var/lib/kubelet/config.yaml: no such file or directory',
        'E1129 01:02:04.000000 1 pod_workers.go:1] CreatePodSandboxError',
      ].join('\n'),
    }
    const output = failed(new Host(shell, { kubeadm, crictl: crictl([]), journalctl: journalctl(units) }))
    expect(output.trimEnd().split('\n').slice(-5)).toEqual([
      ...['crio logged these errors:', '  time="t" level=error msg="runc create failed: unable to apply caps"'],
      ...['kubelet logged these errors:', '  E1129 01:02:04.000000 1 pod_workers.go:1] CreatePodSandboxError'],
      'first cause found: time="t" level=error msg="runc create failed: unable to apply caps"',
    ])
  })

  it('shows words of a container as text alone, a few lines of bounded length', () => {
    const log = `${'x'.repeat(400)}\n\u001b[31m\u001en ok 3\u0007`
    const host = new Host(shell, { kubeadm, crictl: crictl([['e1', 'etcd', 'EXITED', 1, '', log]]), journalctl: quiet })
    const output = failed(host)
    // The events that the prelude says itself begin a line with the separator.
    expect(output.replaceAll('\n\u001en ', '\n')).not.toMatch(/[\u0007\u001b\u001e]/)
    expect(output).not.toContain('x'.repeat(301))
  })

  it('that was refused before kubelet began is left with the words of kubeadm', () => {
    const host = new Host(shell, { kubeadm: 'echo "[ERROR Port-6443]: in use"; exit 1' })
    expect(failed(host).trimEnd().split('\n').at(-1)).toBe('[ERROR Port-6443]: in use')
  })
})
