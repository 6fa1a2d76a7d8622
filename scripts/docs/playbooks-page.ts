import { basename } from 'node:path'
import { assetFolder } from '../../src/assets.ts'
import { loadPlaybook } from '../../src/playbook/loading/load.ts'
import { namesIn } from '../../src/playbook/loading/names-in.ts'
import type { PlaybookStep } from '../../src/playbook/playbook.ts'

/** docs/reference/playbooks.md: every playbook that ships, with its steps in order. */
export function playbooksPage(): string {
  const folder = assetFolder('playbooks')
  const names = namesIn([folder], 'Playbook')
  const sections = names.map((name) => {
    const { description, steps } = loadPlaybook(name, [folder])
    const rows = steps.map((step) => row(step, name))
    return `## ${name}\n\n${description}\n\n| Step | Kind | Only when | From |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`
  })
  return `# Playbooks

What ships with nodeprep, included playbooks spliced in. \`nodeprep playbook show NAME\` prints one,
\`nodeprep playbook run FILE\` runs one of your own. The kinds are described in [steps.md](steps.md).

${sections.join('\n')}`
}

function row({ id, kind, when, source }: PlaybookStep, name: string): string {
  const conditions = when.map((text) => `\`${text.replaceAll('|', '\\|')}\``).join(' and ')
  const from = basename(source.file, '.yaml')
  return `| ${id} | [${kind}](steps.md#${kind.toLowerCase()}) | ${conditions} | ${from === name ? '' : from} |`
}
