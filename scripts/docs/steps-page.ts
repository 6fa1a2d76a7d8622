import { inputSchema } from '../../src/validation/input-schema.ts'
import { entrySchema, templateParams } from '../../src/playbook/playbook-schema.ts'
import { stepKinds } from '../../src/steps/index.ts'
import { rowsOf, table } from './schema-table.ts'

/** docs/reference/steps.md: the keys of an entry, then every step kind with its parameters and an example. */
export function stepsPage(): string {
  const kinds = [...stepKinds.values()].map(
    ({ kind, description, params, example }) => `## ${kind}

${description}

${table(rowsOf(inputSchema(params)))}

\`\`\`yaml
${example.trimEnd()}
\`\`\`
`,
  )
  return `# Steps

An entry of a playbook is a step of one kind, or the inclusion of another playbook. A step holds when its check
says so; what its check says after it was applied decides whether it succeeded. Values are Handlebars templates over
\`cluster\`, \`host\`, \`facts\`, \`resolved\` and \`run\`; one that is only \`{{json …}}\` becomes that list, number or boolean itself.

${table(rowsOf(inputSchema(entrySchema)))}

${kinds.join('\n')}
## template

A file whose content is a Handlebars template of its own, from templates/ or from your own folder. In a plan it is a \`file\`.

${table(rowsOf(inputSchema(templateParams)))}

\`\`\`yaml
id: pause-image
template: { src: crio/20-nodeprep.conf.hbs, dest: /etc/crio/crio.conf.d/20-nodeprep.conf }
\`\`\`
`
}
