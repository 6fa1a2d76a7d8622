import type { CommandShape, OptionShape } from './completion-shape.ts'

/** A completion script for fish. */
export function fishCompletion(shapes: readonly CommandShape[]): string {
  const lines = shapes.flatMap((shape) => [
    ...shape.commands.map((name) => {
      const inner = shapes.find(({ path }) => path === `${shape.path} ${name}`.trim())
      return `complete -c nodeprep -n ${quote(after(shape))} -f -a ${name} -d ${quote(inner?.description ?? '')}`
    }),
    ...shape.words.map((word) => `complete -c nodeprep -n ${quote(after(shape))} -f -a ${word}`),
    ...shape.options.map((option) => optionLine(shape, option)),
  ])
  return `${lines.join('\n')}\n`
}

function optionLine(shape: CommandShape, { long, description, value, choices }: OptionShape): string {
  const takes = { path: ' -r -F', other: ' -x', choice: ` -x -a ${quote(choices.join(' '))}`, none: '' }
  return `complete -c nodeprep -n ${quote(after(shape))} -l ${long.slice(2)}${takes[value ?? 'none']} -d ${quote(description)}`
}

/** A fish condition: these commands stand on the line, and none of those below them. */
function after({ path, commands }: CommandShape): string {
  const seen = path.split(' ').map((name) => `__fish_seen_subcommand_from ${name}`)
  const below = commands.length > 0 ? [`not __fish_seen_subcommand_from ${commands.join(' ')}`] : []
  return [...(path === '' ? [] : seen), ...below].join('; and ')
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
