import * as z from 'zod'
import { FINGERPRINT } from '../notation/key-fingerprint.ts'
import type { Facts } from '../facts/facts.ts'
import { sh } from '../shell/sh.ts'
import { fileStem, url } from './fields.ts'
import { applyApt, checkApt, listFile, listText, lookApt } from './repository-apt.ts'
import { applyRpm, checkRpm, repoFile, repoText } from './repository-rpm.ts'
import { defineStep } from './step.ts'

const aptWord = z.string().regex(/^[A-Za-z0-9._:~+/-]+$/, 'write letters, digits and ._:~+/- only')

const NOT_FINGERPRINT = 'write the fingerprint as 40 hexadecimal digits, or a list of such; blanks are allowed'
const fingerprint = z.string().regex(FINGERPRINT, NOT_FINGERPRINT)

const params = z
  .strictObject({
    name: fileStem.describe('Names the files on the host: `nodeprep-NAME`.'),
    url: url.describe('Base URL.'),
    suite: aptWord.default('/').describe('apt: the suite; `/` means a flat repository.'),
    components: z.array(aptWord).default([]).describe('apt: components; none in a flat repository.'),
    key: z
      .union([url, z.literal('')])
      .default('')
      .describe('URL of the OpenPGP key that signs it, armored or binary.'),
    keyFingerprint: z
      .union([fingerprint, z.array(fingerprint)], NOT_FINGERPRINT)
      .default([])
      .describe(
        'Fingerprint of the primary key (version 4, 40 hexadecimal digits), or several of which each key at `key` has to be one. Without, the first key that is fetched is trusted.',
      ),
    gpgCheck: z.boolean().default(true).describe('Whether signatures are verified.'),
    exclude: z
      .array(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._+*-]*$/, 'write a package name; `*` is allowed in it'))
      .default([])
      .describe(
        'yum and dnf: packages that a plain upgrade must not touch; a `package` step with this repository may. On apt use `hold`.',
      ),
  })
  .refine(({ gpgCheck, key }) => !gpgCheck || key !== '', {
    path: ['key'],
    error: 'write the URL of the signing key, or gpgCheck: false to go without verification',
  })
  .refine(({ gpgCheck, keyFingerprint }) => gpgCheck || keyFingerprint.length === 0, {
    path: ['keyFingerprint'],
    error: 'has no effect with gpgCheck: false; leave one of them out',
  })
  .refine(({ suite, components }) => suite.endsWith('/') === (components.length === 0), {
    path: ['components'],
    error: 'a flat repository (a suite that ends in `/`) has no components, any other has at least one',
  })

export type Repository = z.output<typeof params>

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
