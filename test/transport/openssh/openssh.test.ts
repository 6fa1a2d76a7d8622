import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Connection, Transport } from '../../../src/transport/connection.ts'
import type { TransportSettings } from '../../../src/transport/index.ts'
import type { SshSettings } from '../../../src/transport/target/settings.ts'
import { me, noSignal, startBench, type Bench } from '../bench.ts'
import { describeCommands } from '../command-behaviour.ts'
import { failureOf } from '../failure.ts'
import { outcomeOf, runCommand } from '../run-command.ts'
import { freePort, makeKey } from '../sshd.ts'

let bench: Bench
let connection: Connection

beforeAll(async () => {
  bench = await startBench()
  connection = await openssh().connect(noSignal)
})

afterAll(async () => {
  await connection.close()
  await bench.stop()
})

function openssh(ssh: SshSettings = {}, settings: TransportSettings = {}): Transport {
  return bench.transport({ transport: 'openssh', identityFile: '~/.ssh/id_ed25519', ...ssh }, settings)
}

const name = (): string => `[127.0.0.1]:${bench.proxy.port}`
const knowSshd = (): Promise<void> => bench.home.know(`${name()} ${bench.sshd.hostKeys.ed25519 ?? ''}`)

describeCommands('the system’s ssh', () => connection)

describe('a connection by the system’s ssh', () => {
  it('is one log-in, however many commands run over it', async () => {
    const before = bench.proxy.connections()
    const second = await openssh().connect(noSignal)
    await Promise.all(['a', 'b', 'c'].map((word) => runCommand(second, `echo ${word}`)))
    await second.close()
    expect(bench.proxy.connections() - before).toBe(1)
  })

  it('hands on an exit code of 255 that is the command’s own', async () => {
    expect(await runCommand(connection, 'exit 255')).toMatchObject({ code: 255 })
  })

  it('leaves no file and takes no command after it was closed', async () => {
    const ours = async (): Promise<string[]> =>
      (await readdir(tmpdir())).filter((entry) => /^nodeprep-[^-]+$/.test(entry)).sort()
    const before = await ours()
    const closed = await openssh().connect(noSignal)
    const channel = await closed.open('sleep 60')
    await closed.close()
    expect(await channel.exit).toEqual({ code: null })
    expect(await failureOf(closed.open('true'))).toMatchObject({ code: 'connection-lost' })
    expect(await ours()).toEqual(before)
  })

  it('that is cut ends the running command without an exit code', async () => {
    const cut = await openssh().connect(noSignal)
    const channel = await cut.open('read -r _; echo started; sleep 60')
    const outcome = outcomeOf(channel)
    channel.onStdout(() => bench.proxy.cut())
    // What comes with the channel itself goes to the first who listens.
    channel.write('go\n')
    expect(await outcome).toMatchObject({ code: null, stdout: 'started\n' })
    await cut.close()
    await connection.close()
    connection = await openssh().connect(noSignal)
  })

  it('to a peer that falls silent is found out by its missing signs of life', async () => {
    const silent = await openssh({}, { timing: { keepalive: 1_000, keepaliveCount: 1 } }).connect(noSignal)
    const channel = await silent.open('sleep 60')
    bench.proxy.freeze()
    expect(await channel.exit).toEqual({ code: null })
    await silent.close()
    await connection.close()
    connection = await openssh().connect(noSignal)
  })

  it('stops at an unknown host key, with its fingerprint', async () => {
    await bench.home.know()
    const error = await failureOf(openssh().connect(noSignal))
    await knowSshd()
    expect(error.code).toBe('host-key-unknown')
    expect(error.message).toMatch(/ is not in known_hosts; it showed the ssh-ed25519 key SHA256:\S{43}$/)
  })

  it('stops at another host key, with the place of the entry', async () => {
    await bench.home.know(
      `${name()} ${await makeKey(`${bench.home.path}/other-${process.hrtime.bigint()}`, 'ed25519')}`,
    )
    const error = await failureOf(openssh({}, { acceptNewHostKeys: true }).connect(noSignal))
    await knowSshd()
    expect(error.code).toBe('host-key-mismatch')
    expect(error.message).toContain(`${bench.home.knownHosts}:1`)
  })

  it('files the key of a new host when new keys are accepted', async () => {
    await bench.home.know()
    await (await openssh({}, { acceptNewHostKeys: true }).connect(noSignal)).close()
    await (await openssh().connect(noSignal)).close()
    await knowSshd()
  })

  it('says when no key is accepted', async () => {
    const path = `${bench.home.path}/stranger`
    await makeKey(path, 'ed25519')
    const error = await failureOf(openssh({ identityFile: path }).connect(noSignal))
    expect(error.code).toBe('auth-failed')
    expect(error.message).toContain('Permission denied (publickey)')
  })

  it('takes the passphrase from NODEPREP_KEY_PASSPHRASE', async () => {
    const path = `${bench.home.path}/locked`
    await bench.sshd.authorize(await makeKey(path, 'ed25519', "open 'sesame"))
    expect(await failureOf(openssh({ identityFile: path }).connect(noSignal))).toMatchObject({ code: 'auth-failed' })
    const env = { NODEPREP_KEY_PASSPHRASE: "open 'sesame" }
    await (await openssh({ identityFile: path }, { env }).connect(noSignal)).close()
  })

  it('says that nothing listens on a closed port', async () => {
    const error = await failureOf(openssh({ port: await freePort() }).connect(noSignal))
    expect(error.code).toBe('unreachable')
    expect(error.message).toContain('Connection refused')
  })

  it('ends at once when it is interrupted', async () => {
    const abort = new AbortController()
    const connecting = openssh().connect(abort.signal)
    setImmediate(() => abort.abort())
    expect(await failureOf(connecting)).toMatchObject({ code: 'interrupted' })
  })

  it('says that the ssh program is needed where there is none', async () => {
    const error = await failureOf(openssh({}, { env: { PATH: '/nowhere' } }).connect(noSignal))
    expect(error.message).toContain('needs the ssh program (cluster.yaml asks for it), which is not here')
  })

  it('leaves neither process nor file when nodeprep is killed', async () => {
    const script = fileURLToPath(new URL('../connect-and-wait.ts', import.meta.url))
    const args = ['--import', 'tsx', script, bench.home.path, me, String(bench.proxy.port)]
    const temporary = await mkdtemp(join(tmpdir(), 'np-'))
    const client = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, TMPDIR: temporary },
    })
    onTestFinished(async () => {
      client.kill('SIGKILL')
      await rm(temporary, { recursive: true })
    })
    await once(client.stdout, 'data')
    const ours = async (): Promise<string[]> =>
      (await readdir(temporary)).filter((entry) => entry.startsWith('nodeprep-'))
    expect(await ours()).toHaveLength(1)
    const open = bench.proxy.open()
    client.kill('SIGKILL')
    await vi.waitUntil(() => bench.proxy.open() < open, { timeout: 5_000 })
    await vi.waitUntil(async () => (await ours()).length === 0, { timeout: 5_000 })
  })

  it('goes through bastions, with the settings of each', async () => {
    const key = `${bench.home.path}/bastion key`
    await bench.sshd.authorize(await makeKey(key, 'ecdsa'))
    await bench.home.know(
      `[127.0.0.1]:${bench.sshd.port} ${bench.sshd.hostKeys.ed25519 ?? ''}`,
      `${name()} ${bench.sshd.hostKeys.ed25519 ?? ''}`,
    )
    const bastion = { address: '127.0.0.1', user: me, port: bench.proxy.port, identityFile: key }
    const before = bench.proxy.connections()
    const inner = await openssh({ port: bench.sshd.port, bastion }).connect(noSignal)
    expect(await runCommand(inner, 'echo inside')).toMatchObject({ code: 0, stdout: 'inside\n' })
    await inner.close()
    expect(bench.proxy.connections() - before).toBe(1)
    expect(await bench.sshd.log()).toMatch(/Accepted publickey .* ECDSA /)
  })
})
