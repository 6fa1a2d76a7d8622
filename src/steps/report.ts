import * as z from 'zod'
import { joinSh, raw } from '../shell/sh.ts'
import { shellText, withEnv } from './command.ts'
import { environment, line } from './fields.ts'
import { defineStep } from './step.ts'

const params = z.strictObject({
  title: line.describe('What is reported, as a person would say it.'),
  env: environment.default({}).describe('Values for the script, as shell variables; here templates are filled in.'),
  script: shellText.describe(
    'Shell that prints the report and changes nothing; what it has printed counts, whatever its exit status. Not a template: braces stay.',
  ),
})

/** Something that the client is told of a host, also where nothing is applied. It is shown, so it holds no secret. */
export const report = defineStep({
  kind: 'report',
  description:
    "A text that a host tells the machine that runs nodeprep, by the names of the entry's `collect`: 256 KiB at most, without control characters but newlines and tabs. Unlike a `value` it is also told in a plan, which saves nothing on the host, and it is no secret.",
  example: `id: disk
collect: [disk]
report:
  title: free space in /var
  script: df -kP /var
`,
  params,
  passive: true,
  reports: true,
  title: ({ title }) => title,
  check: ({ env, script }) => joinSh([raw('np_told() {'), withEnv(env, script), raw('}'), raw('np_report np_told')]),
  apply: () => raw(':'),
})
