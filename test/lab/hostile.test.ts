import { execa } from 'execa'
import { load, loadAll } from 'js-yaml'
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { endLine } from '../../src/shell/text-file.ts'
import { changes, nodeprep } from '../e2e/nodeprep.ts'
import { download, extraArgs, folder, initFile, paths, playbook, sysctl, values, yamlOf } from './hostile-playbook.ts'
import { createLab, opsPassword, type Lab } from './lab.ts'

const file = './-c $(touch canary-file) `x` it\'s "q" %h.yaml'
const planFile = './-p $(touch canary-plan).json'
const books = "b $(touch canary-books) it's"
const options = ['--playbooks', books, '--log-file', '-l $(touch canary-log).log', '--output', 'json']

let lab: Lab
let cwd: string

const clusterOf = (transport: string) => ({
  apiVersion: 'nodeprep.dev/v1alpha1',
  kind: 'Cluster',
  metadata: { name: 'hostile' },
  spec: {
    kubernetes: { version: '1.20.2' },
    cni: { manifest: 'm $(touch canary-manifest) `x`.yaml' },
    ignoreChecks: ['cri-o-source'],
    ssh: {
      user: 'ops',
      transport,
      // As in an OpenSSH configuration, `%%` is a percent sign.
      identityFile: 'key $(touch canary-key) it\'s "q" %%h',
      knownHostsFile: 'known $(touch canary-known) it\'s "q" %%h',
      become: { method: 'sudo', password: { file: '-pw $(touch canary-pw) it\'s "q"' } },
    },
    hosts: [{ name: 'h1', address: lab.host('h1').address, role: 'control-plane' }],
  },
})

async function writeCluster(transport: string): Promise<void> {
  const cluster = clusterOf(transport)
  const { ssh, cni } = cluster.spec
  await copyFile(lab.ssh.identityFile, join(cwd, ssh.identityFile.replace('%%', '%')))
  await copyFile(lab.ssh.knownHostsFile, join(cwd, ssh.knownHostsFile.replace('%%', '%')))
  await writeFile(join(cwd, ssh.become.password.file), `${opsPassword}\n`, { mode: 0o600 })
  await writeFile(join(cwd, cni.manifest), 'kind: Namespace\n')
  const kubeadm = { apiVersion: 'kubeadm.k8s.io/v1beta2', kind: 'ClusterConfiguration', apiServer: { extraArgs } }
  await writeFile(join(cwd, file), `${yamlOf(cluster)}\n---\n${yamlOf(kubeadm)}\n`)
}

const run = (...args: readonly string[]) => nodeprep(lab, [...args, ...options], { cwd })
/** What a command prints on the host, byte by byte. */
const bytes = async (command: string): Promise<Buffer> => {
  const { stdout, code } = await lab.exec('h1', `set -e; ${command} | base64 -w0`)
  expect(code).toBe(0)
  return Buffer.from(stdout, 'base64')
}
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "nodeprep-it's $(touch canary-cwd) "))
  await mkdir(join(cwd, books))
  await writeFile(join(cwd, books, 'cluster.yaml'), yamlOf(playbook))
  lab = await createLab({ id: `hostile-${process.pid}`, hosts: [{ name: 'h1', kind: 'debian12' }] })
})
afterAll(async () => {
  await lab.down()
  await rm(cwd, { recursive: true })
})

describe('hostile values on a host', () => {
  it('are applied, and hold ever after', async () => {
    await writeCluster('ssh')
    const first = await run('apply', file, '--yes')
    expect(
      [first.exitCode, changes(first.events).filter((change) => !change.endsWith(' changed'))],
      first.stdout + first.stderr,
    ).toEqual([0, []])
    const again = await run('apply', file, '--yes')
    expect([again.exitCode, changes(again.events)]).toEqual([0, []])
  })

  it.each(['ssh', 'openssh'])('are planned, and the plan is applied, over %s', async (transport) => {
    await writeCluster(transport)
    const plan = await run('plan', file, '--out', planFile)
    expect([plan.exitCode, changes(plan.events)], plan.stdout).toEqual([4, ['h1 given would-change']])
    const applied = await nodeprep(lab, ['apply', planFile, ...options.slice(2)], { cwd })
    expect([applied.exitCode, changes(applied.events)], applied.stdout + applied.stderr).toEqual([0, []])
  })

  it('are in files and variables exactly as written', async () => {
    for (const [i, value] of values.entries()) {
      expect((await bytes(`cat ${folder}/content-${i}`)).toString()).toBe(endLine(value))
      expect((await bytes(`cat ${folder}/env-V${i}`)).toString()).toBe(value)
    }
  })

  it('are the names of files, and no others are there', async () => {
    const found = await bytes(`find ${folder}/paths -type f -print0 | sort -z`)
    expect(found.toString().split('\0').filter(Boolean).sort()).toEqual([...paths].sort())
    expect((await bytes(`cat ${quoted(download.to)}`)).toString()).toBe('served\n')
  })

  it('are in effect in the kernel and in the documents of kubeadm', async () => {
    const wanted = sysctl.value.replace('\t', ' ')
    expect((await bytes('cat /proc/sys/kernel/domainname')).toString()).toBe(`${wanted}\n`)
    expect((await bytes(`cat ${quoted(sysctl.file)}`)).toString()).toBe(`kernel.domainname = ${wanted}\n`)
    const documents = loadAll((await bytes(`cat ${quoted(initFile)}`)).toString()) as Record<string, unknown>[]
    const kubeadm = documents.find(({ kind }) => kind === 'ClusterConfiguration')
    expect(kubeadm?.['apiServer']).toEqual({ extraArgs: load(yamlOf(extraArgs)) })
  })

  it('ran nothing, neither there nor here', async () => {
    const there = await lab.exec('h1', "find / -xdev -name 'canary*'")
    expect([there.code, there.stdout]).toEqual([0, ''])
    const { stdout } = await execa('find', [tmpdir(), '-maxdepth', '1', '-name', 'canary-*'])
    expect(stdout).toBe('')
    expect((await readdir(cwd, { recursive: true })).filter((name) => /(^|\/)canary/.test(name))).toEqual([])
  })
})
