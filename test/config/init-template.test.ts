import { expect, test } from 'vitest'
import { clusterTemplate } from '../../src/config/init-template.ts'
import { parseCluster } from '../../src/config/load.ts'

const surroundings = { home: '/home/me', readManifest: () => '' }

test('what init writes is valid', () => {
  expect(parseCluster(clusterTemplate(), 'cluster.yaml', surroundings)).toHaveProperty('cluster.name', 'demo')
})

test('the settings it shows in comments are valid too, one by one', () => {
  const lines = clusterTemplate().split('\n')
  const settings = lines.flatMap((line, i) => (/^ +# (- \{|[a-zA-Z]+: \S)/.test(line) ? [i] : []))
  expect(settings.length).toBeGreaterThan(10)
  for (const shown of settings.filter((i) => !/^ {2}# {3}/.test(lines[i] ?? ''))) {
    const text = lines.map((line, i) => (i === shown ? line.replace('# ', '') : line)).join('\n')
    expect([lines[shown], parseCluster(text, 'cluster.yaml', surroundings)]).toEqual([
      lines[shown],
      { cluster: expect.anything() as unknown, notices: [] },
    ])
  }
})

test('so are the blocks it shows in comments', () => {
  const text = clusterTemplate()
    .replace(/^ {2}# (runtime:| {2}\w+:)/gm, '  $1')
    .replace(/^# (---|apiVersion:|kind:|maxPods:)/gm, '$1')
  expect(parseCluster(text, 'cluster.yaml', surroundings)).toMatchObject({
    cluster: { runtime: { version: '1.37' }, documents: [{ kind: 'KubeletConfiguration' }] },
  })
})
