import { expect, it } from 'vitest'
import type { Cluster, Handler } from '../../../../src/cluster/cluster.ts'
import { MADE } from '../../../../src/facts/made.ts'
import { containerdConfig } from '../../../../src/runtimes/containerd/config/config.ts'
import { CONFIG_FILE } from '../../../../src/runtimes/containerd/names.ts'
import { withSettings } from '../../../../src/toml/settings.ts'
import { parseToml } from '../../../../src/toml/text.ts'
import { accountOf, registryOf } from '../../../registries/registry-fixtures.ts'
import { clusterOf, factsOf } from '../../../kubernetes/fixtures.ts'

const crun: Handler = { name: 'crun', type: 'oci', path: '/usr/bin/crun', runtimeClass: 'crun' }
const clusterWith = (runtime: Partial<Cluster['runtime']>, account = false) =>
  clusterOf({
    runtime: { kind: 'containerd', version: '', ...runtime },
    registries: account ? [registryOf('r.lab:5000', { auth: accountOf('puller') })] : [],
  })
const all = clusterWith({ handlers: [crun], defaultHandler: 'crun' }, true)
const none = clusterWith({})

/** What becomes of a file on a host with these marks. */
function configured(cluster: Cluster, text: string, marks = '') {
  const made = marks.split(' ').flatMap((mark) => (mark === '' ? [] : [MADE + mark]))
  const facts = factsOf('debian-12', { containerd: { format: 2 }, files: { [CONFIG_FILE]: text }, made })
  const credentials = { passwords: new Map([['r.lab:5000', 's3cret']]), keys: new Map() }
  const config = containerdConfig({ cluster, facts, pauseImage: 'r/pause:1', credentials })
  return { ...config, text: withSettings(text, config.sets[2] ?? {}, config.unset) }
}

const plain = configured(none, '# mine\nversion = 2\n').text
const made = 'containerd-handler-crun.oci containerd-account-r.lab:5000 containerd-default-handler'

it('what is set gets a mark, and leaves the file as it was once it is not wanted', () => {
  const there = configured(all, plain)
  expect([there.marks.wanted, there.marks.former, there.mode]).toEqual([made, '', '0600'])
  expect(there.text).toMatch(/s3cret[^]*crun|crun[^]*s3cret/)
  const gone = configured(none, there.text, made)
  expect(gone.marks).toEqual({ wanted: '', former: made, formerHandlers: 'crun' })
  expect([parseToml(gone.text), gone.mode]).toEqual([parseToml(plain), '0644'])
  expect(gone.text).toContain('# mine\n')
  expect(configured(none, gone.text).text).toBe(gone.text)
})

it('what the file had before gets none, and stays', () => {
  const own = `${plain}[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.crun]\nruntime_type = "io.containerd.runc.v2"\n`
  const there = configured(clusterWith({ handlers: [crun] }), own)
  expect(there.marks.wanted).toBe('')
  expect(configured(none, there.text, there.marks.wanted).text).toContain('runtimes.crun')
})

it('a mark that stands is kept while the setting is wanted, and others of the host are nobody of its', () => {
  const there = configured(all, configured(all, plain).text, `${made} crio-handler-crun.oci pull-secret`)
  expect(there.marks).toEqual({ wanted: made, former: '', formerHandlers: '' })
})

it('a handler of another type is written anew', () => {
  const runsc: Handler = { ...crun, type: 'runsc', path: '/usr/bin/runsc' }
  const before = configured(clusterWith({ handlers: [crun] }), plain).text
  const { text, marks } = configured(clusterWith({ handlers: [runsc] }), before, 'containerd-handler-crun.oci')
  expect(text).not.toContain('BinaryName')
  expect(marks).toMatchObject({ former: 'containerd-handler-crun.oci', formerHandlers: '' })
})
