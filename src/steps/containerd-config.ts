import * as z from 'zod'
import { containerdFile, containerdFormat } from '../runtimes/containerd/file.ts'
import { containerdProblem } from '../runtimes/containerd/problem.ts'
import { containerdFormats, type ContainerdFormat } from '../runtimes/containerd/settings.ts'
import { passwordsIn } from '../toml/passwords.ts'
import type { TomlValue } from '../toml/table.ts'
import type { Facts } from '../facts/facts.ts'
import { heredoc } from '../shell/heredoc.ts'
import { joinSh, raw, sh, type Sh } from '../shell/sh.ts'
import { defineStep } from './step.ts'
import { endLine, fileIs, writeFile, type Ownership } from '../shell/text-file.ts'

const PATH = '/etc/containerd/config.toml'

const value: z.ZodType<TomlValue> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.array(value), z.record(z.string(), value)], {
    error: 'write text, a number, true or false, a list or a table',
  }),
)
const table = z.record(z.string(), value)

const params = z.strictObject({
  formats: z
    .strictObject({
      '2': table.describe('For format 2, of containerd 1.3 and later.'),
      '3': table.describe('For format 3, of containerd 2.0 and later.'),
      '4': table.describe('For format 4, of containerd 2.3 and later.'),
    })
    .describe('What is wanted in the file, for each format: tables in tables, as containerd documents that format.'),
  expected: z
    .union([z.literal(2), z.literal(3), z.literal(4)])
    .describe('The format that a plan shows where containerd is not there yet to be asked for its own.'),
})

type ContainerdConfig = z.output<typeof params>

type Texts = ReadonlyMap<ContainerdFormat, string>

/** Each is asked for several times of each host. */
const known = new WeakMap<Facts['files'], WeakMap<ContainerdConfig, Texts>>()

/** The text for each format that the file may get: of one where it is known, else of all. */
function textsOf(step: ContainerdConfig, facts: Facts): Texts {
  const ofHost = known.get(facts.files) ?? new WeakMap<ContainerdConfig, Texts>()
  known.set(facts.files, ofHost)
  const texts = ofHost.get(step) ?? makeTexts(step, facts)
  ofHost.set(step, texts)
  return texts
}

function makeTexts({ formats }: ContainerdConfig, { files, containerd }: Facts): Texts {
  const existing = files[PATH] ?? ''
  const format = containerdFormat(existing, containerd.format)
  const wanted = format === 0 ? containerdFormats : [format]
  const text = (one: ContainerdFormat) => endLine(containerdFile(existing, formats[one]))
  return new Map(wanted.map((one) => [one, text(one)]))
}

function shown(step: ContainerdConfig, facts: Facts): string {
  const texts = textsOf(step, facts)
  return texts.get(step.expected) ?? [...texts.values()].join('')
}

/** Accounts of registries are for root alone. */
function ownership(text: string): Ownership {
  return { mode: passwordsIn(text).length > 0 ? '0600' : '0644', owner: 'root', group: 'root' }
}

/** The newest format that is known here of those that the installed containerd reads. */
const ask = raw(`np_format=$(containerd config default | sed -n '/^version *=/ { s/[^0-9]//g; p; q; }') &&
case $np_format in 2 | 3 | 4) ;; [5-9]) np_format=4 ;; *) false ;; esac`)

function checkAll(texts: Texts): Sh {
  const cases = [...texts].map(([format, text]) => sh`${format}) ${fileIs(PATH, text, ownership(text))} ;;`)
  return joinSh([ask, joinSh([raw('case $np_format in'), ...cases, raw('esac')])], ' &&\n')
}

function writeAny(texts: Texts): Sh {
  const cases = [...texts].map(([format, text]) => {
    const print = raw(`np_config_${format}`)
    return joinSh([
      sh`${format})`,
      joinSh([sh`${print}() {`, heredoc(text), raw('}')]),
      writeFile(PATH, print, ownership(text)),
      raw(';;'),
    ])
  })
  const unknown = 'containerd config default does not say its version: is this containerd older than 1.3?'
  return joinSh([sh`{ ${ask}; } || np_fail ${unknown}`, raw('case $np_format in'), ...cases, raw('esac')])
}

/** The configuration of containerd, built over what a host has of it. */
export const containerdConfig = defineStep({
  kind: 'containerdConfig',
  description:
    'Settings in /etc/containerd/config.toml. The file keeps its format, its other settings and its comments; where these settings hold already, however they are written, it is left as it is. A new one gets the newest format that the installed containerd reads. A file of format 1, or with tables that would keep containerd from starting, is a mistake that the plan names.',
  example: `id: containerd-debug
containerdConfig:
  expected: 2
  formats:
    2: { version: 2, debug: { level: debug } }
    3: { version: 3, debug: { level: debug } }
    4: { version: 4, debug: { level: debug } }
`,
  params,
  title: () => `containerd configured in ${PATH}`,
  problem: ({ formats }, { files, kernel }) => {
    const problem = containerdProblem(files[PATH] ?? '', formats, kernel)
    return problem === undefined ? undefined : `${PATH}: ${problem}`
  },
  content: shown,
  path: () => PATH,
  check: (step, { facts }) => {
    const texts = textsOf(step, facts)
    const text = shown(step, facts)
    return texts.size === 1 ? fileIs(PATH, text, ownership(text)) : checkAll(texts)
  },
  apply: (step, { facts, content }) => {
    const texts = textsOf(step, facts)
    return texts.size === 1 ? writeFile(PATH, content, ownership(shown(step, facts))) : writeAny(texts)
  },
})
