const LITERAL_KEYS: Readonly<Record<string, readonly string[]>> = {
  command: ['check', 'apply', 'changes'],
  wait: ['check', 'changes', 'why'],
  value: ['script'],
  report: ['script'],
  template: ['src'],
  toml: ['path', 'choose'],
}

/** True for a parameter that is taken as written, never filled in: shell keeps its braces, and `src` names a file. */
export function isLiteral(kind: string, key: string): boolean {
  return LITERAL_KEYS[kind]?.includes(key) === true
}
