import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { hosts } from '../steps/copy/plan.ts'
import { keysPiece } from './artifacts/keys.ts'
import { useLab } from './fixture.ts'
import { rpmRepository as base, serveRpms } from './serve-rpms.ts'
import { converge, runSteps } from './step-runs.ts'

// The repository and package steps with real dnf, real rpms and signatures.

const lab = useLab({ hosts: [{ name: 'centos', kind: 'centos' }] })
const facts = hosts.rocky9
const repository = {
  kind: 'repository',
  params: { name: 'np', url: base, key: `${base}/repodata/repomd.xml.key`, exclude: ['np-tool'] },
}
const install = (...packages: string[]) => ({ kind: 'package', params: { packages, repository: 'np', hold: true } })
const tool = (version: string) => ({ name: 'np-tool', version, release: '0', summary: 'a tool', requires: ['np-cni'] })

const ask = async (command: string) => (await lab().exec('centos', command)).stdout

beforeAll(async () => {
  const cni = { name: 'np-cni', version: '0.8.7', release: '0', summary: 'plugins' }
  const tools = ['1.20.1', '1.20.2', '1.20.20', '1.21.0'].map((version) => ({ ...tool(version), files: {} }))
  await serveRpms(lab(), 'centos', [{ ...cni, files: { '/usr/share/np/file': { text: 'x\n' } } }, ...tools])
})

test('installs the wanted version with its dependency, verified by the key of the repository', async () => {
  await converge(lab(), 'centos', facts, [repository, install('np-tool=1.20.2')])
  expect(await ask('rpm -q np-tool np-cni')).toBe('np-tool-1.20.2-0.x86_64\nnp-cni-0.8.7-0.x86_64\n')
})

test('a plain upgrade does not move what the repository excludes', async () => {
  await ask('dnf -q -y upgrade')
  expect(await ask('rpm -q np-tool')).toBe('np-tool-1.20.2-0.x86_64\n')
})

test('moves to a newer version when that is wanted, and never back', async () => {
  await converge(lab(), 'centos', facts, [install('np-tool=1.20.20')])
  const { seen, output } = await runSteps(lab(), 'centos', facts, [install('np-tool=1.20.2')])
  expect(seen).toEqual(['failed'])
  expect(output).toContain('np-tool 1.20.20-0 is installed, newer than the wanted 1.20.2')
})

test('names the versions there are', async () => {
  const { output } = await runSteps(lab(), 'centos', facts, [install('np-tool=1.22')])
  expect(output).toContain('no repository of this host has np-tool 1.22; it has: 1.21.0-0 1.20.20-0 1.20.2-0 1.20.1-0')
})

test('refuses packages that another key signed', async () => {
  await ask('dnf -q -y remove np-tool np-cni; rpm -e --allmatches gpg-pubkey')
  const otherKey = (await readFile(join(await keysPiece.path(), 'cri-o.asc'))).toString()
  await lab().exec('centos', 'cat >/srv/np-repo/other.key', otherKey)
  const wrong = { ...repository, params: { ...repository.params, key: `${base}/other.key` } }
  const { seen } = await runSteps(lab(), 'centos', facts, [wrong, install('np-tool=1.20.2')])
  expect(seen).toEqual(['changed', 'failed'])
  expect(await ask('rpm -q np-tool')).toContain('not installed')
})
