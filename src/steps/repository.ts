import type { Facts } from '../facts/facts.ts'
import { sh } from '../shell/sh.ts'
import { applyApt, checkApt, listFile, listText, lookApt } from './repository-apt.ts'
import { applyRpm, checkRpm, repoFile, repoText } from './repository-rpm.ts'
import { params } from './repository-params.ts'
import { defineStep } from './step.ts'

const isApt = (facts: Facts) => facts.packageManager === 'apt'

/** A package repository with its key. */
export const repository = defineStep({
  kind: 'repository',
  description:
    'A package repository and its signing key: /etc/apt/sources.list.d/nodeprep-NAME.list with /etc/apt/keyrings/nodeprep-NAME.asc, or /etc/yum.repos.d/nodeprep-NAME.repo. It is added only after its index was fetched. On apt, an entry for the same URL and suite in another file, for which apt would refuse a second key, is switched off there; the former file is kept. dnf and yum get the key as /etc/pki/rpm-gpg/RPM-GPG-KEY-nodeprep-NAME. A key that is there is only replaced by one with the same fingerprint or one of `keyFingerprint`. With `gpgCheck: false` nothing that comes from it is verified.',
  example: `id: kubernetes-repository
repository:
  name: kubernetes
  url: https://packages.example.com/kubernetes/deb/
  key: https://packages.example.com/kubernetes/deb/Release.key
  gpgCheck: true
  exclude: [kubelet, kubeadm, kubectl]
`,
  params,
  title: ({ name, url, gpgCheck }) => `repository ${name} (${url})${gpgCheck ? '' : ', signatures NOT verified'}`,
  content: (step, facts) => (isApt(facts) ? listText(step, facts.arch) : repoText(step)),
  path: ({ name }, facts) => (isApt(facts) ? listFile(name) : repoFile(name)),
  look: (steps, facts) => (isApt(facts) ? lookApt(steps) : undefined),
  check: (step, { facts }) => {
    if (facts.packageManager === 'none') return sh`false`
    return isApt(facts) ? checkApt(step, facts.arch) : checkRpm(step)
  },
  apply: (step, { facts, content }) => {
    if (facts.packageManager === 'none') return sh`np_fail ${'this host has none of apt, dnf and yum'}`
    return isApt(facts) ? applyApt(step, content) : applyRpm(step, content)
  },
})
