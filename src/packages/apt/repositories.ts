import type { Facts } from '../../facts/facts.ts'
import { fingerprints } from '../../notation/key-fingerprint.ts'
import { joinSh, raw, sh, type Sh } from '../../shell/sh.ts'
import { fileIs, writeFile } from '../../shell/text-file.ts'
import type { PackageManager, WantedRepository } from '../package-manager.ts'

const file = (name: string) => `/etc/apt/sources.list.d/nodeprep-${name}.list`
const keyFile = (name: string) => `/etc/apt/keyrings/nodeprep-${name}.asc`

/** The key's URL and fingerprints stand in it too, so that another key makes another file, and for `np_apt_renew_keys`. */
function text(
  { name, url, suite, components, key, keyFingerprint, gpgCheck }: WantedRepository,
  { arch }: Facts,
): string {
  const trust = gpgCheck ? `signed-by=${keyFile(name)}` : 'trusted=yes'
  const entry = ['deb', `[arch=${arch} ${trust}]`, url, suite, ...components].join(' ')
  return gpgCheck ? `# key: ${[key, ...fingerprints(keyFingerprint)].join(' ')}\n${entry}\n` : `${entry}\n`
}

/** A URL as it may stand in arguments, which every user of a host can read. */
const withoutAccount = (address: string) => address.replace(/^([a-z]+:\/\/)[^/@]*@/, '$1')

/** Which files of apt have one of these URLs, asked once for all. */
function look(wanted: readonly WantedRepository[]): Sh {
  return sh`np_look_apt ${[...new Set(wanted.map(({ url }) => withoutAccount(url)))]}`
}

/** Also false where another file has the same repository: apt refuses to work where its key is another one. */
function check(wanted: WantedRepository, facts: Facts): Sh {
  const { name, url, suite, gpgCheck } = wanted
  const alone = sh`${fileIs(file(name), text(wanted, facts))} && np_apt_alone ${withoutAccount(url)} ${suite}`
  return gpgCheck ? sh`[ -s ${keyFile(name)} ] && ${alone}` : alone
}

/**
 * Nothing is in its place before apt has taken it. The index of all is fetched by the next package step, always, so that a
 * kill in between loses nothing.
 */
function apply(wanted: WantedRepository, content: Sh): Sh {
  const { name, suite, components, key, keyFingerprint, gpgCheck } = wanted
  const url = withoutAccount(wanted.url)
  return joinSh([
    sh`np_apt_others ${name} ${url} ${suite} ${components.join(' ')}`,
    sh`np_apt_key_kept ${name}`,
    ...(gpgCheck ? [sh`np_apt_key ${[name, key, ...fingerprints(keyFingerprint)]} || np_fail "$np_cause"`] : []),
    sh`${content} >"$NP_RUN/apt/new"`,
    sh`np_apt_try ${name} ${url}`,
    raw('np_apt_take_over'),
    writeFile(file(name), content),
    raw('rm -f "$NP_RUN/apt-updated"'),
  ])
}

export const repositories: PackageManager['repositories'] = { file, text, look, check, apply }
