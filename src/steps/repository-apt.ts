import { fingerprints } from '../notation/key-fingerprint.ts'
import { joinSh, raw, sh, type Sh } from '../shell/sh.ts'
import type { Repository } from './repository-params.ts'
import { fileIs, writeFile } from './text-file.ts'

export const listFile = (name: string) => `/etc/apt/sources.list.d/nodeprep-${name}.list`
const keyFile = (name: string) => `/etc/apt/keyrings/nodeprep-${name}.asc`

/** The key's URL and fingerprints stand in it too, so that another key makes another file, and for `np_apt_renew_keys`. */
export function listText(
  { name, url, suite, components, key, keyFingerprint, gpgCheck }: Repository,
  arch: string,
): string {
  const trust = gpgCheck ? `signed-by=${keyFile(name)}` : 'trusted=yes'
  const entry = ['deb', `[arch=${arch} ${trust}]`, url, suite, ...components].join(' ')
  return gpgCheck ? `# key: ${[key, ...fingerprints(keyFingerprint)].join(' ')}\n${entry}\n` : `${entry}\n`
}

/** A URL as it may stand in arguments, which every user of a host can read. */
const withoutAccount = (address: string) => address.replace(/^([a-z]+:\/\/)[^/@]*@/, '$1')

/** Which files of apt have one of these URLs, asked once for all. */
export function lookApt(steps: readonly Repository[]): Sh {
  return sh`np_look_apt ${[...new Set(steps.map(({ url }) => withoutAccount(url)))]}`
}

/** Also false where another file has the same repository: apt refuses to work where its key is another one. */
export function checkApt(step: Repository, arch: string): Sh {
  const list = fileIs(listFile(step.name), listText(step, arch))
  const alone = sh`${list} && np_apt_alone ${withoutAccount(step.url)} ${step.suite}`
  return step.gpgCheck ? sh`[ -s ${keyFile(step.name)} ] && ${alone}` : alone
}

/**
 * Nothing is in its place before apt has taken it. The index of all is fetched by the next package step, always, so that a
 * kill in between loses nothing.
 */
export function applyApt(step: Repository, content: Sh): Sh {
  const { name, suite, components } = step
  const url = withoutAccount(step.url)
  return joinSh([
    sh`np_apt_others ${name} ${url} ${suite} ${components.join(' ')}`,
    sh`np_apt_key_kept ${name}`,
    ...(step.gpgCheck
      ? [sh`np_apt_key ${[name, step.key, ...fingerprints(step.keyFingerprint)]} || np_fail "$np_cause"`]
      : []),
    sh`${content} >"$NP_RUN/apt/new"`,
    sh`np_apt_try ${name} ${url}`,
    raw('np_apt_take_over'),
    writeFile(listFile(name), content),
    raw('rm -f "$NP_RUN/apt-updated"'),
  ])
}
