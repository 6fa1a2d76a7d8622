import * as z from 'zod'
import { joinSh, raw, sh, type Sh } from '../shell/sh.ts'
import { seconds } from './fields.ts'
import { defineStep } from './step.ts'

const params = z.strictObject({
  allowed: z
    .boolean()
    .describe(
      'Whether nodeprep may reboot the host. Otherwise the step fails and says what to do: `{{json (eq cluster.reboot "allowed")}}` asks cluster.yaml.',
    ),
  refusal: z
    .string()
    .default('reboot the host by hand, and run the same command again')
    .describe('What to do where `allowed` is false.'),
  restartedBy: z
    .array(z.string())
    .default([])
    .describe(
      'Ids of earlier steps after whose change the host has to reboot. The reboot is owed until it has happened, whatever is interrupted in between.',
    ),
  timeout: seconds.default(600).describe('Seconds within which the host has to be back.'),
})

type Reboot = z.output<typeof params>

const refuse = (why: string): Sh => sh`np_fail "a reboot is owed, for $np_why: "${why}`

function reboot({ timeout }: Reboot): Sh {
  return joinSh([
    sh`[ "$NP_REBOOTED" != yes ] || ${refuse('this run has rebooted the host once already: run the same command again')}`,
    sh`np_journal reboot "$np_why"`,
    // The client has to hear of it before the network goes.
    sh`np_event "reboot $NP_STEP ${timeout}"`,
    raw('sleep 1'),
    raw(`systemctl reboot || np_fail 'systemctl reboot failed, see above'`),
    raw('np_clock'),
    sh`np_until=$((np_now + ${timeout}))`,
    raw('while [ "$np_now" -lt "$np_until" ]; do'),
    raw('np_nap 1'),
    raw('np_clock'),
    raw('done'),
    sh`np_fail ${`the host has not gone down within ${timeout} s of systemctl reboot: see what holds it up by systemctl list-jobs`}`,
  ])
}

/** A reboot, where one is owed. */
export const rebootKind = defineStep({
  kind: 'reboot',
  description:
    'Reboots the host if an earlier step, one of `restartedBy` or of kind `kernelParameters`, requires a reboot. nodeprep waits until the host is back and goes on; it reboots a host at most once in a run.',
  example: `id: reboot
reboot: { allowed: true }
`,
  params,
  reboots: ({ allowed, timeout }) => (allowed ? timeout : undefined),
  title: ({ allowed }) => `rebooted since the last change that requires it${allowed ? '' : ' (to be done by hand)'}`,
  check: () => raw('! np_reboot_owed'),
  apply: (step) => joinSh([raw('np_why='), raw('np_reboot_owed'), step.allowed ? reboot(step) : refuse(step.refusal)]),
})
