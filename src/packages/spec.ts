export interface PackageSpec {
  readonly name: string
  /** '' when any version will do. */
  readonly version: string
}

export function parseSpec(spec: string): PackageSpec {
  const [name = '', version = ''] = spec.split('=')
  return { name, version }
}
