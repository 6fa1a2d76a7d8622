import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createTransport } from '../../../src/transport/index.ts'
import type { SshSettings } from '../../../src/transport/target/settings.ts'
import { me, noSignal, startBench, type Bench } from '../bench.ts'
import { clientRecord, packet } from '../client-record.ts'
import { failureOf } from '../failure.ts'
import { startImpostor, type Impostor, type ImpostorOptions } from '../impostor.ts'
import { startAgent } from '../ssh-agent.ts'
import { makeKey } from '../sshd.ts'
import { startProxy, type TcpProxy } from '../tcp-proxy.ts'

/** The real machine, which is the bastion too; where an impostor stands, a proxy before it records. */
let bench: Bench
let victimKey: string
let victim: string
let impostor: Impostor
let proxy: TcpProxy

beforeAll(async () => {
  bench = await startBench()
  victimKey = join(bench.home.path, 'victim')
  victim = await makeKey(victimKey, 'ed25519')
})

afterAll(() => bench.stop())

afterEach(async () => {
  await proxy.stop()
  await impostor.stop()
})

const name = (port: number): string => `[127.0.0.1]:${port}`

/** Puts an impostor in place; known_hosts knows the real machine, and of the impostor's place what `lines` make of it. */
async function replace(options: ImpostorOptions, lines: (place: string, shown: string) => string[]): Promise<void> {
  impostor = await startImpostor(options)
  proxy = await startProxy(impostor.port)
  const real = bench.sshd.hostKeys.ed25519 ?? ''
  await bench.home.know(
    ...[bench.proxy.port, bench.sshd.port].map((port) => `${name(port)} ${real}`),
    ...lines(name(proxy.port), impostor.hostKeys[0] ?? ''),
  )
}

type Transport = 'ssh' | 'openssh'
const identityFile = '~/.ssh/id_ed25519'
const here = (port: number): NonNullable<SshSettings['bastion']> => ({
  ...{ address: '127.0.0.1', user: me, port, identityFile },
})

/** Where the impostor stands, and how the host is asked for then. */
const hops = {
  'in place of the host': () => here(proxy.port),
  'in place of the bastion': () => ({ ...here(bench.sshd.port), bastion: here(proxy.port) }),
  'in place of a host behind a good bastion': () => ({ ...here(proxy.port), bastion: here(bench.proxy.port) }),
} satisfies Record<string, () => SshSettings>

function connect(ssh: SshSettings, transport: Transport, options = bench.home.options()) {
  return createTransport({ name: 'w1', address: '127.0.0.1', ssh: { ...ssh, transport } }, options).connect(noSignal)
}

const attacks: Record<string, [ImpostorOptions, (place: string, shown: string) => string[], RegExp]> = {
  'with another key': [{}, (place) => [`${place} ${victim}`], /^host-key-mismatch .* says ssh-ed25519 /],
  'with a key of another type': [
    { hostKeyType: 'rsa' },
    (place) => [`${place} ${victim}`],
    /^host-key-mismatch .* has no ssh-ed25519 key, by which .* knows it .*; it showed the ssh-rsa key /,
  ],
  'with the stolen key, which was revoked': [
    {},
    (place, shown) => [`${place} ${shown}`, `@revoked * ${shown}`],
    /^host-key-mismatch .* revokes/,
  ],
  'with a key that an authority should have certified': [
    {},
    (place) => [`@cert-authority ${place} ${victim}`],
    /^host-key-mismatch .* has no host key that is certified as its own/,
  ],
  'where the host was never met': [{}, () => [], /^host-key-unknown .* is not in known_hosts; it showed the /],
}

describe.each(Object.keys(hops) as (keyof typeof hops)[])('an impostor %s', (hop) => {
  describe.each(['ssh', 'openssh'] as const)('for transport %s', (transport) => {
    it.each(Object.keys(attacks))('%s, learns nothing', async (attack) => {
      const [options, lines, expected] = attacks[attack] ?? []
      if (!options || !lines || !expected) throw new Error('no such attack')
      await replace(options, lines)
      const { code, message } = await failureOf(connect(hops[hop](), transport))
      expect(`${code} ${message}`).toMatch(expected)
      expect(message).toContain(hop === 'in place of the bastion' ? `127.0.0.1:${proxy.port} ` : `w1 (127.0.0.1`)
      expect(impostor.heard()).toEqual([])
      const records = proxy.streams().map(clientRecord)
      expect(records.length).toBeGreaterThan(0)
      expect(records.map(({ afterKeyExchange }) => afterKeyExchange)).toEqual(records.map(() => undefined))
    })

    it('that shows the right key without having it, is given no more than the end of the key exchange', async () => {
      await copyFile(`${victimKey}.pub`, join(bench.home.path, 'claimed.pub'))
      await replace({ claims: victimKey }, (place) => [`${place} ${victim}`])
      const { code, message } = await failureOf(connect(hops[hop](), transport))
      expect(code).toBe('host-key-mismatch')
      expect(message).toContain('does not have it: its signature is wrong')
      expect(impostor.heard()).toEqual([])
      // ssh2 ends its half of the key exchange before it verifies: NEWKEYS, and then a farewell, as yet unencrypted.
      for (const stream of proxy.streams()) {
        const { afterKeyExchange = 0 } = clientRecord(stream)
        expect(afterKeyExchange === 0 || stream.readUInt8(stream.length - afterKeyExchange + 5)).toSatisfy(
          (type) => type === true || type === packet.disconnect,
        )
      }
    })
  })
})

describe('the recorder', () => {
  it.each(['ssh', 'openssh'] as const)(
    'hears everything of a client that trusts it, by transport %s',
    async (transport) => {
      await replace({}, (place, shown) => [`${place} ${shown}`])
      const agent = await startAgent()
      await agent.add(join(bench.home.path, '.ssh', 'id_ed25519'))
      await bench.home.configure('ForwardAgent yes')
      const connection = await connect(
        here(proxy.port),
        transport,
        bench.home.options({ env: { SSH_AUTH_SOCK: agent.socket, PATH: process.env.PATH } }),
      )
      const channel = await connection.open('the program')
      channel.write('a secret')
      while (!impostor.heard().some((line) => line.startsWith('input')))
        await new Promise((resolve) => setTimeout(resolve, 10))
      await connection.close()
      await agent.stop()
      expect(impostor.heard()).toContain(`authentication publickey of ${me}`)
      expect(impostor.heard()).toEqual(expect.arrayContaining(['command the program', 'input a secret']))
      expect(impostor.heard()).not.toContain('agent forwarding')
      expect(clientRecord(proxy.streams()[0] ?? Buffer.alloc(0)).afterKeyExchange).toBeGreaterThan(0)
    },
  )
})
