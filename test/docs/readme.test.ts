import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const read = (name: string) => readFileSync(join(import.meta.dirname, '../..', name), 'utf8')

/** What both must say alike: commands and examples, links, levels of headings, numbered steps, names in backquotes. */
function skeleton(text: string) {
  const blocks = [...text.matchAll(/^```\w*\n[^]*?^```$/gm)].map(([block]) => block)
  const prose = text.replaceAll(/^```\w*\n[^]*?^```$/gm, '')
  const all = (pattern: RegExp) => [...prose.matchAll(pattern)].map(([, found]) => found)
  return {
    blocks,
    headings: all(/^(#+) /gm),
    steps: all(/^\*\*(\d+\. )/gm),
    links: all(/\]\(([^)]+)\)/g)
      .filter((link) => !link?.startsWith('README'))
      .sort(),
    names: [...new Set(all(/`([^`\n]+)`/g))].sort(),
  }
}

test('the Chinese README has the commands, headings and links of the English one', () => {
  const { names, ...english } = skeleton(read('README.md'))
  const { names: chineseNames, ...chinese } = skeleton(read('README.zh-CN.md'))
  expect(chinese).toEqual(english)
  expect(chineseNames).toEqual(expect.arrayContaining(names))
})
