import { describe, expect, it } from 'vitest'
import { noCredentials } from '../../../../src/registries/credentials.ts'
import { containerdConfig } from '../../../../src/runtimes/containerd/config/config.ts'
import { CONFIG_FILE } from '../../../../src/runtimes/containerd/names.ts'
import { clusterOf, factsOf } from '../../../kubernetes/fixtures.ts'
import { accountOf, clusterWith, credentialsOf, registryOf } from '../../../registries/registry-fixtures.ts'

const CRI = 'plugins."io.containerd.grpc.v1.cri"'
const ofContainerd = clusterOf({ runtime: { kind: 'containerd', version: '' } })

/** What the step is told for a host with this file, and a containerd of this format or none. */
function configOf(file: string, format = 0, cluster = ofContainerd, credentials = noCredentials) {
  const facts = factsOf('debian-12', { containerd: { format }, files: { [CONFIG_FILE]: file } })
  return containerdConfig({ cluster, facts, pauseImage: 'registry.k8s.io/pause:3.10.2', credentials })
}
const formatsOf = (file: string, format?: number) => Object.keys(configOf(file, format).sets)

describe('the settings', () => {
  it('are those of every format only where nothing tells which one the host gets', () => {
    expect(formatsOf('')).toEqual(['2', '3', '4'])
    expect(formatsOf('# mine\ndisabled_plugins = ["cri"]\n')).toEqual(['2', '3', '4'])
    expect(formatsOf('', 3)).toEqual(['3'])
    expect(formatsOf('version = 2\n')).toEqual(['2'])
  })

  it('fit the file in each format', () => {
    const { sets } = configOf('disabled_plugins = ["cri", "io.containerd.snapshotter.v1.zfs"]\nroot = "/data"\n')
    for (const set of Object.values(sets)) {
      expect(set['disabled_plugins']).toEqual(['io.containerd.snapshotter.v1.zfs'])
      expect(set).not.toHaveProperty('root')
    }
  })

  it('are made once for all hosts with that file', () => {
    const text = 'version = 2\nroot = "/data"\n'
    expect(configOf(text).sets).toBe(configOf(text).sets)
    expect(configOf('version = 2\n').sets).not.toBe(configOf(text).sets)
    const other = clusterOf({ runtime: { kind: 'containerd', version: '' } })
    expect(configOf(text, 0, other).sets).not.toBe(configOf(text).sets)
  })

  it('are those of a host without a file where there is one that is no TOML, which the step refuses', () => {
    expect(configOf('version = ')).toEqual(configOf(''))
    expect(configOf(`version = 2\n${'a.'.repeat(1000)}a = 1\n`).refusal).toBe('')
  })
})

describe('the file', () => {
  it('is for root alone where it holds an account, be it of the host or of cluster.yaml', () => {
    expect(configOf('version = 2\n').mode).toBe('0644')
    expect(configOf(`version = 2\n[${CRI}.registry.configs."r.example".auth]\npassword = "geheim"\n`).mode).toBe('0600')
    const cluster = clusterWith('containerd', [registryOf('r.example', { auth: accountOf('puller') })])
    const credentials = credentialsOf({ 'r.example': 'hunter22' })
    expect(configOf('', 0, cluster, credentials).mode).toBe('0600')
    expect(configOf('', 0, cluster).mode).toBe('0644')
  })

  it('is refused with the reason', () => {
    expect(configOf('').refusal).toBe('')
    expect(configOf('version = 7\n').refusal).toContain('it is of format 7')
  })
})
