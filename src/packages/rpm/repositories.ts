import { fingerprints } from '../../notation/key-fingerprint.ts'
import { joinSh, raw, sh, type Sh } from '../../shell/sh.ts'
import { fileIs, writeFile } from '../../shell/text-file.ts'
import type { PackageManager, WantedRepository } from '../package-manager.ts'

const file = (name: string) => `/etc/yum.repos.d/nodeprep-${name}.repo`

const keyFile = (name: string) => `/etc/pki/rpm-gpg/RPM-GPG-KEY-nodeprep-${name}`

/**
 * yum 3, dnf and dnf5 all read this; `exclude` is the one spelling that all of them know. The key is a file that nodeprep has
 * fetched: dnf and yum would follow a redirect to plain http and take any key that comes.
 */
function text({ name, url, key, keyFingerprint, gpgCheck, exclude }: WantedRepository): string {
  return [
    // So that another key makes another file.
    ...(gpgCheck ? [`# key: ${[key, ...fingerprints(keyFingerprint)].join(' ')}`] : []),
    `[nodeprep-${name}]`,
    `name=${name}`,
    `baseurl=${url}`,
    'enabled=1',
    // Some systems leave a repository that fails out without a word.
    'skip_if_unavailable=0',
    // Modules of the distribution hide packages of the same names, such as those that containers take, everywhere else.
    'module_hotfixes=1',
    `gpgcheck=${gpgCheck ? 1 : 0}`,
    ...(gpgCheck ? [`gpgkey=file://${keyFile(name)}`] : []),
    ...(exclude.length > 0 ? [`exclude=${exclude.join(' ')}`] : []),
    '',
  ].join('\n')
}

function check(wanted: WantedRepository): Sh {
  const { name, gpgCheck } = wanted
  const is = fileIs(file(name), text(wanted))
  return gpgCheck ? sh`[ -s ${keyFile(name)} ] && ${is}` : is
}

/**
 * Nothing is in its place before dnf has fetched the index of it. As with apt, the next package step looks for new metadata,
 * always, so that a kill in between loses nothing.
 */
function apply({ name, key, keyFingerprint, gpgCheck }: WantedRepository, content: Sh): Sh {
  return joinSh([
    ...(gpgCheck ? [sh`np_rpm_key ${[name, key, ...fingerprints(keyFingerprint)]}`] : []),
    sh`${content} >"$NP_RUN/repo"`,
    sh`np_dnf_try ${name}`,
    ...(gpgCheck ? [sh`np_write ${keyFile(name)} 0644 root root <"$NP_RUN/key.asc"`] : []),
    writeFile(file(name), content),
    raw('rm -f "$NP_RUN/dnf-updated"'),
  ])
}

export const repositories: PackageManager['repositories'] = { file, text, check, apply }
