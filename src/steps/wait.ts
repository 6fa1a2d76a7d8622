import * as z from 'zod'
import { joinSh, raw, sh } from '../shell/sh.ts'
import { assignments, shellText, withEnv } from './command.ts'
import { environment, line, seconds } from './fields.ts'
import { defineStep } from './step.ts'

const params = z.strictObject({
  title: line.describe('What is waited for, as a person would say it.'),
  check: shellText.describe('Shell that is true once it is there and changes nothing. Not a template: braces stay.'),
  env: environment.default({}).describe('Values for the scripts, as shell variables; here templates are filled in.'),
  changes: shellText
    .optional()
    .describe(
      'Shell that prints what is other than wanted, as that of `command` does; it changes nothing. Not a template.',
    ),
  timeout: seconds.describe('Seconds to wait at most.'),
  interval: seconds.default(2).describe('Seconds between two looks.'),
  why: shellText.optional().describe('Shell that explains on a timeout what is missing. Not a template: braces stay.'),
})

/** Waits until something holds that other steps or hosts bring about. */
export const wait = defineStep({
  kind: 'wait',
  description:
    'Waits until something holds that comes about by itself, such as a socket that answers or nodes that get ready. On a timeout a script of the author can say why.',
  example: `id: crio-answers
wait:
  title: CRI-O answers on its socket
  check: crictl info >/dev/null
  timeout: 60
`,
  params,
  passive: true,
  title: ({ title }) => title,
  changes: ({ env, changes }) => (changes === undefined ? undefined : withEnv(env, changes)),
  check: ({ env, check }) => withEnv(env, check),
  apply: ({ title, env, check, timeout, interval, why }) =>
    joinSh([
      ...assignments(env),
      raw('np_holds() {'),
      withEnv({}, check),
      raw('}'),
      sh`np_clock; np_until=$((np_now + ${timeout})) np_next=0`,
      raw('until (np_holds) >/dev/null 2>&1; do'),
      raw('! np_give_up || exit 1'),
      raw('np_clock'),
      raw('[ "$np_now" -lt "$np_until" ] || {'),
      ...(why === undefined ? [] : [raw('('), withEnv({}, why), raw(') >&2 || :')]),
      sh`np_fail ${`not within ${timeout} s: ${title}`}`,
      raw('}'),
      raw('[ "$np_now" -lt "$np_next" ] || {'),
      sh`np_say "waiting for up to $((np_until - np_now)) s:" ${title}`,
      raw('np_next=$((np_now + 30))'),
      raw('}'),
      sh`np_nap ${interval}`,
      raw('done'),
    ]),
})
