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
A host takes over \`spec.ssh\` key by key, \`become\` too, and what it says itself wins.
Relative paths start at the folder of cluster.yaml, and \`~\` is your home folder.

What \`nodeprep init\` writes:

\`\`\`yaml
${clusterTemplate()}\`\`\`

${liveLegend(rows.map(({ live }) => live))}

${text.join('\n\n')}
`
}
