import { describe, expect, it } from 'vitest'
import { Host, shells } from './scripts.ts'

describe.each(shells)('in %s', (shell) => {
  describe("CRI-O's own bridge", () => {
    const FLANNEL = 'etc/cni/net.d/10-flannel.conflist'

    it.each(['11-crio-ipv4-bridge.conflist', '10-crio-bridge.conflist', '100-crio-bridge.conf'])(
      '%s is put aside',
      (name) => {
        const host = new Host(shell, {})
        host.write(FLANNEL, 'f')
        host.write(`etc/cni/net.d/${name}`, 'bridge')
        expect(host.run('cri-o-bridge', 'check').ok).toBe(false)
        expect(host.run('cri-o-bridge', 'apply').ok).toBe(true)
        expect(host.run('cri-o-bridge', 'check').ok).toBe(true)
        expect(host.read(`etc/cni/net.d/${name}.disabled`)).toBe('bridge')
        expect(host.read(`state/before/files${host.root}/etc/cni/net.d/${name}`)).toBe('bridge')
        expect(host.read(FLANNEL)).toBe('f')
      },
    )

    it.each([[[]], [['10-crio-bridge.conflist.disabled', '87-podman-bridge.conflist']]])(
      'is no matter beside %j',
      (names) => {
        const host = new Host(shell, {})
        for (const name of names) host.write(`etc/cni/net.d/${name}`, 'x')
        expect(host.run('cri-o-bridge', 'check').ok).toBe(true)
      },
    )
  })

  describe('CRI-O runs as configured', () => {
    const env = { PAUSE_IMAGE: 'registry.k8s.io/pause:3.10' }
    const toml = (pause: string, manager: string) =>
      `cat <<'END'\n[crio.runtime]\n    cgroup_manager = "${manager}"\n[crio.image]\n    pause_image = "${pause}"\nEND`
    const right = toml(env.PAUSE_IMAGE, 'systemd')

    it.each([
      ['curl', { curl: right }],
      ['crio-status', { curl: 'exit 2', 'crio-status': right }],
      ['crio status', { curl: 'exit 2', 'crio-status': 'exit 127', crio: right }],
    ])('asked by %s', (_, doubles) => {
      expect(new Host(shell, doubles).run('cri-o-in-effect', 'check', env).ok).toBe(true)
    })

    it.each([
      ['another sandbox image', { curl: toml('registry.k8s.io/pause:3.9', 'systemd') }],
      ['a longer tag', { curl: toml(`${env.PAUSE_IMAGE}.1`, 'systemd') }],
      ['another cgroup manager', { curl: toml(env.PAUSE_IMAGE, 'cgroupfs') }],
      ['no answer', {}],
    ])('is not so with %s', (_, doubles) => {
      const host = new Host(shell, doubles)
      expect(host.run('cri-o-in-effect', 'check', env).ok).toBe(false)
    })
  })

  describe('RuntimeReady', () => {
    const info = (conditions: object[]) => `cat <<'END'\n${JSON.stringify({ status: { conditions } }, null, 2)}\nEND`
    const network = { type: 'NetworkReady', status: false, reason: 'x', message: 'y' }
    it.each([
      ['type before status', [{ type: 'RuntimeReady', status: true, reason: '', message: '' }, network], true],
      ['status before type', [{ message: '', reason: '', status: true, type: 'RuntimeReady' }], true],
      [
        'not ready',
        [
          { type: 'RuntimeReady', status: false },
          { type: 'NetworkReady', status: true },
        ],
        false,
      ],
    ])('is read from crictl: %s', (_, conditions, ok) => {
      expect(new Host(shell, { crictl: info(conditions) }).run('runtime-ready', 'check').ok).toBe(ok)
    })
  })
})
