import * as z from 'zod'
import { joinSh, raw, sh, type Sh } from '../shell/sh.ts'
import { unitName } from './fields.ts'
import { hasWord } from './has-word.ts'
import { defineStep } from './step.ts'

const params = z
  .strictObject({
    name: unitName.describe('Name of the systemd unit; `.service` may be left out.'),
    enabled: z.boolean().optional().describe('Started at boot, or not. Left out: as it is.'),
    state: z
      .enum(['started', 'stopped'])
      .optional()
      .describe(
        'Running now, or not. Left out: as it is, for a unit that cannot run yet, such as kubelet before kubeadm.',
      ),
    restartedBy: z
      .array(z.string())
      .default([])
      .describe(
        'Ids of earlier steps after whose change the unit has to restart. A restart is owed until it has happened, whatever is interrupted in between.',
      ),
  })
  .refine(({ enabled, state, restartedBy }) => enabled !== undefined || state !== undefined || restartedBy.length > 0, {
    error: 'say what is wanted of the unit: enabled, state or restartedBy',
  })

type Service = z.output<typeof params>

function title({ name, enabled, state, restartedBy }: Service): string {
  const wanted = [
    ...(enabled === undefined ? [] : [enabled ? 'enabled' : 'disabled']),
    ...(state === undefined ? [] : [state === 'started' ? 'running' : 'stopped']),
  ]
  return `service ${name} ${wanted.join(' and ') || `restarted after ${restartedBy.join(', ')}`}`
}

const enabledStates = ['enabled', 'static', 'alias', 'indirect', 'generated']
// Some units can be neither enabled nor disabled; a unit that is not there has no state at all.
const disabledStates = ['disabled', 'masked', 'static', 'indirect', 'generated', 'linked', '']

const runs = {
  started: { word: 'active', is: ['active', 'reloading'] },
  stopped: { word: 'inactive', is: ['inactive', 'failed'] },
} as const

function check({ name, enabled, state }: Service): Sh {
  const words = (property: string, values: readonly string[]) =>
    hasWord(...values.map((value) => `${property}=${value}`))
  const wantsUnit = enabled === true || state === 'started'
  return joinSh(
    [
      sh`! np_owed ${name}`,
      sh`np_unit ${name} && set -- $np_state`,
      words('NeedDaemonReload', ['no']),
      ...(wantsUnit ? [words('LoadState', ['loaded'])] : []),
      ...(enabled === undefined ? [] : [words('UnitFileState', enabled ? enabledStates : disabledStates)]),
      ...(state === undefined ? [] : [words('ActiveState', runs[state].is)]),
    ],
    ' &&\n',
  )
}

/** What becomes of it, for who undoes that. */
function wanted({ enabled, state }: Pick<Service, 'enabled' | 'state'>): string {
  return [
    'wanted',
    ...(enabled === undefined ? [] : [enabled ? 'enabled' : 'disabled']),
    ...(state === undefined ? [] : [state]),
  ].join(' ')
}

/** systemd neither enables nor starts what somebody has masked. */
function unmask(name: string): Sh {
  return joinSh([
    sh`case $(systemctl show -p UnitFileState ${name}) in`,
    sh`*=masked-runtime) systemctl unmask --runtime ${name} ;;`,
    sh`*=masked) systemctl unmask ${name} ;;`,
    raw('esac'),
  ])
}

function start(name: string): Sh {
  return joinSh([
    sh`if np_owed ${name}; then np_verb=restart; else np_verb=start; fi`,
    // Else systemd refuses a unit that failed several times in a row until a while has passed.
    sh`systemctl reset-failed ${name} 2>/dev/null || :`,
    sh`systemctl "$np_verb" ${name} || {`,
    sh`systemctl status --no-pager --full --lines=20 ${name} >&2 || :`,
    sh`np_fail "systemctl $np_verb" ${name} 'failed; its status and last lines of log are above'`,
    raw('}'),
  ])
}

/** What is other than wanted. Of a unit that is not there yet the title says all. */
function changes({ name, enabled, state }: Service): Sh {
  const wantsUnit = enabled === true || state === 'started'
  const states = enabled === true ? enabledStates : disabledStates
  return joinSh([
    sh`np_unit ${name}`,
    raw('case $np_state in *LoadState=not-found*) exit ;; esac'),
    ...(wantsUnit
      ? [
          sh`np_told=$(np_tell_unit ${name} LoadState 'loaded, not masked' loaded)`,
          raw('[ -z "$np_told" ] || { printf \'%s\\n\' "$np_told"; exit; }'),
        ]
      : []),
    ...(enabled === undefined
      ? []
      : [sh`np_tell_unit ${name} UnitFileState ${enabled ? 'enabled' : 'disabled'} ${states}`]),
    ...(state === undefined ? [] : [sh`np_tell_unit ${name} ActiveState ${runs[state].word} ${runs[state].is}`]),
    sh`case $np_state in *NeedDaemonReload=yes*) np_tell ${name} 'loaded before its unit files changed' reloaded ;; esac`,
    sh`! np_owed ${name} || np_tell ${name} 'restart pending' restarted`,
  ])
}

/** A systemd unit: enabled, running, and started after the files it was configured by. */
export const service = defineStep({
  kind: 'service',
  description:
    'A systemd unit that is enabled and running, or the opposite. One that is masked is unmasked where it is to run. It holds only if no restart is owed and systemd knows of no unit file that changed since it read it; a first drop-in in a new folder it does not notice, so steps that write one belong into `restartedBy`.',
  example: `id: crio
service: { name: crio, enabled: true, state: started, restartedBy: [pause-image] }
`,
  params,
  title,
  look: (steps) => sh`np_look_units ${[...new Set(steps.map(({ name }) => name))]}`,
  changes,
  check,
  apply: ({ name, enabled, state }) =>
    joinSh([
      raw('systemctl daemon-reload'),
      sh`np_remember unit ${name} "$(systemctl show -p ActiveState -p UnitFileState ${name} | tr '\\n' ' ')$NP_NL"${wanted({ enabled, state })}`,
      ...(enabled === true || state === 'started' ? [unmask(name)] : []),
      ...(state === 'stopped' ? [sh`systemctl stop ${name}`] : []),
      ...(enabled === undefined ? [] : [sh`systemctl ${enabled ? 'enable' : 'disable'} ${name}`]),
      ...(state === 'started' ? [start(name)] : []),
      ...(state === undefined ? [sh`! np_owed ${name} || systemctl try-restart ${name}`] : []),
      sh`np_paid ${name}`,
    ]),
})
