import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { uniqueId } from './fixture.ts'
import { createLab } from './lab.ts'
import { labPaths } from './state.ts'
import { exists } from './tools.ts'

it.each([
  ['on disk', false],
  ['in memory', true],
])('hosts %s start from the disk of another, and go back to it', async (_, memory) => {
  const lab = await createLab({ id: uniqueId(), hosts: [{ name: 'one', kind: 'debian12' }], memory })
  try {
    await lab.exec('one', 'echo one >/root/mine; rm /etc/issue; rm -r /etc/profile.d; echo store >/var/lib/etcd/data')
    await expect(lab.snapshot('one')).rejects.toThrow(/is on/)
    await lab.powerOff('one')
    const from = await lab.snapshot('one')
    await lab.powerOn('one')
    await lab.addHost({ name: 'two', kind: 'debian12', from })
    const look = 'cat /root/mine /var/lib/etcd/data; ls -d /etc/issue /etc/profile.d /root/later 2>/dev/null; hostname'
    expect((await lab.exec('one', look)).stdout).toBe('one\nstore\none\n')
    expect((await lab.exec('two', look)).stdout).toBe('one\nstore\ntwo\n')

    await lab.exec('one', 'echo changed | tee /root/mine /var/lib/etcd/data; touch /root/later')
    expect((await lab.exec('two', look)).stdout).toBe('one\nstore\ntwo\n')
    await lab.reset('one')
    expect((await lab.exec('one', look)).stdout).toBe('one\nstore\none\n')

    await lab.exec('two', 'echo second >/root/mine')
    await lab.powerOff('two')
    const second = await lab.snapshot('two')
    await lab.powerOn('two')
    await lab.addHost({ name: 'three', kind: 'debian12', from: second })
    expect((await lab.exec('three', look)).stdout).toBe('second\nstore\nthree\n')
    await expect(lab.addHost({ name: 'four', kind: 'debian11', from })).rejects.toThrow(/of kind debian12/)
    await lab.down()
    expect([await exists(labPaths(lab.id).disks), await readFile('/proc/self/mountinfo', 'utf8')]).toEqual([
      false,
      expect.not.stringContaining(lab.id),
    ])
  } finally {
    await lab.down()
  }
})
