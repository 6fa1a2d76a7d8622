import * as z from 'zod'
import { joinSh, raw, sh, type Sh } from '../shell/sh.ts'
import { absolutePath, keyMessage } from './fields.ts'
import { defineStep } from './step.ts'
import { sysctlKey, sysctlPath } from './sysctl-key.ts'
import { fileIs, writeFile } from '../shell/text-file.ts'

const value = z.union([z.number(), z.string().regex(/^[^\p{Cc}\s]+([ \t]+[^\p{Cc}\s]+)*$/u, 'write one line of text')])

const params = z.strictObject({
  file: absolutePath
    .regex(/^\/etc\/sysctl\.d\/[^/]+\.conf$/, 'write a path such as /etc/sysctl.d/99-zz-nodeprep.conf')
    .describe(
      'File in /etc/sysctl.d. All sysctl.d folders are read in the order of file names and the last assignment wins; Debian links 99-sysctl.conf there, so the name should sort after it.',
    ),
  values: z
    .record(z.string().regex(sysctlKey), value, keyMessage('write a sysctl key such as net.ipv4.ip_forward'))
    .refine((values) => Object.keys(values).length > 0, 'name at least one key')
    .describe('Keys and their values. Fields of a value may be separated by blanks or tabs alike.'),
})

type Sysctl = z.output<typeof params>

const fields = (text: string | number) => String(text).trim().split(/\s+/).join(' ')
const text = ({ values }: Sysctl) =>
  Object.entries(values)
    .map(([key, wanted]) => `${key} = ${fields(wanted)}\n`)
    .join('')

/**
 * Compares field by field, so that the kernel's tabs match a playbook's blanks. By cat, since the kernel answers only the
 * first read of most keys and a shell's own `read` takes one byte at a time. One process however many keys.
 */
function hold(entries: readonly (readonly [key: string, wanted: string | number])[]): Sh {
  const paths = entries.map(([key]) => sysctlPath(key))
  return sh`set -f && set -- $(cat ${paths}) && [ "$*" = ${entries.map(([, wanted]) => fields(wanted)).join(' ')} ]`
}

/** Matches a line of a file of sysctl.d that sets the key, in either spelling. */
const assignment = (key: string) => `^[[:blank:]]*-?${key.replaceAll(/[./]/g, '[./]')}[[:blank:]]*=`

const folders = raw('/etc/sysctl.d/*.conf /run/sysctl.d/*.conf /usr/local/lib/sysctl.d/*.conf /usr/lib/sysctl.d/*.conf')

/** What the kernel has, and the files that would win over ours. */
function tell(file: string, [key, wanted]: readonly [key: string, wanted: string | number]): Sh {
  return joinSh([
    sh`(${hold([[key, wanted]])}) 2>/dev/null || {`,
    sh`np_tell ${key} "$(cat ${sysctlPath(key)})" ${fields(wanted)}`,
    sh`np_tell_later ${file} ${assignment(key)} ${folders}`,
    raw('}'),
  ])
}

/** Says which key did not take and where another value for it comes from. */
function explain(key: string, wanted: string | number): Sh {
  const pattern = assignment(key)
  const path = sysctlPath(key)
  return joinSh([
    sh`[ -e ${path} ] || np_fail ${`${key}: this kernel has no such key (yet): the module that brings it is not loaded`}`,
    sh`(${hold([[key, wanted]])}) || {`,
    sh`np_files=$(grep -Els -e ${pattern} /etc/sysctl.d/*.conf /run/sysctl.d/*.conf /usr/local/lib/sysctl.d/*.conf /usr/lib/sysctl.d/*.conf /lib/sysctl.d/*.conf /etc/sysctl.conf) || :`,
    sh`np_fail ${`${key} should be ${fields(wanted)} and is`} "$(cat ${path}); it is set in" $np_files`,
    raw('}'),
  ])
}

/** What is in effect, and what will be. */
function remember(key: string, wanted: string | number): Sh {
  const path = sysctlPath(key)
  return sh`[ ! -e ${path} ] || np_remember sysctl ${path.slice('/proc/sys/'.length)} "$(cat ${path})$NP_NL"${fields(wanted)}`
}

/** Kernel parameters, in a file and in effect. */
export const sysctl = defineStep({
  kind: 'sysctl',
  description:
    'Kernel parameters: written to a file and in effect. Values are read back from /proc/sys after systemd-sysctl has read every file again, so a file that sorts later and says otherwise makes the step fail and is named.',
  example: `id: forwarding
sysctl:
  file: /etc/sysctl.d/99-zz-nodeprep.conf
  values: { net.ipv4.ip_forward: 1 }
`,
  params,
  title: ({ values }) =>
    `sysctl ${Object.entries(values)
      .map(([key, wanted]) => `${key}=${fields(wanted)}`)
      .join(', ')}`,
  content: text,
  path: ({ file }) => file,
  changes: (step) =>
    joinSh([
      sh`${fileIs(step.file, text(step))} || exit 0`,
      ...Object.entries(step.values).map((entry) => tell(step.file, entry)),
    ]),
  check: (step) => joinSh([fileIs(step.file, text(step)), hold(Object.entries(step.values))], ' &&\n'),
  apply: (step, { content }) =>
    joinSh([
      ...Object.entries(step.values).map((entry) => remember(...entry)),
      writeFile(step.file, content),
      // Its exit status is about all files of the host; only our keys matter, and they are looked at next.
      sh`if [ -d /run/systemd/system ]; then systemctl restart systemd-sysctl.service || :; else sysctl -p ${step.file} || :; fi`,
      ...Object.entries(step.values).map((entry) => explain(...entry)),
    ]),
})
