import { joinSh, raw, sh, type Sh } from '../shell/sh.ts'
import type { Repository } from './repository.ts'
import { fileIs, writeFile } from './text-file.ts'

export const listFile = (name: string) => `/etc/apt/sources.list.d/nodeprep-${name}.list`
const keyFile = (name: string) => `/etc/apt/keyrings/nodeprep-${name}.asc`

/** The key's URL stands in it too, so that another key makes another file. */
export function listText({ name, url, suite, components, key, gpgCheck }: Repository, arch: string): string {
  const trust = gpgCheck ? `signed-by=${keyFile(name)}` : 'trusted=yes'
  const entry = ['deb', `[arch=${arch} ${trust}]`, url, suite, ...components].join(' ')
  return gpgCheck ? `# key: ${key}\n${entry}\n` : `${entry}\n`
}

export function checkApt(step: Repository, arch: string): Sh {
  const list = fileIs(listFile(step.name), listText(step, arch))
  return step.gpgCheck ? sh`[ -s ${keyFile(step.name)} ] && ${list}` : list
}

/** The index is fetched by the next package step, always, so that a kill in between loses nothing. */
export function applyApt(step: Repository, content: Sh): Sh {
  return joinSh([
    ...(step.gpgCheck ? [sh`np_apt_key ${step.name} ${step.key}`] : []),
    writeFile(listFile(step.name), content),
    raw('rm -f "$NP_RUN/apt-updated"'),
  ])
}
