import { execa } from 'execa'
import { copyFile, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { useLab } from '../lab/fixture.ts'
import { nodeprep, type Call } from './nodeprep.ts'

const labOf = useLab({
  hosts: [
    { name: 'h1', kind: 'debian12' },
    { name: 'h2', kind: 'debian11' },
  ],
})
let cwd: string

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'nodeprep-ways-'))
})

/** Asks h2 for its facts by the given ssh settings; the host's name in the answer proves who was reached. */
async function reach(ssh: string, env: Call['env'] = {}) {
  const lab = labOf()
  const text = `apiVersion: nodeprep.dev/v1alpha1
kind: Cluster
metadata: { name: ways }
spec:
  kubernetes: { version: 1.36.5 }
  ssh: { knownHostsFile: ${lab.ssh.knownHostsFile}, ${ssh} }
  hosts: [{ name: h2, address: ${lab.host('h2').address}, role: control-plane }]
`
  await writeFile(join(cwd, 'cluster.yaml'), text)
  const { exitCode, stdout, stderr } = await nodeprep(lab, ['facts', 'cluster.yaml', '--output', 'json'], { cwd, env })
  const facts = exitCode === 0 ? (JSON.parse(stdout) as { h2: { hostname: string; uid: number } }) : undefined
  return { exitCode, stderr, hostname: facts?.h2.hostname, uid: facts?.h2.uid }
}
const reached = { exitCode: 0, stderr: '', hostname: 'h2', uid: 0 }
const key = () => `identityFile: ${labOf().ssh.identityFile}`

describe.each(['ssh', 'openssh'])('a host is reached by transport %s', (transport) => {
  it('with a key file', async () => {
    expect(await reach(`${key()}, transport: ${transport}`)).toEqual(reached)
  })

  it('through a bastion', async () => {
    const bastion = `bastion: { address: ${labOf().host('h1').address}, user: deploy, ${key()} }`
    expect(await reach(`${key()}, transport: ${transport}, ${bastion}`)).toEqual(reached)
    const { stdout } = await labOf().exec(
      'h1',
      "journalctl -q --no-pager -t sshd -o cat | grep -c 'Accepted publickey for deploy'",
    )
    expect(Number(stdout)).toBeGreaterThan(0)
  })

  it('with a key that only the agent holds', async () => {
    const { stdout } = await execa('ssh-agent', ['-s'])
    const [, socket = ''] = /SSH_AUTH_SOCK=([^;]+)/.exec(stdout) ?? []
    const [, pid = ''] = /SSH_AGENT_PID=(\d+)/.exec(stdout) ?? []
    try {
      await execa('ssh-add', ['-q', labOf().ssh.identityFile], { env: { SSH_AUTH_SOCK: socket } })
      expect(await reach(`transport: ${transport}`, { SSH_AUTH_SOCK: socket })).toEqual(reached)
    } finally {
      process.kill(Number(pid))
    }
  })
})

describe('a key with a passphrase', () => {
  const locked = () => join(cwd, 'locked')

  beforeAll(async () => {
    await copyFile(labOf().ssh.identityFile, locked())
    await execa('ssh-keygen', ['-q', '-p', '-P', '', '-N', 'open sesame', '-f', locked()])
    expect(await readFile(locked(), 'utf8')).toContain('PRIVATE KEY')
  })

  it('opens with the passphrase of the environment', async () => {
    expect(await reach(`identityFile: ${locked()}`, { NODEPREP_KEY_PASSPHRASE: 'open sesame' })).toEqual(reached)
  })

  it('is named, with the remedy, when the passphrase is wrong', async () => {
    const { exitCode, stderr } = await reach(`identityFile: ${locked()}`, { NODEPREP_KEY_PASSPHRASE: 'open barley' })
    expect(exitCode).toBe(3)
    expect(stderr).toContain(locked())
    expect(stderr).not.toContain('open barley')
  })
})
