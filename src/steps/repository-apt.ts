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

// apt tells armored from binary by the file's name, which cannot be known before the key is fetched: so a binary one is
// armored here. An OpenPGP packet begins with a byte above 0x7f, and an error page never does.
const armor = raw(`np_armor() {
if grep -q -e '^-----BEGIN PGP PUBLIC KEY BLOCK-----' "$1"; then cat "$1"; return; fi
case $(od -An -tx1 -N1 "$1") in *[89a-f]?) ;; *) return 1 ;; esac
printf '%s\\n\\n' '-----BEGIN PGP PUBLIC KEY BLOCK-----'
base64 "$1"
printf '%s\\n' '-----END PGP PUBLIC KEY BLOCK-----'
}`)

function installKey({ name, key }: Repository): Sh {
  return joinSh([
    armor,
    sh`np_fetch ${key} "$NP_RUN/key" || np_fail ${`the signing key ${key} could not be fetched`}`,
    sh`np_armor "$NP_RUN/key" >"$NP_RUN/key.asc" || np_fail ${`${key} is not an OpenPGP key`}`,
    sh`np_write ${keyFile(name)} 0644 root root <"$NP_RUN/key.asc"`,
  ])
}

/** The index is fetched by the next package step, always, so that a kill in between loses nothing. */
export function applyApt(step: Repository, content: Sh): Sh {
  return joinSh([
    ...(step.gpgCheck ? [installKey(step)] : []),
    writeFile(listFile(step.name), content),
    raw('rm -f "$NP_RUN/apt-updated"'),
  ])
}
