import type { Client } from 'ssh2'

/**
 * The inner part of a client of ssh2, which is pinned, that sends packets; undefined where it looks different, and nothing may be
 * changed in it then.
 * @param methods what it has to have
 */
export function innerProtocol(
  client: Client,
  methods: readonly string[],
): Readonly<Record<string, unknown>> | undefined {
  const protocol: unknown = '_protocol' in client ? client._protocol : undefined
  if (typeof protocol !== 'object' || protocol === null) return undefined
  const inner = protocol as Readonly<Record<string, unknown>>
  return methods.every((method) => typeof inner[method] === 'function') ? inner : undefined
}
