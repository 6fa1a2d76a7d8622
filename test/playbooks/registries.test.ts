import { describe, expect, it } from 'vitest'
import { Host, shells } from './scripts.ts'

describe.each(shells)('files of former registries in %s', (shell) => {
  it.each(['containerd-former-registries', 'cri-o-former-registries'])('%s removes ours alone', (id) => {
    const host = new Host(shell, {})
    const folder = `${host.root}/certs.d`
    const ours = '# Written by nodeprep\nserver = "https://a.example"\n'
    host.write('certs.d/wanted:5000/hosts.toml', ours)
    host.write('certs.d/former/hosts.toml', ours)
    host.write('certs.d/shared/ca.crt', ours)
    host.write('certs.d/shared/other.crt', '-----BEGIN CERTIFICATE-----\n')
    host.write('certs.d/user/hosts.toml', 'server = "https://a.example"\n')
    const env = {
      FILES: `${folder}/*/* ${host.root}/nowhere/*/*`,
      WANTED: `${folder}/wanted:5000/hosts.toml ${folder}/x/y`,
    }
    expect(host.run(id, 'check', env).ok).toBe(false)
    expect(host.run(id, 'apply', env).ok).toBe(true)
    expect(host.run(id, 'check', env).ok).toBe(true)
    const left = [
      'former',
      'former/hosts.toml',
      'shared/ca.crt',
      'shared/other.crt',
      'user/hosts.toml',
      'wanted:5000/hosts.toml',
    ]
    expect(left.filter((path) => host.has(`certs.d/${path}`))).toEqual(left.slice(3))
  })

  it('are not missed where there are none', () => {
    const host = new Host(shell, {})
    const env = { FILES: `${host.root}/nowhere/*/*`, WANTED: '' }
    expect(host.run('cri-o-former-registries', 'check', env).ok).toBe(true)
  })
})
