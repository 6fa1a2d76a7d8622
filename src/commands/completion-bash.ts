import type { CommandShape, OptionShape } from './completion-shape.ts'

/** A completion script for bash; zsh runs it too, by its bashcompinit. */
export function bashCompletion(shapes: readonly CommandShape[]): string {
  const options = new Map(shapes.flatMap((shape) => shape.options.map((option) => [option.long, option] as const)))
  const paths = shapes.filter(({ path }) => path !== '').map(({ path }) => `'${path}'`)
  return `_nodeprep() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} path='' i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${path:+$path }\${COMP_WORDS[i]}" in
      ${paths.join(' | ')}) path="\${path:+$path }\${COMP_WORDS[i]}" ;;
    esac
  done
  case "$previous" in
${[...options.values()].map(valueCase).join('')}  esac
  case "$path" in
${shapes.map(pathCase).join('')}  esac
}
complete -o default -F _nodeprep nodeprep
`
}

function reply(words: readonly string[]): string {
  return `COMPREPLY=($(compgen -W '${words.join(' ')}' -- "$current"))`
}

function valueCase({ long, value, choices }: OptionShape): string {
  if (value === undefined) return ''
  // With nothing in COMPREPLY the shell completes file names.
  return `    ${long}) ${value === 'choice' ? `${reply(choices)}; ` : ''}return ;;\n`
}

function pathCase({ path, commands, options, words }: CommandShape): string {
  const flags = options.map(({ long }) => long)
  const other = commands.length + words.length > 0 ? reply([...commands, ...words]) : ':'
  return `    '${path}') case "$current" in -*) ${reply(flags)} ;; *) ${other} ;; esac ;;\n`
}
