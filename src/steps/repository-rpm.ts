import { joinSh, raw, type Sh } from '../shell/sh.ts'
import type { Repository } from './repository.ts'
import { fileIs, writeFile } from './text-file.ts'

export const repoFile = (name: string) => `/etc/yum.repos.d/nodeprep-${name}.repo`

/** yum 3, dnf and dnf5 all read this; `exclude` is the one spelling that all of them know. */
export function repoText({ name, url, key, gpgCheck, exclude }: Repository): string {
  return [
    `[nodeprep-${name}]`,
    `name=${name}`,
    `baseurl=${url}`,
    'enabled=1',
    // Some systems leave a repository that fails out without a word.
    'skip_if_unavailable=0',
    // Modules of the distribution hide packages of the same names, such as those that containers take, everywhere else.
    'module_hotfixes=1',
    `gpgcheck=${gpgCheck ? 1 : 0}`,
    ...(gpgCheck ? [`gpgkey=${key}`] : []),
    ...(exclude.length > 0 ? [`exclude=${exclude.join(' ')}`] : []),
    '',
  ].join('\n')
}

export function checkRpm(step: Repository): Sh {
  return fileIs(repoFile(step.name), repoText(step))
}

/** As with apt: the next package step looks for new metadata, always, so that a kill in between loses nothing. */
export function applyRpm(step: Repository, content: Sh): Sh {
  return joinSh([writeFile(repoFile(step.name), content), raw('rm -f "$NP_RUN/dnf-updated"')])
}
