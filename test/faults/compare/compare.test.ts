import { describe, expect, it } from 'vitest'
import { useLab } from '../../lab/fixture.ts'
import { differences } from './differences.ts'
import { keptFormer } from './kept-former.ts'
import { readHost } from './read-host.ts'
import { watchHalfWritten } from './watch-half-written.ts'

const lab = useLab({
  hosts: [
    { name: 'left', kind: 'debian12' },
    { name: 'right', kind: 'debian12' },
  ],
})
const right = (command: string) => lab().exec('right', command)

describe('two hosts that are compared', () => {
  it('are the same while nobody touched either, also after a loss of power and a login', async () => {
    await lab().powerOff('right')
    await lab().powerOn('right')
    expect(differences(await readHost(lab(), 'left'), await readHost(lab(), 'right'))).toEqual([])
  })

  it('differ by each file, mode, owner, link, folder, package, hold, unit, sysctl that is not the same', async () => {
    await right(`echo more >>/etc/fstab; chmod 600 /etc/issue; chown games /etc/issue.net; : >/usr/bin/added
      ln -sf nowhere /etc/localtime; rm /etc/profile; mkdir -m 700 /opt/folder; : >/var/lib/kubelet/config.yaml
      apt-mark hold procps; dpkg --force-all --purge sudo; systemctl mask systemd-pstore.service; sysctl net.ipv4.ip_forward=1`)
    const found = differences(await readHost(lab(), 'left'), await readHost(lab(), 'right'))
    const about = (name: string) => found.filter((line) => line.includes(`${name}: `))
    for (const path of ['etc/fstab', 'etc/issue', 'etc/issue.net', 'etc/localtime', 'etc/profile', 'opt/folder']) {
      expect(about(`file /${path}`), path).toHaveLength(1)
    }
    expect(about('file /usr/bin/added')[0]).toMatch(/: absent \| f 644 root:root sha256 [0-9a-f]{64}$/)
    expect(about('file /var/lib/kubelet/config.yaml')).toHaveLength(1)
    expect(about('package procps:amd64')[0]).toMatch(/install ok installed \| .*hold ok installed/)
    expect(about('package sudo:amd64')).toHaveLength(1)
    expect(about('unit systemd-pstore.service')[0]).toMatch(/enabled \| masked$/)
    expect(about('sysctl net.ipv4.ip_forward')[0]).toMatch(/0 \| 1$/)
  })
})

describe('a reader in a loop', () => {
  const path = '/etc/watched'

  it('says nothing of a file that changes at once, also over a loss of power', async () => {
    await right(`echo before >${path}`)
    const stop = await watchHalfWritten(lab(), 'right', path, '/etc/new')
    await right(`echo after >${path}.tmp; mv ${path}.tmp ${path}; echo new >/etc/.new; mv /etc/.new /etc/new`)
    await lab().powerOff('right')
    await lab().powerOn('right')
    expect(await stop()).toEqual([])
  })

  it('sees a file that is empty, cut short or missing for some milliseconds', async () => {
    await right(`echo before >${path}`)
    const stop = await watchHalfWritten(lab(), 'right', path)
    await right(`: >${path}; sleep 0.02; printf half >${path}; sleep 0.02; rm ${path}; sleep 0.02; echo after >${path}`)
    const found = await stop()
    expect(found).toContainEqual(expect.stringMatching(/watched was seen with 4 bytes, .*"half"$/))
    expect(found).toContain(`${path} was seen absent`)
  })
})

it('a former content is missed when it is neither in its place nor among what nodeprep kept', async () => {
  const planted = { '/etc/mine': 'mine\n', '/etc/yours': 'yours', '/etc/lost': 'lost\n' }
  await right(`cd /var/lib; mkdir -p nodeprep/before/files/etc; printf yours >nodeprep/before/files/etc/yours
    echo mine >/etc/mine; echo changed >/etc/yours; echo changed >/etc/lost`)
  expect(await keptFormer(lab(), 'right', planted)).toEqual([expect.stringMatching(/^\/etc\/lost: /)])
})
