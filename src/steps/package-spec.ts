import * as z from 'zod'

/** `name` or `name=version`; names and versions as dpkg and rpm allow them. */
export const packageSpec = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._+-]*(=[0-9][A-Za-z0-9.:~+^_-]*)?$/,
    'write a package name, with `=version` if a version is wanted: socat or kubelet=1.31.4',
  )

export interface PackageSpec {
  readonly name: string
  /** '' when any version will do. */
  readonly version: string
}

export function parseSpec(spec: string): PackageSpec {
  const [name = '', version = ''] = spec.split('=')
  return { name, version }
}
