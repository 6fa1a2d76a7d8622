import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TransportSettings } from '../../../src/transport/index.ts'
import type { SshSettings } from '../../../src/transport/target/settings.ts'
import { noSignal, startBench, type Bench } from '../bench.ts'
import { failureOf } from '../failure.ts'
import { startAgent, type Agent } from '../ssh-agent.ts'
import { makeKey } from '../sshd.ts'

let bench: Bench
let agent: Agent
let keys: Record<'locked' | 'oldLocked' | 'rsa' | 'ecdsa' | 'stranger', string>

beforeAll(async () => {
  bench = await startBench()
  const path = (name: string): string => join(bench.home.path, name)
  keys = {
    locked: path('locked'),
    oldLocked: path('old-locked'),
    rsa: path('rsa'),
    ecdsa: path('ecdsa'),
    stranger: path('stranger'),
  }
  const accepted = [
    await makeKey(keys.locked, 'ed25519', 'open sesame'),
    await makeKey(keys.oldLocked, 'rsa', 'open sesame', ['-m', 'PEM']),
    await makeKey(keys.rsa, 'rsa'),
    await makeKey(keys.ecdsa, 'ecdsa'),
  ]
  await makeKey(keys.stranger, 'ed25519')
  await bench.sshd.authorize(bench.publicKey, ...accepted)
})

afterAll(() => bench.stop())

beforeEach(async () => {
  agent = await startAgent()
})

afterEach(() => agent.stop())

async function logsIn(ssh: SshSettings = {}, settings: TransportSettings = {}): Promise<boolean> {
  const connection = await bench.transport(ssh, settings).connect(noSignal)
  await connection.close()
  return true
}

const withAgent = (): TransportSettings => ({ env: { SSH_AUTH_SOCK: agent.socket } })

describe('logging in with a key file', () => {
  it('works with a key of ~/.ssh when nothing is configured', async () => {
    expect(await logsIn()).toBe(true)
  })

  it.each(['rsa', 'ecdsa'] as const)('works with an %s key', async (type) => {
    expect(await logsIn({ identityFile: keys[type] })).toBe(true)
  })

  it('asks for the passphrase once in a run, however many hosts want the key', async () => {
    const asked: string[] = []
    const askPassphrase = (path: string): Promise<string> => {
      asked.push(path)
      return Promise.resolve('open sesame')
    }
    const transport = bench.transport({ identityFile: keys.locked }, { askPassphrase })
    const connections = await Promise.all([1, 2, 3].map(() => transport.connect(noSignal)))
    await Promise.all(connections.map((connection) => connection.close()))
    expect(asked).toEqual([keys.locked])
  })

  it('reads an old encrypted PEM key, with its public half beside it or not', async () => {
    const askPassphrase = (): Promise<string> => Promise.resolve('open sesame')
    expect(await logsIn({ identityFile: keys.oldLocked }, { askPassphrase })).toBe(true)
    await rename(`${keys.oldLocked}.pub`, `${keys.oldLocked}.away`)
    expect(await logsIn({ identityFile: keys.oldLocked }, { askPassphrase })).toBe(true)
    await rename(`${keys.oldLocked}.away`, `${keys.oldLocked}.pub`)
  })

  it('takes the passphrase from NODEPREP_KEY_PASSPHRASE', async () => {
    const env = { NODEPREP_KEY_PASSPHRASE: 'open sesame' }
    expect(await logsIn({ identityFile: keys.locked }, { env })).toBe(true)
  })

  it('asks again after a wrong passphrase', async () => {
    const answers = ['wrong', 'open sesame']
    const askPassphrase = (): Promise<string | undefined> => Promise.resolve(answers.shift())
    expect(await logsIn({ identityFile: keys.locked }, { askPassphrase })).toBe(true)
    expect(answers).toEqual([])
  })

  it('does not ask for the passphrase of a key that the server would not take', async () => {
    const locked = join(bench.home.path, '.ssh', 'id_ecdsa')
    await makeKey(locked, 'ecdsa', 'never asked for')
    const askPassphrase = (path: string): Promise<string> => Promise.reject(new Error(`asked for ${path}`))
    expect(await logsIn({}, { askPassphrase })).toBe(true)
    await Promise.all([rm(locked), rm(`${locked}.pub`)])
  })

  it('goes on to the next key when a passphrase is not given', async () => {
    const locked = join(bench.home.path, '.ssh', 'id_ecdsa')
    await bench.sshd.authorize(await makeKey(locked, 'ecdsa', 'forgotten'))
    expect(await logsIn()).toBe(true)
    await Promise.all([rm(locked), rm(`${locked}.pub`)])
  })

  it('says why when no passphrase was given for the only key', async () => {
    const error = await failureOf(logsIn({ identityFile: keys.locked }))
    expect(error.code).toBe('auth-failed')
    expect(error.message).toContain(`${keys.locked}: it has a passphrase, and there is no terminal to ask on`)
  })

  it('says which keys were refused and what the server would accept', async () => {
    const error = await failureOf(logsIn({ identityFile: keys.stranger, user: 'nobody' }))
    expect(error.code).toBe('auth-failed')
    expect(error.message).toBe(
      `w1 (127.0.0.1:${bench.proxy.port}): cannot log in as nobody: tried ${keys.stranger}: refused; ` +
        'the server accepts publickey',
    )
    expect(error.remedy).toContain('nobody@127.0.0.1')
  })

  it('says when the identity file of cluster.yaml is missing, and when it is no key', async () => {
    const missing = await failureOf(logsIn({ identityFile: '~/nowhere' }))
    expect(missing.message).toContain(`the identity file ${bench.home.path}/nowhere is missing or is no key`)
    await writeFile(join(bench.home.path, 'letter'), 'Dear server, please let me in.\n')
    expect(await failureOf(logsIn({ identityFile: '~/letter' }))).toMatchObject({ code: 'auth-failed' })
  })
})

describe('logging in with the ssh-agent', () => {
  it('works without any key file', async () => {
    await agent.add(keys.rsa)
    expect(await logsIn({ identityFile: `${keys.rsa}.pub` }, withAgent())).toBe(true)
  })

  it('needs no passphrase for a key that the agent holds', async () => {
    await agent.add(keys.locked, 'open sesame')
    expect(await logsIn({ identityFile: keys.locked }, withAgent())).toBe(true)
  })

  it('tries one key after the other', async () => {
    await agent.add(keys.stranger)
    await agent.add(keys.ecdsa)
    const away = join(bench.home.path, 'away')
    await rename(join(bench.home.path, '.ssh', 'id_ed25519'), away)
    expect(await logsIn({}, withAgent())).toBe(true)
    await rename(away, join(bench.home.path, '.ssh', 'id_ed25519'))
  })

  it('offers only the key that cluster.yaml names', async () => {
    await agent.add(keys.ecdsa)
    const error = await failureOf(logsIn({ identityFile: keys.stranger }, withAgent()))
    expect(error.message).toContain(`tried ${keys.stranger}: refused;`)
  })

  it('goes on with the key files when there is no agent at SSH_AUTH_SOCK', async () => {
    expect(await logsIn({}, { env: { SSH_AUTH_SOCK: '/nowhere/agent' } })).toBe(true)
  })

  it('goes on to the key files when the agent goes away before it signs', async () => {
    await agent.add(keys.ecdsa)
    const transport = bench.transport({}, withAgent())
    await transport.connect(noSignal).then((connection) => connection.close())
    await agent.stop()
    expect(await transport.connect(noSignal).then((connection) => connection.close())).toBeUndefined()
  })
})
