/** Something that needs attention, and what to do about it. */
export interface Finding {
  /** A problem makes the exit code 4, unless a host failed; a warning does not. */
  readonly level: 'problem' | 'warning'
  /** The hosts that it is about; none where it is about the cluster. */
  readonly hosts: readonly string[]
  readonly message: string
  /** '' where the message says it. */
  readonly remedy: string
}

/** Findings that say the same of several hosts, as one; in the order of the first of each. */
export function merged(findings: readonly Finding[]): readonly Finding[] {
  const known = new Map<string, Finding>()
  for (const finding of findings) {
    const key = JSON.stringify([finding.level, finding.message, finding.remedy])
    const hosts = [...(known.get(key)?.hosts ?? []), ...finding.hosts]
    known.set(key, { ...finding, hosts })
  }
  return [...known.values()]
}
