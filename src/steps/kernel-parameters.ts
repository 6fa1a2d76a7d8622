import * as z from 'zod'
import { joinSh, raw, sh, type Sh } from '../shell/sh.ts'
import { fileStem, keyMessage } from './fields.ts'
import { parameterName, parameterValue } from '../notation/kernel-parameter.ts'
import { defineStep, type StepEnv } from './step.ts'
import { fileIs, writeFile } from '../shell/text-file.ts'

const params = z.strictObject({
  name: fileStem.describe(
    'Which parameters these are, among others that nodeprep sets: on Debian-likes they stand in /etc/default/grub.d/99-nodeprep-NAME.cfg.',
  ),
  values: z
    .record(
      z.string().regex(parameterName),
      z.union([z.number(), z.string().regex(parameterValue, 'write it without blanks and quotes')]),
      keyMessage('write the name of a kernel parameter such as systemd.unified_cgroup_hierarchy'),
    )
    .refine((values) => Object.keys(values).length > 0, 'name at least one parameter')
    .describe('Parameters and their values; the empty text for one that has none, such as `nosmt`.'),
})

type Parameters = z.output<typeof params>

const words = ({ values }: Parameters): readonly string[] =>
  Object.entries(values).map(([name, value]) => (value === '' ? name : `${name}=${value}`))
const file = ({ name }: Parameters) => `/etc/default/grub.d/99-nodeprep-${name}.cfg`
// Of several values the last one counts, and GRUB puts those of _DEFAULT last.
const text = (step: Parameters) => `GRUB_CMDLINE_LINUX_DEFAULT="$GRUB_CMDLINE_LINUX_DEFAULT ${words(step).join(' ')}"\n`

/** What each of the two families has for changing what its boot loader hands to the kernel. */
function loader({ facts }: StepEnv): { readonly tool: string; readonly config: string } {
  return facts.os.family === 'debian'
    ? { tool: 'update-grub', config: '/boot/grub/grub.cfg' }
    : { tool: 'grubby', config: 'the boot loader' }
}

/** The boot loader's configuration has them, for every kernel there is. */
function configured(step: Parameters, { facts }: StepEnv): Sh {
  const patterns = words(step).map((word) => word.replaceAll(/[.+]/g, '[$&]'))
  if (facts.os.family === 'debian')
    return joinSh(
      [
        fileIs(file(step), text(step)),
        ...patterns.map((word) => sh`grep -Eqs -e ${`[[:blank:]]${word}([[:blank:]]|$)`} /boot/grub/grub.cfg`),
      ],
      ' &&\n',
    )
  return joinSh(
    [
      raw(`np_args=$(grubby --info=ALL | grep '^args=')`),
      ...patterns.map((word) => sh`! printf '%s\\n' "$np_args" | grep -Eqv -e ${`[" ]${word}([" ]|$)`}`),
    ],
    ' &&\n',
  )
}

// The kernel was started with them; $np_missing is the first that it was not, or that a later word overrides.
const booted = raw(`np_booted() {
np_missing=
read -r np_line </proc/cmdline || :
set -f
for np_word do
np_last=
for np_one in $np_line; do
case $np_one in "\${np_word%%=*}" | "\${np_word%%=*}="*) np_last=$np_one ;; esac
done
[ "$np_last" = "$np_word" ] || np_missing=\${np_missing:-$np_word}
done
set +f
[ -z "$np_missing" ]
}`)

/** Changes the configuration. Written anew even where it is right: update-grub may have been cut off. */
function configure(step: Parameters, env: StepEnv): Sh {
  if (env.facts.os.family === 'debian')
    return joinSh([writeFile(file(step), env.content), raw(`update-grub || np_fail 'update-grub failed, see above'`)])
  return joinSh([
    ...Object.keys(step.values).map(
      (name) =>
        sh`np_remember kernelParameter ${name} "$(grubby --info=DEFAULT | grep '^args=' | tr '" ' '\\n\\n' | grep -E -e ${`^${name.replaceAll('.', '[.]')}(=|$)`} | tail -n 1)"`,
    ),
    sh`grubby --update-kernel=ALL --args=${words(step).join(' ')} || np_fail 'grubby failed, see above'`,
  ])
}

/** Parameters of the kernel's command line. */
export const kernelParameters = defineStep({
  kind: 'kernelParameters',
  description:
    'Parameters on the command line of the kernel, by way of the boot loader: /etc/default/grub.d and update-grub on Debian-likes, grubby on RHEL-likes. They hold once the boot loader is told and the kernel has been started with them, or a `reboot` is owed. A parameter that is taken out of the list stays.',
  example: `id: cgroup-v2
kernelParameters:
  name: cgroup
  values: { systemd.unified_cgroup_hierarchy: 1 }
`,
  params,
  owes: ['reboot'],
  title: (step) => `kernel parameters ${words(step).join(' ')}`,
  content: (step, facts) => (facts.os.family === 'debian' ? text(step) : undefined),
  path: file,
  check: (step, env) =>
    joinSh([
      booted,
      sh`{ ! command -v ${loader(env).tool} >/dev/null || { ${configured(step, env)}; }; } &&`,
      sh`{ np_booted ${words(step)} || np_reboot_owed; }`,
    ]),
  apply: (step, env) => {
    const { tool, config } = loader(env)
    const wanted = words(step).join(' ')
    return joinSh([
      booted,
      sh`command -v ${tool} >/dev/null || np_fail ${`this host has no ${tool}, so nodeprep does not know its boot loader: put ${wanted} onto its kernel's command line by hand, where the host is booted from, reboot it, and run the same command again`}`,
      sh`if ${configured(step, env)} && ! np_booted ${words(step)} && np_has_rebooted; then`,
      sh`np_fail "the host has rebooted, and its kernel was started without $np_missing although ${raw(config)} has it: see which boot loader and entry it is booted by, and what overrides it"`,
      raw('fi'),
      configure(step, env),
      sh`{ ${configured(step, env)}; } || np_fail ${`${tool} ran and left ${wanted} out of ${config}`}`,
      sh`np_booted ${words(step)} || np_owe_reboot ${`kernel parameters ${wanted}`}`,
    ])
  },
})
