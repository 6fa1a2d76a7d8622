import { readFileSync } from 'node:fs'

/** Removes what only a reader of the source wants: comment lines and indentation outside of nothing but plain shell. */
function lean(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .join('\n')
}

const read = (name: string): string => lean(readFileSync(new URL(name, import.meta.url), 'utf8'))

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

/** Without these no program runs, without the second ones none that applies. */
const core = ['program', 'step', 'values', 'state', 'places', 'look']
const applying = ['leftovers', 'files', 'wait']
const called = [
  'network',
  'locks',
  'packages',
  'signing-keys',
  'sources',
  'dnf',
  'containerd',
  'migration',
  'kubelet-files',
  'old-runtime',
  'moved-nodes',
  'nodes',
  'etcd',
  'reach',
  'kubectl',
  'cluster-network',
  'first-cause',
]

const parts = once(() => new Map([...core, ...applying, ...called].map((part) => [part, read(`./prelude/${part}.sh`)])))

/** All functions of the prelude. */
export const prelude = once(() => [...parts().values()].join('\n'))

/** By the name of each function: the part that it is in. */
const homes = once(
  () =>
    new Map(
      [...parts()].flatMap(([part, shell]) => [...shell.matchAll(/^(np_\w+)\(\)/gm)].map(([, name]) => [name, part])),
    ),
)
const calls = (shell: string): readonly string[] => shell.match(/\bnp_\w+/g) ?? []
const callsOf = once(() => new Map([...parts()].map(([part, shell]) => [part, calls(shell)])))

/** Those that a program needs: of parts that it can do without, the ones whose functions it calls or that those call. */
export function preludeFor(mode: 'apply' | 'check', steps: string): string {
  const needed = new Set([...core, ...(mode === 'apply' ? applying : [])])
  const visit = (names: readonly string[]): void => {
    for (const name of names) {
      const part = homes().get(name)
      if (part === undefined || needed.has(part)) continue
      needed.add(part)
      visit(callsOf().get(part) ?? [])
    }
  }
  visit(calls(steps))
  return [...parts()].flatMap(([part, shell]) => (needed.has(part) ? [shell] : [])).join('\n')
}

/** The command that opens a channel: prints facts, then takes orders from stdin. */
export const bootstrap = once(() => read('./bootstrap.sh'))
