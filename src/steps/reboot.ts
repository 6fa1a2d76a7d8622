import * as z from 'zod'
import { joinSh, raw, sh, type Sh } from '../shell/sh.ts'
import { seconds } from './fields.ts'
import { defineStep } from './step.ts'

const params = z.strictObject({
  allowed: z
    .boolean()
    .describe(
      'Whether nodeprep may reboot the host. Otherwise the step fails and says what there is to do: `{{json (eq cluster.reboot "allowed")}}` asks cluster.yaml.',
    ),
  timeout: seconds.default(600).describe('Seconds within which the host has to be back.'),
})

type Reboot = z.output<typeof params>

const refuse = (why: string): Sh => sh`np_fail "a reboot is owed, for $np_why, and ${raw(why)}"`

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
    'Reboots the host if an earlier step, such as `kernelParameters`, owes it a reboot. nodeprep waits until the host is back and goes on; it reboots a host at most once in a run, and never one that already is a Kubernetes node.',
  example: `id: reboot
reboot: { allowed: true }
`,
  params,
  reboots: ({ allowed, timeout }) => (allowed ? timeout : undefined),
  title: ({ allowed }) =>
    `rebooted since the last change that needs it${allowed ? '' : ' (not allowed by spec.reboot: to be done by hand)'}`,
  check: () => raw('! np_reboot_owed'),
  apply: (step, { facts }) =>
    joinSh([
      raw('np_why='),
      raw('np_reboot_owed'),
      facts.kubernetes.state !== 'none'
        ? refuse(
            'this host is a Kubernetes node: drain it by kubectl drain, reboot it by hand, kubectl uncordon it, and run the same command again',
          )
        : step.allowed
          ? reboot(step)
          : refuse(
              'this cluster does not allow it: reboot the host by hand, or set spec.reboot: allowed in cluster.yaml; then run the same command again',
            ),
    ]),
})
