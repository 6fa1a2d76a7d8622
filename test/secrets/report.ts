import type { Result } from './run-canaries.ts'
import { attempts } from './restrict.ts'

/** Leaks, told by where they are, without the secrets themselves. */
export function leaks({ finds }: Result): readonly string[] {
  const told = finds
    .filter(({ holder }) => holder === undefined)
    .map(
      ({ canary, evidence: { machine, place, where, access } }) =>
        `${canary.name}: ${machine}, ${place}: ${where}${access === undefined ? '' : ` (${access})`}`,
    )
  return [...new Set(told)]
}

const places: readonly (readonly [title: string, places: readonly string[]])[] = [
  ['output', ['output']],
  ['JSON', ['JSON events']],
  ['logs, plans, state', ['run logs', 'plan files', 'state and cache', 'temporary files', 'kubeconfig']],
  ['cmdline', ['/proc/*/cmdline']],
  ['environ', ['/proc/*/environ']],
  ['disk', ['disk']],
  ['/run, journal of nodeprep', ['/run/nodeprep', '/var/lib/nodeprep']],
  ['host logs, history', ['logs', 'shell history']],
]

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

function secretsTable({ canaries, finds }: Result): readonly string[] {
  const names = [...new Set(canaries.map(({ name }) => name))].filter((name) => name !== 'self-test')
  const count = (name: string, of: readonly string[]): string => {
    const leaked = finds.filter(
      ({ canary, evidence, holder }) => canary.name === name && of.includes(evidence.place) && holder === undefined,
    )
    return String(leaked.length)
  }
  return [
    row(['secret', ...places.map(([title]) => title)]),
    row(['---', ...places.map(() => '---:')]),
    ...names.map((name) => row([name, ...places.map(([, of]) => count(name, of))])),
  ]
}

/** Everything as Markdown. */
export function reportText(result: Result): string {
  const { searched, finds, missed, privileges, runs } = result
  const held = new Map<string, Set<string>>()
  for (const { canary, holder } of finds)
    if (holder !== undefined) held.set(holder, (held.get(holder) ?? new Set()).add(canary.name))
  const found = leaks(result)
  return [
    'Leaks of each secret at each place:',
    '',
    ...secretsTable(result),
    '',
    row(['machine', 'looks at all processes', 'processes seen', 'files searched']),
    row(['---', '---:', '---:', '---:']),
    ...Object.entries(searched).map(([name, { passes, processes, files }]) =>
      row([name, ...[passes, processes, files].map(String)]),
    ),
    '',
    `Self-test: a secret left at every place was ${missed.length === 0 ? 'found at each' : `MISSED at ${missed.join(', ')}`}.`,
    '',
    'Holders, not counted as leaks:',
    '',
    ...[...held].map(([why, names]) => `- ${why}: ${[...names].join(', ')}`),
    '',
    row(['host', 'user', 'may run nodeprep', 'other commands tried', 'of which allowed']),
    row(['---', '---', '---', '---:', '---:']),
    ...Object.entries(privileges).map(([host, { user, allowed, tooMuch }]) =>
      row([host, user, allowed ? 'yes' : 'NO', String(attempts.length), String(tooMuch.length)]),
    ),
    '',
    ...runs
      .filter(({ exitCode, expected }) => exitCode !== expected)
      .map(({ name, exitCode, output }) => `nodeprep ${name} ended with ${String(exitCode)}:\n${output.slice(-3000)}`),
    `${found.length} leaks`,
    ...found.map((leak) => `  ${leak}`),
  ].join('\n')
}
