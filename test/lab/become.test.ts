import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { nodeprep } from '../e2e/nodeprep.ts'
import { restrict } from '../secrets/restrict.ts'
import { createLab, opsPassword, type Lab } from './lab.ts'

let lab: Lab
let cwd: string

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'nodeprep-lab-become-'))
  lab = await createLab({ id: `become-${process.pid}`, hosts: [{ name: 'h1', kind: 'debian12' }] })
})
afterAll(async () => {
  await lab.down()
  await rm(cwd, { recursive: true })
})
beforeEach(() => lab.reset('h1'))

const withPassword = 'user: ops, become: { password: { env: SUDO_PW } }'
const without = 'user: deploy'

async function call(ssh: string, args: readonly string[]) {
  const { identityFile, knownHostsFile } = lab.ssh
  const text = `apiVersion: nodeprep.dev/v1alpha1
kind: Cluster
metadata: { name: become }
spec:
  kubernetes: { version: 1.36.5 }
  ssh: { identityFile: ${identityFile}, knownHostsFile: ${knownHostsFile}, ${ssh} }
  hosts: [{ name: h1, address: ${lab.host('h1').address}, role: control-plane }]
`
  await writeFile(join(cwd, 'cluster.yaml'), text)
  return nodeprep(lab, [...args], { cwd, env: { SUDO_PW: opsPassword } })
}
const facts = (ssh: string) => call(ssh, ['facts', 'cluster.yaml'])
const onHost = async (script: string): Promise<void> => {
  const { code, stderr } = await lab.exec('h1', script)
  if (code !== 0) throw new Error(stderr)
}

it('a sudo that insists on a terminal is named, and what render --sudoers prints takes it off', async () => {
  await onHost('echo "Defaults requiretty" >/etc/sudoers.d/tty; chmod 440 /etc/sudoers.d/tty')
  for (const ssh of [withPassword, without]) {
    const refused = await facts(ssh)
    expect(refused.stderr).toContain('cannot become root: sudo insists on a terminal (requiretty)')
    expect(refused.stderr).toContain('render --sudoers')
  }
  for (const ssh of [withPassword, without]) {
    await restrict(lab, 'h1', `${(await call(ssh, ['render', 'cluster.yaml', '--sudoers'])).stdout}\n`)
    const { exitCode, stderr } = await facts(ssh)
    expect(exitCode, stderr).toBe(0)
  }
})

it('a lecture before the password is no obstacle', async () => {
  await onHost('echo "Defaults lecture=always" >/etc/sudoers.d/lecture; chmod 440 /etc/sudoers.d/lecture')
  const { exitCode, stderr } = await facts(withPassword)
  expect(exitCode, stderr).toBe(0)
})

it.each([
  [
    'there is no sudo',
    'mv /usr/bin/sudo /usr/bin/no-sudo',
    withPassword,
    'sudo is not installed',
    'su is, are not supported',
  ],
  ['there is no sudo either', 'mv /usr/bin/sudo /usr/bin/no-sudo', without, 'sudo is not installed', 'connect as root'],
  ['the rule is gone', 'rm /etc/sudoers.d/ops', withPassword, 'sudo does not allow it', 'render --sudoers'],
  ['a password is wanted', 'rm /etc/sudoers.d/deploy', without, 'sudo asks for a password', 'become.password'],
  [
    'another command is allowed',
    'echo "ops ALL=(root) /bin/ls" >/etc/sudoers.d/ops',
    withPassword,
    'sudo does not allow it',
    'sudoers.d',
  ],
  ['the password is locked', 'passwd -q -l ops', withPassword, 'sudo refused the password', 'become.password'],
  [
    'the password was tried once only',
    'echo ops:other | chpasswd',
    withPassword,
    'sudo refused the password',
    'become.password',
  ],
])('it is said at once when %s', async (_what, script, ssh, message, remedy) => {
  await onHost(script)
  const { exitCode, stderr } = await facts(ssh)
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining(message)])
  expect(stderr).toContain(remedy)
  const { stdout: log } = await lab.exec(
    'h1',
    'journalctl -q --no-pager -t sudo -o cat | grep -c "authentication failure" || :',
  )
  expect(Number(log)).toBeLessThanOrEqual(1)
})

it.each([
  ['the password has to be changed', 'chage -d 0 ops'],
  ['the account is expired', 'chage -E 0 ops'],
])('a log-in that fails because %s says so', async (_what, script) => {
  await onHost(script)
  const { exitCode, stderr } = await facts(withPassword)
  expect([1, 3]).toContain(exitCode)
  expect(stderr).toMatch(/expired|refused|closed/)
})
