/** Where in a playbook a step was written. */
export interface Source {
  readonly file: string
  readonly line: number
  /** Left out where only the line is known. */
  readonly column?: number
}

/** `cri-o.yaml:12:5`. */
export function placeText({ file, line, column }: Source): string {
  return `${file}:${line}${column === undefined ? '' : `:${column}`}`
}
