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

test('case 3: what [main] and repositories exclude is installed when it is asked for, and stays excluded', async () => {
  await ask(`dnf -q -y remove np-tool np-cni
    cp /etc/dnf/dnf.conf /root/dnf.conf; printf '\\nexclude=np-tool\\nexcludepkgs=np-cni\\n' >>/etc/dnf/dnf.conf`)
  const { seen, output } = await runSteps(lab(), 'centos', facts, [install('np-cni', 'np-tool=1.20.1')])
  expect(seen, output).toEqual(['changed'])
  expect(output).toContain('np-cni is excluded on this host (see /etc/dnf/dnf.conf ): lifted for this installation')
  await ask('dnf -q -y upgrade; cp /root/dnf.conf /etc/dnf/dnf.conf')
  expect(await ask('rpm -q np-tool np-cni')).toBe('np-tool-1.20.1-0.x86_64\nnp-cni-0.8.7-0.x86_64\n')
})

const repo = (id: string, url: string, more: string) => `[${id}]\nname=${id}\nbaseurl=${url}\n${more}\n`

test('case 2: the same repository under another id and with its excludes is no obstacle', async () => {
  await ask('dnf -q -y remove np-tool np-cni')
  const text = repo('mine', base, `gpgcheck=1\ngpgkey=${base}/repodata/repomd.xml.key\nexclude=np-tool np-cni`)
  await lab().exec('centos', 'cat >/etc/yum.repos.d/mine.repo', text)
  await converge(lab(), 'centos', facts, [install('np-cni', 'np-tool=1.20.2')])
  // Its own alone: what it excludes is the intent of whoever asks for it by name.
  await ask('dnf -q -y remove np-tool np-cni; mv /etc/yum.repos.d/nodeprep-np.repo /root')
  const { seen, output } = await runSteps(lab(), 'centos', facts, [install('np-tool=1.20.2')])
  expect(seen, output).toEqual(['changed'])
  await ask('mv /root/nodeprep-np.repo /etc/yum.repos.d; rm /etc/yum.repos.d/mine.repo')
})

test("case 19: a dead repository of the host's own is named with its file", async () => {
  await lab().exec(
    'centos',
    'cat >/etc/yum.repos.d/old.repo',
    repo('gone', 'http://127.0.0.1:9/x', 'skip_if_unavailable=0'),
  )
  const { seen, output } = await runSteps(lab(), 'centos', facts, [install('np-tool=1.20.20')])
  await ask('rm /etc/yum.repos.d/old.repo')
  expect(seen, output).toEqual(['failed'])
  expect(output).toMatch(
    /^the index of packages could not be fetched: .*; this is repository gone of \/etc\/yum.repos.d\/old.repo, not one of nodeprep: correct it or set enabled=0/m,
  )
})

test('case 3: packages of a module that is not enabled are called that, and those of a repository step are not hidden', async () => {
  await ask('dnf -q -y remove np-tool np-cni; mv /etc/yum.repos.d/nodeprep-np.repo /root')
  const yaml = `document: modulemd
version: 2
data:
  name: np
  stream: "1"
  version: 1
  context: c0ffee00
  arch: x86_64
  summary: a module
  description: a module
  license: { module: [MIT] }
  artifacts: { rpms: ['np-tool-0:1.20.2-0.x86_64'] }
`
  await lab().exec('centos', 'cp -a /srv/np-repo /srv/np-mod; cat >/srv/np-mod/repodata/modules.yaml', yaml)
  await ask(`cd /srv/np-mod/repodata; sum=$(sha256sum <modules.yaml)
    sed -i "s,</repomd>,<data type='modules'><checksum type='sha256'>\${sum%% *}</checksum><location href='repodata/modules.yaml'/></data></repomd>," repomd.xml`)
  await lab().exec('centos', 'cat >/etc/yum.repos.d/mod.repo', repo('mod', 'file:///srv/np-mod', 'gpgcheck=0'))
  const wanted = { kind: 'package', params: { packages: ['np-tool=1.20.2'] } }
  const { seen, output } = await runSteps(lab(), 'centos', facts, [wanted])
  await ask('rm /etc/yum.repos.d/mod.repo')
  expect(seen, output).toEqual(['failed'])
  expect(output).toContain('np-tool 1.20.2 cannot be installed: modular filtering hides it')
  const url = 'file:///srv/np-mod'
  await converge(lab(), 'centos', facts, [
    { ...repository, params: { ...repository.params, url } },
    install('np-tool=1.20.2'),
  ])
  await ask('rm /etc/yum.repos.d/nodeprep-np.repo; mv /root/nodeprep-np.repo /etc/yum.repos.d')
})

test('refuses packages that another key signed', async () => {
  await ask('dnf -q -y remove np-tool np-cni; rpm -e --allmatches gpg-pubkey')
  const otherKey = (await readFile(join(await keysPiece.path(), 'cri-o.asc'))).toString()
  await lab().exec('centos', 'cat >/srv/np-repo/other.key', otherKey)
  const wrong = { ...repository, params: { ...repository.params, key: `${base}/other.key` } }
  const key = '/etc/pki/rpm-gpg/RPM-GPG-KEY-nodeprep-np'
  const refused = await runSteps(lab(), 'centos', facts, [wrong])
  expect(refused.seen, refused.output).toEqual(['failed'])
  expect(refused.output).toContain('this host trusts another key')
  await ask(`rm ${key}`)
  const { seen } = await runSteps(lab(), 'centos', facts, [wrong, install('np-tool=1.20.2')])
  expect(seen).toEqual(['changed', 'failed'])
  expect(await ask('rpm -q np-tool')).toContain('not installed')
  await ask(`rm ${key}`)
})

test.each([
  ['cannot be fetched', 'file:///srv/nowhere'],
  ['answers nobody', 'http://127.0.0.1:9/x'],
])('a repository that %s leaves no file, and dnf works on', async (_, url) => {
  await runSteps(lab(), 'centos', facts, [repository])
  const dead = { kind: 'repository', params: { ...repository.params, name: 'dead', url } }
  const { seen, output } = await runSteps(lab(), 'centos', facts, [dead])
  expect(seen, output).toEqual(['failed'])
  expect(output).toMatch(/^the index of packages could not be fetched: .*\. The repository was not added$/m)
  expect(await ask('ls /etc/yum.repos.d /etc/pki/rpm-gpg 2>/dev/null | grep dead || echo none')).toBe('none\n')
  expect(await ask('dnf -q check-update rpm; echo $?')).toMatch(/^(0|100)$/m)
})
