import * as z from 'zod'
import { parameterName, parameterValue } from '../../notation/kernel-parameter.ts'
import { versionText } from './fields.ts'
import { converges } from './live.ts'
import { say } from '../../validation/say.ts'

const NAME = say('not the name of a kernel parameter', 'write it as systemd.unified_cgroup_hierarchy')

/** Settings of the kernel, both `spec.kernel` and those of one host. */
export const kernelSchema = z.strictObject({
  parameters: z
    .record(
      z.string().regex(parameterName),
      versionText().regex(
        parameterValue,
        say('not a value of a kernel parameter', 'write it without blanks and quotes'),
      ),
      { error: ({ code }) => (code === 'invalid_key' ? NAME : undefined) },
    )
    .default({})
    .describe(
      'Parameters on the kernel\'s command line, each with its value, or "" for one that has none. systemd.unified_cgroup_hierarchy: 1 switches an older system to cgroup v2. They take a reboot, see spec.reboot.',
    )
    .meta(
      converges(
        'A node is configured and then has to be drained and rebooted by hand. One that is taken out leaves the boot loader, and the kernel with the next reboot.',
      ),
    ),
})
