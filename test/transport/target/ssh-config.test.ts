import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { configMatters } from '../../../src/transport/target/config-matters.ts'
import { expandPath } from '../../../src/transport/target/expand-path.ts'
import type { TransportOptions } from '../../../src/transport/index.ts'
import { parseJump } from '../../../src/transport/target/jump-spec.ts'
import { resolveTarget } from '../../../src/transport/target/resolve-target.ts'
import type { SshSettings } from '../../../src/transport/target/settings.ts'
import { parseSshConfig } from '../../../src/transport/target/ssh-config.ts'
import type { Target } from '../../../src/transport/target/target.ts'
import { me } from '../bench.ts'
import { failureOf } from '../failure.ts'
import { makeHome, type Home } from '../home.ts'

let home: Home

beforeEach(async () => {
  home = await makeHome()
})

afterEach(() => home.remove())

const resolve = (address: string, ssh: SshSettings = {}, options = home.options()): Promise<Target> =>
  resolveTarget({ name: 'w1', address, ssh }, options)

describe('what is known about a host', () => {
  it('comes from the defaults when nothing is configured', async () => {
    expect(await resolve('Node-1')).toMatchObject({
      host: 'Node-1',
      port: 22,
      user: me,
      knownAs: 'node-1',
      knownHostsFiles: [
        ...['known_hosts', 'known_hosts2'].map((file) => join(home.path, '.ssh', file)),
        ...['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2'],
      ],
      identitiesOnly: false,
      agentSocket: undefined,
      via: undefined,
      needsOpenssh: undefined,
    })
  })

  it('comes from the OpenSSH configuration before the defaults', async () => {
    await home.configure(
      'Host n\n  HostName 10.0.0.9\n  User ops\n  Port 2200\n  IdentityFile ~/k-%h-%r\n  IdentitiesOnly yes',
    )
    const target = await resolve('n')
    expect(target).toMatchObject({ host: '10.0.0.9', port: 2200, user: 'ops', knownAs: '[10.0.0.9]:2200' })
    expect(target.identityFiles[0]).toBe(join(home.path, 'k-10.0.0.9-ops'))
    expect(target.identitiesOnly).toBe(true)
  })

  it('comes from cluster.yaml before the OpenSSH configuration, which may depend on it', async () => {
    await home.configure(
      'Match user admin\n  IdentityAgent /run/admin\nHost n\n  User ops\n  Port 2200\n  IdentityFile ~/other',
    )
    const target = await resolve('n', { user: 'admin', port: 2222, identityFile: '~/mine', knownHostsFile: '/k h' })
    expect(target).toMatchObject({ user: 'admin', port: 2222, agentSocket: '/run/admin', knownHostsFiles: ['/k h'] })
    expect(target.identityFiles).toEqual([join(home.path, 'mine')])
  })

  it('takes the key by HostKeyAlias', async () => {
    await home.configure('HostKeyAlias web\nPort 2222')
    expect(await resolve('n')).toMatchObject({ knownAs: 'web', alsoKnownAs: undefined })
  })

  it('goes through the bastion of cluster.yaml rather than the ProxyJump or ProxyCommand of the configuration', async () => {
    await home.configure('Host n\n  ProxyJump elsewhere\nHost m\n  ProxyCommand nc %h %p\nHost b\n  Port 2222')
    const bastion = { address: 'b', user: 'jump' }
    for (const name of ['n', 'm']) {
      const target = await resolve(name, { bastion })
      expect(target).toMatchObject({ via: { host: 'b', user: 'jump', port: 2222 }, needsOpenssh: undefined })
    }
  })

  it.each(['ProxyCommand nc %h %p', 'CertificateFile ~/c', 'PKCS11Provider /p.so', 'KnownHostsCommand /bin/k'])(
    'needs the system’s ssh for %s',
    async (line) => {
      await home.configure(line)
      expect((await resolve('n')).needsOpenssh).toContain(line.split(' ')[0])
    },
  )

  it('cannot be had from a configuration that OpenSSH does not accept', async () => {
    await home.configure('NoSuchKeyword yes')
    const error = await failureOf(resolve('n'))
    expect(error.code).toBe('invalid-input')
    expect(error.message).toContain('Bad configuration option: nosuchkeyword')
  })

  it('is no option of ssh, whatever the address looks like', async () => {
    await home.configure('Port 2222')
    const error = await failureOf(resolve('-oProxyCommand=touch pwned'))
    expect(error).toMatchObject({ code: 'invalid-input' })
  })
})

describe('asking ssh for its configuration', () => {
  const system = (): string => join(home.path, 'etc', 'ssh_config')

  async function matters(userConfig: string | undefined, systemConfig: string, filing = false): Promise<boolean> {
    await mkdir(join(home.path, 'etc'), { recursive: true })
    await writeFile(system(), systemConfig)
    if (userConfig !== undefined) await writeFile(join(home.path, '.ssh', 'config'), userConfig)
    const options: TransportOptions = home.options({ systemConfig: system() })
    return configMatters(options, filing)
  }

  it('is left out where only Debian’s own configuration is there', async () => {
    await mkdir(join(home.path, 'etc', 'ssh_config.d'), { recursive: true })
    const debian =
      '# comment\n\nInclude /nowhere/*.conf\nInclude ssh_config.d/*.conf\n\nHost *\n    SendEnv LANG LC_*\n    HashKnownHosts yes\n'
    expect(await matters(undefined, debian)).toBe(false)
    expect(await matters('# nothing yet\n', debian)).toBe(false)
    // Which hashes the names of hosts that are filed.
    expect(await matters(undefined, debian, true)).toBe(true)
  })

  it.each([
    ['Host n\n  Port 2222\n', ''],
    ['Match all\n', ''],
    ['port=2222\n', ''],
    ['Include ~/more\n', ''],
    [undefined, 'ProxyJump gate\n'],
    [undefined, 'Include "/etc/x/*.conf"\n'],
  ])('is done for %j and %j', async (userConfig, systemConfig) => {
    expect(await matters(userConfig, systemConfig)).toBe(true)
  })

  it('is done for what an included file says', async () => {
    const folder = join(home.path, 'etc', 'ssh_config.d')
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'a.conf'), 'SendEnv X\n')
    expect(await matters(undefined, `Include ${folder}/*.conf\n`)).toBe(false)
    await writeFile(join(folder, 'b.conf'), 'User ops\n')
    expect(await matters(undefined, `Include ${folder}/*.conf\n`)).toBe(true)
  })
})

describe('what ssh -G printed', () => {
  it('means nothing where it says none', () => {
    const printed =
      'identityagent none\nproxycommand none\nproxyjump none\nuserknownhostsfile none\nidentityfile none\n'
    expect(parseSshConfig(printed, 'n', '/home/x')).toMatchObject({
      ...{ identityAgent: 'none', proxyJump: undefined, userKnownHosts: [], identityFiles: [], beyondNodeSsh: [] },
    })
  })
})

describe('a ProxyJump', () => {
  it.each([
    ['gate', { address: 'gate' }],
    ['ops@gate:2222', { address: 'gate', user: 'ops', port: 2222 }],
    ['ssh://ops@gate:2222', { address: 'gate', user: 'ops', port: 2222 }],
    ['[2001:db8::1]:22', { address: '2001:db8::1', port: 22 }],
    ['o@x@gate', { address: 'gate', user: 'o@x' }],
  ])('%s is understood', (text, jump) => {
    expect(parseJump(text, 'w1')).toEqual(jump)
  })

  it('that makes no sense is an error in the input', async () => {
    expect(await failureOf(Promise.resolve().then(() => parseJump('a:b:c', 'w1')))).toMatchObject({
      code: 'invalid-input',
    })
  })
})

describe('a path in an OpenSSH configuration', () => {
  const tokens = { home: '/home/x', host: 'h', original: 'n', port: 2222, user: 'ops', env: { KEYS: '/keys' } }
  it.each([
    ['~/.ssh/id', '/home/x/.ssh/id'],
    ['%d/%n-%h-%p-%r', '/home/x/n-h-2222-ops'],
    ['${KEYS}/id', '/keys/id'],
    ['${NONE}/id', '${NONE}/id'],
    ['/a%%b', '/a%b'],
    ['/a~', '/a~'],
  ])('%s becomes %s', (path, expanded) => {
    expect(expandPath(path, tokens)).toBe(expanded)
  })
})
