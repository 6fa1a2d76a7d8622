/** Shell without what only a reader of the source needs: comment lines, blank lines and indentation. */
export function lean(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .join('\n')
}
