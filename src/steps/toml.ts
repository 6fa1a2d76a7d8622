import { createHash } from 'node:crypto'
import * as z from 'zod'
import { NodeprepError } from '../errors.ts'
import { LONGEST_FILE } from '../facts/files.ts'
import type { Facts } from '../facts/facts.ts'
import { heredoc } from '../shell/heredoc.ts'
import { joinSh, raw, sh, type Sh } from '../shell/sh.ts'
import { endLine, writeFile, type Ownership } from '../shell/text-file.ts'
import { withSettings } from '../toml/settings.ts'
import type { TomlValue } from '../toml/table.ts'
import { parseToml, tomlMistake } from '../toml/text.ts'
import { shellText } from './command.ts'
import { fileMode, keyMessage, literalPath } from './fields.ts'
import { defineStep } from './step.ts'

const value: z.ZodType<TomlValue> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.array(value), z.record(z.string(), value)], {
    error: 'write text, a number, true or false, a list or a table',
  }),
)
const table = z.record(z.string(), value)
const tables = z.record(
  z.string().regex(/^[A-Za-z0-9][\w.-]{0,63}$/),
  table,
  keyMessage('write a name of letters, digits, `-`, `_` and `.`'),
)

const params = z
  .strictObject({
    path: literalPath.describe(
      'Absolute path of the file, of letters, digits and `/._-`. Not a template, because the file is read before planning.',
    ),
    set: table.optional().describe('Settings, as tables in tables. A list replaces the list in the file.'),
    sets: tables
      .optional()
      .describe('Instead of `set`, where only the host can tell which settings apply: alternatives by name.'),
    choose: shellText
      .optional()
      .describe(
        'Shell that prints the name of one of `sets` and changes nothing. It fails, with the reason on stderr, when it cannot tell. Runs only if `sets` has more than one. Not a template: braces stay.',
      ),
    expected: z.string().optional().describe('Name of the alternative that a plan shows, if `sets` has more than one.'),
    unset: z
      .array(z.array(z.string()).min(1))
      .default([])
      .describe(
        'Settings and tables that are taken out of an existing file first, each as a list of the keys that lead to it. Tables that are left empty go, too.',
      ),
    mode: fileMode.default('0644').describe('Permissions, in quotes. The owner is root.'),
    refusal: z
      .string()
      .default('')
      .describe(
        'Why the file on this host cannot be changed, and what to do. Unless this is empty, planning fails with it.',
      ),
  })
  .refine(({ set, sets }) => (set === undefined) !== (sets === undefined), {
    path: ['set'],
    error: 'write either `set` or `sets`',
  })
  .refine(({ sets }) => sets === undefined || Object.keys(sets).length > 0, {
    path: ['sets'],
    error: 'write at least one table with its name',
  })
  .refine(({ sets = {}, choose }) => choose !== undefined || Object.keys(sets).length < 2, {
    path: ['choose'],
    error: 'write the script that chooses between `sets`',
  })
  .refine(
    ({ sets = {}, expected }) =>
      Object.keys(sets).length < 2 || (expected !== undefined && Object.hasOwn(sets, expected)),
    { path: ['expected'], error: 'write the name of one of `sets`' },
  )

type Toml = z.output<typeof params>

/** What the file may become. */
interface Wanted {
  readonly name: string
  readonly text: string
  /** True of each of these contents alone; the second is that of a file to be left as it is, without a newline at its end. */
  readonly contents: readonly string[]
}

/** Made of the parameters and of a file's text: each is asked for several times of each host, and hosts share both. */
const known = new WeakMap<Toml, Map<string, readonly Wanted[]>>()

function wantedOf(step: Toml, facts: Facts): readonly Wanted[] {
  const existing = existingText(step, facts)
  const byText = known.get(step) ?? new Map<string, readonly Wanted[]>()
  const wanted = byText.get(existing) ?? makeWanted(step, existing)
  known.set(step, byText.set(existing, wanted))
  return wanted
}

function makeWanted({ set, sets = {}, unset }: Toml, existing: string): readonly Wanted[] {
  const all = set === undefined ? Object.entries(sets) : [['', set] as const]
  return all.map(([name, settings]) => {
    const text = withSettings(existing, settings, unset)
    return { name, text: endLine(text), contents: [...new Set([endLine(text), text])] }
  })
}

function existingText({ path }: Toml, { files }: Facts): string {
  const text = Object.hasOwn(files, path) ? files[path] : undefined
  // Without it a file that is there would be taken for none.
  if (text === undefined) throw new NodeprepError('internal', `${path} was not read from the host`)
  return text
}

/** The one that a plan shows. */
function shown(step: Toml, facts: Facts): string {
  const [first, ...others] = wantedOf(step, facts)
  const expected = others.find(({ name }) => name === step.expected) ?? first
  return expected?.text ?? ''
}

const ownership = ({ mode }: Toml): Ownership => ({ mode, owner: 'root', group: 'root' })

function isAny({ path, mode }: Toml, { contents }: Wanted): Sh {
  const digests = contents.map((text) => createHash('sha256').update(text).digest('hex'))
  const checks = digests.map((digest) => sh`np_file_is ${path} ${digest} ${mode} root root`)
  const all = joinSh(checks, ' || ')
  return checks.length === 1 ? all : sh`{ ${all}; }`
}

const choosing = ({ choose = '' }: Toml): Sh => joinSh([raw('np_choose() {'), raw(choose.trimEnd()), raw('}')])

function checkChosen(step: Toml, wanted: readonly Wanted[]): Sh {
  return joinSh([
    choosing(step),
    // What it says of its failure is for the person who sees it applied.
    raw('np_chosen=$(np_choose 2>/dev/null) &&'),
    raw('case $np_chosen in'),
    ...wanted.map((one) => sh`${one.name}) ${isAny(step, one)} ;;`),
    raw('*) false ;;'),
    raw('esac'),
  ])
}

function writeChosen(step: Toml, wanted: readonly Wanted[]): Sh {
  const names = wanted.map(({ name }) => name).join(', ')
  return joinSh([
    choosing(step),
    sh`np_chosen=$(np_choose) || np_fail ${`cannot choose between ${names}: the script of this step failed`}`,
    raw('case $np_chosen in'),
    ...wanted.map(({ name, text }, i) => {
      const print = raw(`np_toml_${i + 1}`)
      const printing = joinSh([sh`${print}() {`, heredoc(text), raw('}')])
      return joinSh([sh`${name})`, printing, writeFile(step.path, print, ownership(step)), raw(';;')])
    }),
    sh`*) np_fail "the script of this step chose $np_chosen, which is none of "${names} ;;`,
    raw('esac'),
  ])
}

function mistakeIn(text: string): string | undefined {
  if (Buffer.byteLength(text) >= LONGEST_FILE) return 'it is longer than 256 KiB: move it away'
  const foreign = text.indexOf('\uFFFD')
  if (foreign >= 0) return `line ${text.slice(0, foreign).split('\n').length}: not UTF-8: correct it, or move it away`
  try {
    parseToml(text)
    return undefined
  } catch (error) {
    return `${tomlMistake(error)}: correct it, or move it away`
  }
}

/** Settings in a TOML file, built over what a host has of it. */
export const toml = defineStep({
  kind: 'toml',
  description:
    'Settings in a TOML file. Other settings and comments are kept, and a file that already has these settings, however they are written, is not touched. A new file contains only these settings. Planning fails for a file that is not TOML or is longer than 256 KiB. What stood there before is kept once under /var/lib/nodeprep/before.',
  example: `id: pids-limit
toml:
  path: /etc/containers/containers.conf
  set: { containers: { pids_limit: 4096 } }
`,
  params,
  reads: 'path',
  title: ({ path }) => `settings in ${path}`,
  problem: (step, facts) => {
    const problem = mistakeIn(existingText(step, facts)) ?? step.refusal
    return problem === '' ? undefined : `${step.path}: ${problem}`
  },
  content: shown,
  path: ({ path }) => path,
  check: (step, { facts }) => {
    const wanted = wantedOf(step, facts)
    const [only, ...others] = wanted
    return only && others.length === 0 ? isAny(step, only) : checkChosen(step, wanted)
  },
  apply: (step, { facts, content }) => {
    const wanted = wantedOf(step, facts)
    return wanted.length === 1 ? writeFile(step.path, content, ownership(step)) : writeChosen(step, wanted)
  },
})
