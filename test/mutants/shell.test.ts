import { expect, it } from 'vitest'
import { mutantsOf } from './mutations.ts'

const changes = (name: string, text: string) => mutantsOf(name, text).map(({ line, after }) => `${line} ${after}`)

it.each([
  ['[ "$a" -lt 34 ]', ['[ "$a" -le 34 ]', '[ ! "$a" -lt 34 ]', '[ "$a" -lt 35 ]']],
  ['[ ! -e "$a" ] && b', ['[ ! -e "$a" ] || b', '[ -e "$a" ] && b']],
  [
    '[ "$a" != b ] || return 1',
    [
      '[ "$a" = b ] || return 1',
      '[ "$a" != b ] && return 1',
      '[ ! "$a" != b ] || return 1',
      '[ "$a" != b ]',
      '[ "$a" != b ] || return 2',
    ],
  ],
  ['kubeadm reset --force --cri-socket "$c"', ['kubeadm reset --cri-socket "$c"', 'kubeadm reset --force "$c"']],
  ['np_fail "cannot -x || y"', []],
  ['grep -q x', []],
])('the wrong changes of %s, beside leaving it out', (line, expected) => {
  expect(changes('x.sh', line)).toEqual(['1 ', ...expected.map((one) => `1 ${one}`)])
})

it('words for people and comments are left alone', () => {
  expect(changes('x.sh', "# a || b\nnp_say 'x || y'\n*x*) echo 'y' ;;\n")).toEqual([])
})

it('conditions, fields and shell of a playbook', () => {
  const text = `steps:
  - id: a
    when: '{{eq b 1}}'
    provides: [x]
    command:
      title: t && u
      check: '[ -e /x ]'
      apply: |
        a || b
  - include: c
`
  expect(changes('x.yaml', text)).toEqual([
    ...['3 ', "3 when: '{{not (eq b 1)}}'", '4 ', '7 check:', "7 check: '[ ! -e /x ]'", '9 ', '9 a && b', '10 '],
  ])
})

it('conditions, quotes and lines of a template', () => {
  expect(changes('x.hbs', '{{#if a.b}}\nname: {{json c}}\n{{/if}}\n')).toEqual([
    ...['1 {{#if (not a.b)}}', '2 name: {{c}}', '2 '],
  ])
})
