import { describe, expect, test } from 'vitest'
import { frame } from '../../../src/report/terminal/frame.ts'
import { RunState } from '../../../src/report/state.ts'
import { coloured, unstyled } from '../../../src/report/style.ts'
import { widthOf } from '../../../src/report/text.ts'
import { at, refused, Script } from '../events.ts'

function lines(script: Script, { columns = 80, rows = 24, seconds = 10, style = unstyled } = {}): string[] {
  const state = new RunState()
  for (const event of script.events) state.apply(event)
  return frame(state, { columns, rows, now: at(seconds), style })
}

function busy(): Script {
  const script = new Script(['cp1', 'w1', 'w2', 'w10', 'w11', 'w12'])
  script.connecting('cp1').connecting('w1', 2).connecting('w2').connecting('w10')
  script.step('cp1', 1, 'swap off', { outcome: 'changed' }).started('cp1', 12, 'package kubelet', 5.8)
  script.note('cp1', 'info', 'waiting for the apt lock held by pid 123 (apt-get)')
  script.connecting('w11').facts('w11')
  script.started('w10', 3, '文件 /etc/crictl.yaml', 9.9)
  return script.ended('w2', 'unreachable', refused)
}

test('the live view has a line for each active host and one about all', () => {
  expect(lines(busy())).toEqual([
    'cp1  ⠴ 12/12 package kubelet… waiting for the apt lock held by pid 123 (a… 4.2s',
    'w1   ⠴ connecting: ssh root@w1:22… 8.0s',
    'w10  ⠴  3/12 文件 /etc/crictl.yaml… 0.1s',
    'w11  ⠴ looking… 10s',
    '10s · 6 hosts · 4 running · 1 waiting · 0 done · 1 unreachable · 1 changed',
  ])
})

test('a host that has ended has no line of its own any more', () => {
  const text = lines(busy().ended('cp1', 'changed')).join('\n')
  expect(text).not.toContain('cp1')
  expect(text).toContain('1 done · 1 unreachable')
})

describe('on a narrow terminal', () => {
  test.each([40, 60, 79])('no line is wider than %d columns', (columns) => {
    for (const line of lines(busy(), { columns })) expect(widthOf(line)).toBeLessThan(columns)
  })

  test('the elapsed time stays', () => {
    expect(lines(busy(), { columns: 40 })[0]).toBe('cp1  ⠴ 12/12 package kubelet… wai… 4.2s')
  })
})

test('a thousand hosts fit on 24 lines, the cursor included', () => {
  const names = Array.from({ length: 1000 }, (_, i) => `w${i + 1}`)
  const script = new Script(names)
  for (const name of names) script.connecting(name)
  const shown = lines(script)
  expect(shown).toHaveLength(23)
  expect(shown[0]).toContain('w1 ')
  expect(shown[22]).toBe('10s · 1000 hosts · 1000 running (978 not shown) · 0 done')
})

test('where not all fit, hosts at work on a step come first, then those that connect', () => {
  const names = Array.from({ length: 100 }, (_, i) => `w${i + 1}`)
  const script = new Script(names)
  for (const name of names) script.connecting(name)
  for (const name of names.slice(0, 98)) script.facts(name)
  script.started('w42', 1, 'swap off').started('w77', 2, 'package kubelet')
  const shown = lines(script, { rows: 7 }).map((line) => line.split(' ')[0])
  expect(shown).toEqual(['w42', 'w77', 'w99', 'w100', 'w1', '10s'])
})

test('a terminal of one line still gets the summary', () => {
  expect(lines(busy(), { rows: 1 })).toHaveLength(1)
})

test('escape sequences of a host do not get through', () => {
  const script = new Script(['w1']).started('w1', 1, '\u001B[2J\u001B]0;owned\u0007swap\noff')
  expect(lines(script)[0]).toBe('w1  ⠴  1/12 swap off… 10s')
})

test('colours take no columns', () => {
  const plain = lines(busy(), { columns: 50 })
  const bright = lines(busy(), { columns: 50, style: coloured })
  expect(bright.map((line) => line.replace(/\u001B\[\d+m/g, ''))).toEqual(plain)
})
