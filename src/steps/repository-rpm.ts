import { fingerprints } from '../key-fingerprint.ts'
import { joinSh, raw, sh, type Sh } from '../shell/sh.ts'
import type { Repository } from './repository.ts'
import { fileIs, writeFile } from './text-file.ts'

export const repoFile = (name: string) => `/etc/yum.repos.d/nodeprep-${name}.repo`

const keyFile = (name: string) => `/etc/pki/rpm-gpg/RPM-GPG-KEY-nodeprep-${name}`

/** yum 3, dnf and dnf5 all read this; `exclude` is the one spelling that all of them know. */
export function repoText({ name, url, key, keyFingerprint, gpgCheck, exclude }: Repository): string {
  const prints = fingerprints(keyFingerprint)
  return [
    // So that another key makes another file.
    ...(prints.length > 0 ? [`# key: ${[key, ...prints].join(' ')}`] : []),
    `[nodeprep-${name}]`,
    `name=${name}`,
    `baseurl=${url}`,
    'enabled=1',
    // Some systems leave a repository that fails out without a word.
    'skip_if_unavailable=0',
    // Modules of the distribution hide packages of the same names, such as those that containers take, everywhere else.
    'module_hotfixes=1',
    `gpgcheck=${gpgCheck ? 1 : 0}`,
    ...(gpgCheck ? [`gpgkey=${prints.length > 0 ? `file://${keyFile(name)}` : key}`] : []),
    ...(exclude.length > 0 ? [`exclude=${exclude.join(' ')}`] : []),
    '',
  ].join('\n')
}

export function checkRpm(step: Repository): Sh {
  const is = fileIs(repoFile(step.name), repoText(step))
  return step.keyFingerprint.length > 0 ? sh`[ -s ${keyFile(step.name)} ] && ${is}` : is
}

/** As with apt: the next package step looks for new metadata, always, so that a kill in between loses nothing. */
export function applyRpm(step: Repository, content: Sh): Sh {
  const prints = fingerprints(step.keyFingerprint)
  return joinSh([
    ...(prints.length > 0 ? [sh`np_rpm_key ${[step.name, step.key, ...prints]}`] : []),
    writeFile(repoFile(step.name), content),
    raw('rm -f "$NP_RUN/dnf-updated"'),
  ])
}
