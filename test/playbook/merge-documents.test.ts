import { load, loadAll } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import type { KubeadmDocument } from '../../src/cluster/cluster.ts'
import { mergeDocuments } from '../../src/playbook/merge-documents.ts'

const document = (kind: KubeadmDocument['kind'], value: Record<string, unknown>): KubeadmDocument => ({
  apiVersion: 'v1',
  kind,
  value: { apiVersion: 'v1', kind, ...value },
  line: 1,
})
const merged = (rendered: string, value: Record<string, unknown>) =>
  load(mergeDocuments(`kind: ClusterConfiguration\n${rendered}`, [document('ClusterConfiguration', value)]))

describe("the user's document over the rendered one", () => {
  it.each([
    ['adds what is not there', 'a: 1', { b: 2 }, { a: 1, b: 2 }],
    ['replaces plain values', 'a: 1', { a: 2 }, { a: 2 }],
    ['merges maps however deep', 'a: { b: { c: 1, d: 2 } }', { a: { b: { d: 3 } } }, { a: { b: { c: 1, d: 3 } } }],
    ['replaces lists', 'a: [1, 2]', { a: [3] }, { a: [3] }],
    ['replaces a map by what is none', 'a: { b: 1 }', { a: 'x' }, { a: 'x' }],
    ['replaces what is no map by a map', 'a: PLACEHOLDER', { a: { b: 1 } }, { a: { b: 1 } }],
    [
      'merges lists of arguments by name, repeated ones as they stand',
      'apiServer: { extraArgs: [{ name: v, value: "1" }, { name: w, value: "2" }] }',
      {
        apiServer: {
          extraArgs: [
            { name: 'v', value: '5' },
            { name: 'v', value: '6' },
          ],
        },
      },
      {
        apiServer: {
          extraArgs: [
            { name: 'w', value: '2' },
            { name: 'v', value: '5' },
            { name: 'v', value: '6' },
          ],
        },
      },
    ],
    [
      'merges maps of arguments as any map',
      'nodeRegistration: { kubeletExtraArgs: { v: "1", w: "2" } }',
      { nodeRegistration: { kubeletExtraArgs: { v: '5' } } },
      { nodeRegistration: { kubeletExtraArgs: { v: '5', w: '2' } } },
    ],
    ['keeps keys that are dangerous names as data', 'a: 1', { constructor: { x: 1 } }, { a: 1, constructor: { x: 1 } }],
  ])('%s', (_, rendered, value, expected) => {
    expect(merged(rendered, value)).toEqual({ apiVersion: 'v1', kind: 'ClusterConfiguration', ...expected })
  })

  it('leaves documents of other kinds alone and follows at the end where none was rendered', () => {
    const text = mergeDocuments('kind: InitConfiguration\na: 1\n---\nkind: ClusterConfiguration\nb: 1\n', [
      document('KubeProxyConfiguration', { mode: 'nftables' }),
      document('ClusterConfiguration', { b: 2 }),
    ])
    expect(loadAll(text)).toEqual([
      { kind: 'InitConfiguration', a: 1 },
      { apiVersion: 'v1', kind: 'ClusterConfiguration', b: 2 },
      { apiVersion: 'v1', kind: 'KubeProxyConfiguration', mode: 'nftables' },
    ])
  })

  it('is printed the same way every time, without wrapped lines or references', () => {
    const shared = { value: `${'long '.repeat(60)}end` }
    const print = () =>
      mergeDocuments('kind: JoinConfiguration', [document('JoinConfiguration', { a: shared, b: shared })])
    expect(print()).toBe(print())
    expect(print()).toContain(`    value: ${shared.value}\n`.slice(2))
    expect(print()).not.toMatch(/[&*]ref/)
  })

  it('keeps versions and modes that look like numbers as text', () => {
    expect(mergeDocuments('kind: ClusterConfiguration\nkubernetesVersion: "1.30"\nmode: "0644"\n', [])).toBe(
      "kind: ClusterConfiguration\nkubernetesVersion: '1.30'\nmode: '0644'\n",
    )
  })
})
