import * as z from 'zod'
import { joinSh, raw, sh, type Sh } from '../shell/sh.ts'
import { defineStep } from './step.ts'
import { rewriteFile } from '../shell/text-file.ts'

const params = z.strictObject({
  mode: z
    .enum(['permissive', 'enforcing'])
    .describe('What SELinux does with what its policy forbids, now and after a reboot.'),
})

const other = { permissive: 'enforcing', enforcing: 'permissive' } as const

const live = '/sys/fs/selinux/enforce'
const config = '/etc/selinux/config'

const liveIs = (flag: number) => sh`[ "$(cat ${live})" = ${flag} ]`
const configEnforces = sh`grep -Eqis '^[[:blank:]]*SELINUX=[[:blank:]]*enforcing' ${config}`

function check(mode: 'permissive' | 'enforcing'): Sh {
  if (mode === 'permissive')
    return sh`{ [ ! -e ${live} ] || ${liveIs(0)}; } && { [ ! -e ${config} ] || ! ${configEnforces}; }`
  return sh`{ { [ ! -e ${live} ] && [ ! -e ${config} ]; } || { ${liveIs(1)} && ${configEnforces}; }; }`
}

// Permissive replaces `enforcing` alone: who disabled SELinux for the next boot keeps that.
const configure = {
  permissive: `tolower($0) ~ /^[ \\t]*selinux=[ \\t]*enforcing/ { print "SELINUX=permissive"; next } { print }`,
  enforcing: `tolower($0) ~ /^[ \\t]*selinux=/ { next } { print } END { print "SELINUX=enforcing" }`,
}

/** SELinux's mode, in effect and configured. */
export const selinux = defineStep({
  kind: 'selinux',
  description:
    'The mode of SELinux, now and after a reboot. Holds where there is no SELinux; `permissive` also holds where it is disabled. `enforcing` on a host that disabled it fails: that needs a relabel and a reboot, which nodeprep leaves to people.',
  example: `id: selinux
selinux: { mode: permissive }
`,
  params,
  title: ({ mode }) => `SELinux ${mode}`,
  changes: ({ mode }) =>
    joinSh([
      sh`[ ! -e ${live} ] || ${liveIs(mode === 'enforcing' ? 1 : 0)} || np_tell 'SELinux now' ${other[mode]} ${mode}`,
      sh`[ ! -e ${config} ] || (${check(mode)}) || np_tell ${config} "$(grep -is '^[[:blank:]]*SELINUX=' ${config})" ${`SELINUX=${mode}`}`,
    ]),
  check: ({ mode }) => check(mode),
  apply: ({ mode }) =>
    joinSh([
      ...(mode === 'enforcing'
        ? [
            sh`[ -e ${live} ] || np_fail ${`SELinux is disabled on this host: set SELINUX=permissive in ${config}, touch /.autorelabel, reboot, then run again`}`,
          ]
        : []),
      sh`[ ! -e ${live} ] || {`,
      sh`np_remember selinux live "$(cat ${live})"`,
      sh`printf ${mode === 'enforcing' ? 1 : 0} >${live}`,
      raw('}'),
      sh`[ ! -e ${config} ] || {`,
      rewriteFile(config, configure[mode]),
      raw('}'),
    ]),
})
