import * as z from 'zod'
import { joinSh, raw, sh, type Sh } from '../shell/sh.ts'
import { environment, line, seconds } from './fields.ts'
import { defineStep } from './step.ts'

export const shellText = z
  .string()
  .refine((text) => text.trim() !== '', 'must not be empty')
  .refine((text) => !text.includes('\0'), 'must not contain NUL')

const params = z.strictObject({
  title: line.describe('What holds after this step, as a person would say it.'),
  check: shellText.describe(
    'Shell that is true when the wanted state holds and changes nothing; one && chain. Not a template: braces stay.',
  ),
  apply: shellText.describe(
    'Shell that makes it hold; runs under `set -eu`, without input. Not a template: braces stay.',
  ),
  changes: shellText
    .optional()
    .describe(
      'Shell that prints what `apply` would change, one change a line with `+ ` or `- ` before it; it changes nothing. Plans show it. Not a template.',
    ),
  env: environment.default({}).describe('Values for the scripts, as shell variables; here templates are filled in.'),
  passive: z
    .literal(true)
    .optional()
    .describe('Nothing of the host is other than before once `apply` has ended: it is not counted as a change.'),
  timeout: seconds.optional().describe('Seconds after which `apply` and all it started are ended.'),
})

/** One assignment a variable, quoted. */
export function assignments(env: Readonly<Record<string, string>>): readonly Sh[] {
  return Object.entries(env).map(([name, value]) => sh`${raw(name)}=${value}`)
}

/** The variables ahead of the author's script. */
export function withEnv(env: Readonly<Record<string, string>>, script: string): Sh {
  return joinSh([...assignments(env), raw(script.trimEnd())])
}

// A function cannot run under timeout(1), and its process group is the whole program's: so what it started is found by
// parent ids. Looks every second, so that it ends with the script when their program was killed.
const within = raw(`np_end_tree() {
for np_child in $(grep -ls "^PPid:[[:blank:]]*$1\\$" /proc/[0-9]*/status); do
np_child=\${np_child#/proc/}
np_end_tree "\${np_child%/status}"
done
kill "$1" 2>/dev/null || :
}
np_within() {
np_body & np_job=$!
(
np_clock
np_late=$((np_now + $1))
trap 'kill "$np_sleep"; exit 0' TERM
while [ -d "/proc/$np_job" ]; do
np_clock
[ "$np_now" -lt "$np_late" ] || { : >"$NP_RUN/timed-out"; np_end_tree "$np_job"; exit; }
sleep 1 & np_sleep=$!
wait "$np_sleep"
done
) >/dev/null 2>&1 & np_dog=$!
np_status=0
wait "$np_job" || np_status=$?
kill "$np_dog" 2>/dev/null || :
[ ! -e "$NP_RUN/timed-out" ] || { rm -f "$NP_RUN/timed-out"; np_fail "ended after $1 seconds: it took too long"; }
return "$np_status"
}`)

/** Whatever no other kind says: two scripts of the playbook's author. */
export const command = defineStep({
  kind: 'command',
  description:
    'Whatever no other kind says: a script that tells whether the wanted state holds, and one that makes it hold. Both may call the np_ functions that docs/architecture.md lists.',
  example: `id: forward-policy
command:
  title: iptables forwards what nodes send
  env: { NETWORK: 10.244.0.0/16 }
  check: iptables -C FORWARD -s "$NETWORK" -j ACCEPT
  apply: iptables -A FORWARD -s "$NETWORK" -j ACCEPT
`,
  params,
  passive: ({ passive }) => passive === true,
  title: ({ title }) => title,
  changes: ({ env, changes }) => (changes === undefined ? undefined : withEnv(env, changes)),
  check: ({ env, check }) => withEnv(env, check),
  apply: ({ env, apply, timeout }) =>
    timeout === undefined
      ? withEnv(env, apply)
      : joinSh([raw('np_body() {'), withEnv(env, apply), raw('}'), within, sh`np_within ${timeout}`]),
})
