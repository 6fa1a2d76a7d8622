import { noPackageManager, packageManagerOf } from '../packages/package-managers.ts'
import { sh } from '../shell/sh.ts'
import { params } from './repository-params.ts'
import { defineStep } from './step.ts'

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
  content: (step, facts) => packageManagerOf(facts)?.repositories.text(step, facts),
  path: ({ name }, facts) => packageManagerOf(facts)?.repositories.file(name),
  look: (steps, facts) => packageManagerOf(facts)?.repositories.look?.(steps),
  check: (step, { facts }) => packageManagerOf(facts)?.repositories.check(step, facts) ?? sh`false`,
  apply: (step, { facts, content }) => packageManagerOf(facts)?.repositories.apply(step, content) ?? noPackageManager,
})
