import * as z from 'zod'
import { say } from '../validation/say.ts'
import { API_VERSION } from '../config/schema/cluster.ts'

const id = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, say('not a step id', 'write it in lower case with dashes, as in pause-image'))

const names = z.array(z.string())

/** What every entry of a playbook may have beside its step kind. */
export const entrySchema = z.looseObject({
  id: id.optional().describe('Name of the step, unique in the whole playbook.'),
  include: z.string().optional().describe('Name of another playbook whose steps are inserted here.'),
  with: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('Beside include: values that the templates of the included steps know as with.NAME.'),
  when: z
    .union([z.string(), z.boolean()])
    .optional()
    .describe('Template that must give true or false; the step is skipped on hosts where it gives false.'),
  each: z
    .string()
    .regex(/^\{\{json (?:(?!\}\}).)+\}\}$/s, say('not a list', "write it as '{{json PATH}}'"))
    .optional()
    .describe(
      'Template that gives a list: the step is planned once for each item, which templates know as item. Each item has a name; the id gets it after a dash. Where other steps name the id, all of them are meant.',
    ),
  sensitive: z.boolean().optional().describe('The content appears in no diff, log or argument list.'),
  awaits: names.optional().describe('Values of other hosts that must have arrived before the step is applied.'),
  provides: names.optional().describe('Values that other hosts get once the step holds.'),
  collect: names.optional().describe('Values that the machine that runs nodeprep gets once the step holds.'),
})

/** Keys of an entry that name no step kind. */
export const ENTRY_KEYS: readonly string[] = Object.keys(entrySchema.shape)

/** A playbook as far as it does not depend on the step kinds. */
export const playbookSchema = z.strictObject({
  apiVersion: z.literal(API_VERSION).describe('Version of this format.'),
  kind: z.literal('Playbook').describe('Always Playbook.'),
  metadata: z
    .strictObject({
      name: z.string().min(1).describe('Name of the playbook.'),
      description: z.string().describe('What it is for, in one line.'),
    })
    .describe('What the playbook is called.'),
  steps: z.array(entrySchema).describe('Steps and included playbooks, in order.'),
})

/** `template`: a file whose content is a template of its own. Becomes a step of kind `file` in the plan. */
export const templateParams = z.strictObject({
  src: z
    .string()
    .regex(
      /^(?!\.)[\w.-]+(\/(?!\.)[\w.-]+)*$/,
      say('not a template of templates/', 'write it as crio/20-nodeprep.conf.hbs'),
    )
    .describe('Template, relative to templates/ or to the folder of your own.'),
  dest: z.string().describe('Where the file is on the host.'),
  mode: z.string().optional().describe('Permissions, in quotes; "0644" by default.'),
  owner: z.string().optional().describe('User that owns it; root by default.'),
  group: z
    .string()
    .optional()
    .describe('Group that owns it; root by default, and the group of the same name where owner is another user.'),
  documents: z
    .array(
      z.enum([
        'ClusterConfiguration',
        'InitConfiguration',
        'JoinConfiguration',
        'KubeletConfiguration',
        'KubeProxyConfiguration',
      ]),
    )
    .optional()
    .describe('Kinds of documents of cluster.yaml that are merged over those the template gives.'),
})
