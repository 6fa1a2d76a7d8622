/** Lines after a heading that belong to it. */
export interface Block {
  readonly heading: string
  readonly lines: readonly string[]
}

const HEADING = /^@@ (.*) @@$/

/** Headings are those of a unified diff, whose lines never begin so. */
export const blockText = ({ heading, lines }: Block): string => [`@@ ${heading} @@`, ...lines, ''].join('\n')

/** The blocks of a text, without what stands before the first one and the empty line after each. */
export function blocksOf(text: string): readonly Block[] {
  const lines = text.split('\n')
  const starts = lines.flatMap((line, at) => (HEADING.test(line) ? [at] : []))
  return starts.map((start, index) => ({
    heading: HEADING.exec(lines[start] ?? '')?.[1] ?? '',
    lines: lines.slice(start + 1, (starts[index + 1] ?? lines.length) - 1),
  }))
}
