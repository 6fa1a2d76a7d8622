import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { SshSettings } from '../../../src/transport/target/settings.ts'
import { me, noSignal, startBench, type Bench } from '../bench.ts'
import { failureOf } from '../failure.ts'
import { makeKey, type SshdOptions } from '../sshd.ts'

const run = promisify(execFile)
const benches: Bench[] = []
/** A ProxyCommand without any tool of the system. */
const netcat =
  "const s = require('net').connect(process.argv[2], process.argv[1]); process.stdin.pipe(s).pipe(process.stdout)"
let folder: string
let caKey: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nodeprep-ca-'))
  caKey = await makeKey(join(folder, 'ca'), 'ed25519')
})

afterAll(() => rm(folder, { recursive: true }))

afterEach(async () => {
  await Promise.all(benches.splice(0).map((bench) => bench.stop()))
})

async function start(options: Partial<SshdOptions> = {}): Promise<Bench> {
  const bench = await startBench(options)
  benches.push(bench)
  return bench
}

/** Connects, and tells by the client's name in sshd's log who logged in. */
async function whoConnects(bench: Bench, ssh: SshSettings = {}): Promise<'node-ssh' | 'OpenSSH'> {
  const connection = await bench.transport(ssh).connect(noSignal)
  await connection.close()
  const clients = [...(await bench.sshd.log()).matchAll(/remote software version (\S+)/g)].map(
    (match) => match[1] ?? '',
  )
  return clients.at(-1)?.startsWith('OpenSSH') ? 'OpenSSH' : 'node-ssh'
}

const name = (bench: Bench): string => `[127.0.0.1]:${bench.proxy.port}`

describe('node-ssh is used', () => {
  it('where nothing speaks against it, with an OpenSSH configuration or without', async () => {
    const bench = await start()
    expect(await whoConnects(bench)).toBe('node-ssh')
    await bench.home.configure('Compression yes\nServerAliveInterval 7')
    expect(await whoConnects(bench)).toBe('node-ssh')
  })
})

describe('the system’s ssh is used instead', () => {
  it('where the OpenSSH configuration has a ProxyCommand', async () => {
    const bench = await start()
    await bench.home.configure(`ProxyCommand '${process.execPath}' -e "${netcat}" %h %p`)
    expect(await whoConnects(bench)).toBe('OpenSSH')
  })

  it('where the server speaks only algorithms that ssh2 does not', async () => {
    const bench = await start({ config: ['KexAlgorithms sntrup761x25519-sha512@openssh.com'] })
    expect(await whoConnects(bench, { identityFile: '~/.ssh/id_ed25519' })).toBe('OpenSSH')
  })

  it('where the host key is vouched for by a certificate authority', async () => {
    const bench = await start({ authority: join(folder, 'ca') })
    await bench.home.know(`@cert-authority ${name(bench)} ${caKey}`)
    expect(await whoConnects(bench, { identityFile: '~/.ssh/id_ed25519' })).toBe('OpenSSH')
  })

  it('where the key is accepted only with its certificate', async () => {
    const bench = await start()
    await bench.sshd.authorize(`cert-authority ${caKey}`)
    const key = join(bench.home.path, 'certified')
    await makeKey(key, 'ed25519')
    await run('ssh-keygen', ['-q', '-s', join(folder, 'ca'), '-I', 'me', '-n', me, `${key}.pub`])
    await bench.home.configure(`IdentityFile ${key}\nIdentitiesOnly yes`)
    await rm(join(bench.home.path, '.ssh', 'id_ed25519'))
    expect(await whoConnects(bench)).toBe('OpenSSH')
  })

  it('for the identity file of cluster.yaml when it is a hardware key', async () => {
    const bench = await start()
    const path = join(bench.home.path, 'id_ed25519_sk.pub')
    const fields = ['sk-ssh-ed25519@openssh.com', '\x01'.repeat(32), 'ssh:'].map((field) => {
      const length = Buffer.alloc(4)
      length.writeUInt32BE(field.length)
      return Buffer.concat([length, Buffer.from(field)])
    })
    await writeFile(path, `sk-ssh-ed25519@openssh.com ${Buffer.concat(fields).toString('base64')}\n`)
    const error = await failureOf(bench.transport({ identityFile: path }).connect(noSignal))
    expect(error.code).toBe('auth-failed')
    expect(error.message).toContain('ssh says:')
  })

  it('from the first packet on when it was needed before', async () => {
    const bench = await start({ config: ['KexAlgorithms sntrup761x25519-sha512@openssh.com'] })
    const transport = bench.transport({ identityFile: '~/.ssh/id_ed25519' })
    for (let times = 0; times < 2; times += 1) await (await transport.connect(noSignal)).close()
    const log = await bench.sshd.log()
    expect(log.match(/remote software version ssh2js/g)).toHaveLength(1)
  })
})
