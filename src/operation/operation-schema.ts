import * as z from 'zod'
import { API_VERSION } from '../config/schema/cluster.ts'
import { say } from '../validation/say.ts'
import { entrySchema } from '../playbook/playbook-schema.ts'

const option = z.strictObject({
  type: z
    .enum(['boolean', 'choice', 'duration', 'integer', 'count', 'list'])
    .describe(
      'boolean: a flag; choice: one of choices; duration: 90s, 5m, 1h, which templates know in seconds; integer: a whole number above 0; count: such a number or a percentage of the nodes; list: words with commas between them.',
    ),
  description: z.string().describe('What it is for, as the help of the command says it.'),
  choices: z.array(z.string()).optional().describe('What a choice can be.'),
  default: z
    .union([z.string(), z.int()])
    .optional()
    .describe('Its value when it is not given; without one a flag is false and everything else the empty text.'),
  conflicts: z.array(z.string()).optional().describe('Options that cannot be given beside it.'),
  sets: z
    .enum(['runtime.kind'])
    .optional()
    .describe('Field of spec in cluster.yaml that has this value for the operation, whatever the file says.'),
})

const list = (what: string) => z.array(entrySchema).default([]).describe(what)

/** An operation: its own keys, and lists of steps as playbooks have them. */
export const operationSchema = z.strictObject({
  apiVersion: z.literal(API_VERSION).describe('Version of this format.'),
  kind: z.literal('Operation').describe('Always Operation.'),
  metadata: z
    .strictObject({
      name: z
        .string()
        .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, say('not the name of an operation', 'write it as rotate-certificates'))
        .describe('Name of the operation and, where nodeprep ships it, of its command.'),
      description: z.string().describe('What it is for, in one line.'),
    })
    .describe('What the operation is called.'),
  options: z
    .record(z.string(), option)
    .default({})
    .describe('Options of its command, in lower case with dashes there; templates know them as options.NAME.'),
  requires: z.array(z.string()).default([]).describe('Options of which one has to be given.'),
  ignoreChecks: z.array(z.string()).default([]).describe('Checks of hosts that do not count while it runs.'),
  stages: z
    .enum(['kubernetes.version'])
    .optional()
    .describe(
      'Field of spec in cluster.yaml whose value is only reached by way of others, as Kubernetes goes from one minor to the next: the operation runs once for each of them.',
    ),
  confirm: z
    .boolean()
    .default(false)
    .describe(
      'Whether the user has to type the name of the cluster before anything is changed; with --yes, --cluster has to give it.',
    ),
  message: z
    .string()
    .optional()
    .describe(
      'What is said at the end: a template that knows options, hosts (the names of the nodes) and file (cluster.yaml).',
    ),
  nodes: z
    .strictObject({
      when: z.string().optional().describe('Template that gives true for the nodes that are meant; all without it.'),
      none: z.string().optional().describe('What is said when no node is meant.'),
      named: z
        .boolean()
        .default(false)
        .describe(
          'Whether hosts have to be named by --limit or --dead. The lead is then a control plane that was not named, and dead nodes are meant even if --limit names others.',
        ),
      strangers: z
        .boolean()
        .default(false)
        .describe('Whether hosts that are not nodes of the cluster are meant as well; otherwise they are refused.'),
      whole: z
        .string()
        .optional()
        .describe('Why it is refused for some nodes of a cluster that goes on without them, and what to do instead.'),
      order: z
        .array(z.enum(['interrupted', 'workers', 'control-planes', 'lead']))
        .default(['interrupted', 'lead', 'control-planes', 'workers'])
        .describe(
          'Which nodes have their turn first. The lead is the control plane that does what is in before and after.',
        ),
      interrupted: z
        .string()
        .optional()
        .describe('Template that gives true for a node that an earlier run left half way.'),
      dead: z
        .boolean()
        .default(false)
        .describe(
          'Whether nodes named by --dead, which nothing is asked of, have before and after all the same; templates know of each node whether it is node.dead.',
        ),
      atOnce: z
        .union([z.string(), z.int()])
        .default(1)
        .describe('How many nodes may be out of service at the same time: a number, 10%, or a template of one.'),
    })
    .prefault({})
    .describe('Which nodes, and in what order.'),
  check: list('Steps on every node before any of them is touched.'),
  before: list('Steps on the lead before a node has its turn; templates know that node as node.'),
  run: list('Steps on the node.'),
  after: list('Steps on the lead after that; the next node waits for them.'),
  finish: list('Steps on the node once it is back.'),
})
