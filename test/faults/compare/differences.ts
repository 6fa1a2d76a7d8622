import type { HostReading } from './read-host.ts'

/** How two hosts differ, a line a thing: `file /etc/fstab: f 644 root:root sha256 1f… | absent`. Empty when they do not. */
export function differences(a: HostReading, b: HostReading): string[] {
  const kinds = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort()
  return kinds.flatMap((kind) => {
    const [left, right] = [a[kind] ?? new Map<string, string>(), b[kind] ?? new Map<string, string>()]
    const names = [...new Set([...left.keys(), ...right.keys()])].sort()
    return names
      .filter((name) => left.get(name) !== right.get(name))
      .map((name) => `${kind} ${name}: ${left.get(name) ?? 'absent'} | ${right.get(name) ?? 'absent'}`)
  })
}
