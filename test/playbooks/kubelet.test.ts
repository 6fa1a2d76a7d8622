import { spawn } from 'node:child_process'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Host, shells } from './scripts.ts'

describe.each(shells)('in %s', (shell) => {
  describe('the cgroup driver of the running kubelet', () => {
    const kubelet = (...args: string[]) => {
      const child = spawn('sh', ['-c', 'while :; do sleep 1; done', 'kubelet', ...args], { stdio: 'ignore' })
      onTestFinished(() => void child.kill('SIGKILL'))
      return { systemctl: `echo MainPID=${child.pid ?? 0}` }
    }
    it.each([
      ['said on its command line', ['--cgroup-driver=systemd', '--v=2'], '', true],
      ['said twice, the last counts', ['--cgroup-driver=systemd', '--cgroup-driver=cgroupfs'], '', false],
      ['said in its configuration', ['--v=2'], 'cgroupDriver: systemd\n', true],
      ['said in neither', ['--v=2'], 'cgroupDriver: cgroupfs\n', false],
    ])('is %s', (_, args, config, ok) => {
      const host = new Host(shell, kubelet(...args))
      host.write('var/lib/kubelet/config.yaml', config)
      expect(host.run('kubelet-cgroup-driver', 'check').ok).toBe(ok)
    })

    it('is not that of a kubelet that does not run', () => {
      expect(new Host(shell, { systemctl: 'echo MainPID=0' }).run('kubelet-cgroup-driver', 'check').ok).toBe(false)
    })
  })
})
