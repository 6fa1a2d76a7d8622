import { inputSchema } from '../../src/validation/input-schema.ts'
import { clusterSchema } from '../../src/config/schema/cluster.ts'
import { clusterTemplate } from '../../src/config/init-template.ts'
import { liveLegend } from './live-cell.ts'
import { rowsOf, table } from './schema-table.ts'
import type { Row } from './schema-table.ts'

/** docs/reference/cluster-yaml.md: a section for every key of spec. */
export function clusterPage(): string {
  const rows = rowsOf(inputSchema(clusterSchema))
  const sections = new Map<string, Row[]>()
  for (const row of rows) {
    const name = /^spec\.[^.[]+/.exec(row.key)?.[0] ?? ''
    sections.set(name, [...(sections.get(name) ?? []), row])
  }
  const text = [...sections].map(([name, group]) => (name === '' ? table(group) : `## ${name}\n\n${table(group)}`))
  return `# cluster.yaml

The first document describes the cluster; further documents of the kinds ClusterConfiguration, InitConfiguration,
JoinConfiguration, KubeletConfiguration and KubeProxyConfiguration are merged over what nodeprep gives to kubeadm.
\`nodeprep validate cluster.yaml\` names every mistake with its place. Editors check as you type with
[cluster.schema.json](../schema/cluster.schema.json); put this on the first line:

\`\`\`yaml
# yaml-language-server: $schema=path/to/cluster.schema.json
\`\`\`

Where text is wanted an unquoted number counts as it is written: \`version: 1.30\` is 1.30.
Relative paths start at the folder of cluster.yaml, and \`~\` is your home folder.

A host has the settings of \`spec\` (\`ssh\`, \`kernel\`), over them those of its groups, and over these its own:

- \`ssh\` and its \`become\`, \`kernel.parameters\`, \`labels\` and \`annotations\` merge by key.
- \`taints\` join: a node has one value for each key and effect, and the host's wins.
- Any other value is replaced as a whole, such as \`ssh.bastion\`.

A group lists its hosts, as in an inventory of Ansible or the \`roleGroups\` of KubeKey. A host may be in several groups. Two of
them that give it different values for the same key are an error, unless the host says itself which one it is.

What \`nodeprep init\` writes:

\`\`\`yaml
${clusterTemplate()}\`\`\`

${liveLegend(rows.map(({ live }) => live))}

${text.join('\n\n')}
`
}
