import { readFileSync } from 'node:fs'

const page = new URL('../../docs/own-playbooks.md', import.meta.url)

/** The operation that docs/own-playbooks.md has as an example. */
export function ownOperation(): string {
  const blocks = readFileSync(page, 'utf8').matchAll(/```yaml\n(.*?)```/gs)
  const found = [...blocks].map(([, text = '']) => text).find((text) => /^kind: Operation$/m.test(text))
  if (found === undefined) throw new Error('docs/own-playbooks.md has no operation')
  return found
}
