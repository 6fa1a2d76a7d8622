import * as z from 'zod'
import { say } from '../validation/say.ts'

const digest = z.string().regex(/^[0-9a-f]{16}$/, say('not a digest', 'make the plan again with nodeprep plan --out'))
const digests = z.record(z.string(), digest)

/** The part of a plan's file that the plan itself is. */
export const planFileSchema = z.strictObject({
  apiVersion: z.literal('nodeprep.dev/v1alpha1').describe('Version of this format.'),
  kind: z.literal('Plan').describe('Always Plan.'),
  cluster: z.string().describe('Name of the cluster.'),
  playbook: z.string().describe('Name of the playbook.'),
  hosts: z
    .record(z.string(), z.strictObject({ facts: digest, steps: digests, pending: digests }))
    .describe('Digests of what was planned for each host.'),
})
