export const taintEffects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] as const

/** What keeps pods off a node. A node has one for each key and effect. */
export interface Taint {
  readonly key: string
  /** '' for none. */
  readonly value: string
  readonly effect: (typeof taintEffects)[number]
}

const TAINT = new RegExp(`^([^=:]+)(?:=([^=:]*))?:(${taintEffects.join('|')})$`)

/** Reads `key=value:Effect` or `key:Effect`, as kubectl takes it; undefined for anything else. */
export function readTaint(text: string): Taint | undefined {
  const [, key, value = '', effect] = TAINT.exec(text) ?? []
  return key === undefined ? undefined : { key, value, effect: effect as Taint['effect'] }
}
