import { runtimePackages } from '../../cluster/runtime-kinds.ts'

/** Main part of a package's version: `1.36.2-1.1`, `1.24.6~0` and `v1.36.2` are 1.36.2 and 1.24.6. '' for none. */
function mainVersion(text: string): string {
  return /^(?:\d+:)?v?(\d{1,6}(?:\.\d{1,6}){1,3})(?![\d.])/.exec(text)?.[1] ?? ''
}

/**
 * Versions of installed packages by name: from paragraphs of dpkg's status, lines `NAME VERSION` of rpm, or what kubelet
 * says of itself, `Kubernetes v1.36.2`.
 */
export function packageVersions(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const put = (name: string, version: string): void => {
    const main = mainVersion(version)
    if (main !== '' && !found.has(name)) found.set(name, main)
  }
  let name = ''
  let installed = false
  for (const line of text.split('\n')) {
    const [, key, value = ''] = /^(Package|Status|Version): (.*)$/.exec(line) ?? []
    if (key === 'Package') [name, installed] = [value, false]
    else if (key === 'Status') installed = value.endsWith(' installed')
    else if (key === 'Version' && installed && wanted.has(name)) put(name, value)
    const [, rpm = '', version = ''] = /^([a-z][a-z.-]*) (\d\S*)$/.exec(line) ?? []
    if (wanted.has(rpm)) put(rpm, version)
    const kubelet = /^Kubernetes (v\S+)$/.exec(line)?.[1]
    if (kubelet !== undefined) put('kubelet', kubelet)
  }
  return found
}

const wanted: ReadonlySet<string> = new Set(['kubelet', ...Object.values(runtimePackages).flat()])
