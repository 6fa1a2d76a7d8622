import { readFileSync } from 'node:fs'

/** What a line of the case files that begins with @ stands for. */
const MACROS: Readonly<Record<string, string>> = {
  '@head': 'apiVersion: nodeprep.dev/v1alpha1\nkind: Cluster\nmetadata: { name: demo }',
  '@kubernetes': '  kubernetes: { version: 1.36.2 }',
  '@hosts': '  hosts:\n    - { name: cp1, address: 192.0.2.1, role: control-plane }',
  '@playbook': 'apiVersion: nodeprep.dev/v1alpha1\nkind: Playbook\nmetadata: { name: test, description: a test }',
}

export interface Case {
  readonly name: string
  readonly text: string
  readonly expected: string
}

/** Reads a file of cases: `=== name`, the text, and after `>>>` what is printed for it. `\0` stands for NUL. */
export function readCases(url: URL): Case[] {
  const [, ...cases] = readFileSync(url, 'utf8').split(/^=== /m)
  return cases.map((one) => {
    const [, name = '', text = '', expected = ''] = /^(.*)\n((?:.*\n)*?)(?:>>>\n([\s\S]*))?$/.exec(one) ?? []
    const lines = text.trimEnd().split('\n')
    const expanded = lines.map((line) => MACROS[line] ?? line).join('\n')
    return { name, text: `${expanded}\n`.replaceAll('\\0', '\0'), expected: expected.trimEnd() }
  })
}
