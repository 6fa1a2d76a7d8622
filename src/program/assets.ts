import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { assetFolder, shellFile } from '../assets.ts'
import { lean } from '../shell/lean.ts'

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

/** Without these no program runs, without the second ones none that applies. */
const core = ['program', 'step', 'values', 'state', 'places', 'look']
const applying = ['leftovers', 'files', 'wait']
const undoing = ['undo-files', 'undo-packages', 'undo-units', 'undo-kernel']
const called = [
  'network',
  'locks',
  'packages',
  'installed',
  'tell',
  'signing-keys',
  'sources',
  'dnf',
  'reach',
  ...undoing,
]

/** The library of the playbooks that ship: what they are about, of which the engine knows nothing. */
function libraryParts(): readonly (readonly [part: string, shell: string])[] {
  const folder = join(assetFolder('playbooks'), 'lib')
  const files = readdirSync(folder).sort()
  return files.map((file) => [file.slice(0, -'.sh'.length), lean(readFileSync(join(folder, file), 'utf8'))])
}

const shippedParts = once(() => [
  ...[...core, ...applying, ...called].map((part) => [part, lean(shellFile(`program/prelude/${part}.sh`))] as const),
  ...libraryParts(),
])

/** All functions of the prelude and of the library that ships. */
export const prelude = once(() =>
  shippedParts()
    .map(([, shell]) => shell)
    .join('\n'),
)

/** Parts of shell, and which of them one calls. */
interface Shelf {
  readonly parts: ReadonlyMap<string, string>
  /** By the name of each function: the part that it is in. */
  readonly homes: ReadonlyMap<string, string>
  readonly callsOf: ReadonlyMap<string, readonly string[]>
  /** What some shell calls; programs of thousands of hosts are gone through for it. */
  readonly callsIn: (shell: string) => readonly string[]
}

function shelf(all: readonly (readonly [part: string, shell: string])[]): Shelf {
  const parts = new Map(all)
  const homes = new Map(
    [...parts].flatMap(([part, shell]) =>
      [...shell.matchAll(/^([a-z]\w+)\(\)/gm)].map(([, name = '']) => [name, part] as const),
    ),
  )
  // The user may call his functions as he likes.
  const others = [...homes.keys()].filter((name) => !name.startsWith('np_'))
  const pattern = new RegExp(`\\b(?:${['np_\\w+', ...others].join('|')})\\b`, 'g')
  const callsIn = (shell: string): readonly string[] => shell.match(pattern) ?? []
  return { parts, homes, callsIn, callsOf: new Map([...parts].map(([part, shell]) => [part, callsIn(shell)])) }
}

const shipped = once(() => shelf(shippedParts()))
const own = new WeakMap<Library, Shelf>()

/** Shell functions by the name of the file that they are in. */
export type Library = Readonly<Record<string, string>>

/** What ships, with the user's files in place of those of the same name. */
function shelfWith(library: Library | undefined): Shelf {
  if (library === undefined) return shipped()
  const known = own.get(library)
  if (known) return known
  const made = shelf([...shippedParts(), ...Object.entries(library).map(([part, text]) => [part, lean(text)] as const)])
  own.set(library, made)
  return made
}

/** Those that a program needs: of parts that it can do without, the ones whose functions it calls or that those call. */
export function preludeFor(mode: 'apply' | 'check', steps: string, library?: Library): string {
  const { parts, homes, callsIn, callsOf } = shelfWith(library)
  const needed = new Set([...core, ...(mode === 'apply' ? applying : [])])
  const visit = (names: readonly string[]): void => {
    for (const name of names) {
      const part = homes.get(name)
      if (part === undefined || needed.has(part)) continue
      needed.add(part)
      visit(callsOf.get(part) ?? [])
    }
  }
  visit(callsIn(steps))
  return [...parts].flatMap(([part, shell]) => (needed.has(part) ? [shell] : [])).join('\n')
}
