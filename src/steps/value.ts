import * as z from 'zod'
import { joinSh, raw, sh } from '../shell/sh.ts'
import { shellText, withEnv } from './command.ts'
import { environment, line } from './fields.ts'
import { defineStep } from './step.ts'

const params = z.strictObject({
  title: line.describe('What is given, as a person would say it.'),
  env: environment.default({}).describe('Values for the script, as shell variables; here templates are filled in.'),
  script: shellText.describe(
    'Shell that prints the value; runs under `set -eu`, without input. Not a template: braces stay.',
  ),
})

/** A value that other hosts wait for: named by the entry's `provides`, computed anew in every run that has the step. */
export const value = defineStep({
  kind: 'value',
  description:
    "A value that other hosts wait for, such as a join token. It is named by the entry's `provides`, is made anew in every run that has the step, goes over the connection alone, and is in no log.",
  example: `id: join-token
provides: [join]
value:
  title: a token to join with
  script: kubeadm token create --ttl 2h
`,
  params,
  passive: true,
  title: ({ title }) => title,
  check: (_params, { provides }) =>
    joinSh([raw(':'), ...provides.map((name) => sh`[ -s "$NP_RUN"/out/${name} ]`)], ' && '),
  apply: ({ env, script }, { provides }) =>
    joinSh([
      raw('np_print() {'),
      withEnv(env, script),
      raw('}'),
      // Kept in a variable: the status of a pipe's first command is lost in POSIX sh.
      raw('np_printed=$(np_print)'),
      ...provides.map((name) => sh`printf '%s\\n' "$np_printed" | np_provide ${name}`),
    ]),
})
