import * as z from 'zod'
import { FINGERPRINT } from '../../notation/key-fingerprint.ts'
import { hasAccount } from '../../notation/url-account.ts'
import { ACCOUNT, ANY_URL, httpUrl, image, orLiteral, registry } from './fields.ts'
import { converges, rolls, subtree } from './live.ts'
import { say } from '../../validation/say.ts'

const PLACEHOLDER = say('unknown placeholder', 'only {minor}, {arch} and {os} are filled in')

const NOT_URL = say('not a URL', 'write it as https://host/path/')

const repositoryUrl = () =>
  z
    .string()
    .regex(/^(https?|file):\/\/\S+$/, NOT_URL)
    .refine((text) => ANY_URL.test(text.replaceAll(/\{[^{}]*\}/g, 'x')), { error: orLiteral(NOT_URL) })
    .refine(
      (text) => Array.from(text.matchAll(/\{([^}]*)\}/g)).every(([, name = '']) => /^(minor|arch|os)$/.test(name)),
      PLACEHOLDER,
    )
    .refine((text) => !hasAccount(text), ACCOUNT)

/** A word of an apt source. */
const aptWord = () =>
  z
    .string()
    .regex(
      /^[A-Za-z0-9._:~+/-]+$/,
      say('not a suite or component of apt', 'write letters, digits and ._:~+/- only, as in bookworm'),
    )

const fingerprint = () =>
  z
    .string()
    .regex(
      FINGERPRINT,
      say('not the fingerprint of an OpenPGP key', 'write its 40 hexadecimal digits in quotes; blanks are allowed'),
    )

const repositoryFields = {
  url: repositoryUrl().describe('Base URL; {minor}, {arch} and {os} are filled in for each host.'),
  suite: aptWord().optional().describe('apt: suite; by default / (a flat repository).'),
  components: z.array(aptWord()).optional().describe('apt: components; none for a flat repository.'),
  key: repositoryUrl()
    .optional()
    .describe('URL of the signing key; by default beside the repository, as its layout has it.'),
  keyFingerprint: z
    .union([
      fingerprint(),
      z.array(fingerprint()).min(1, say('no fingerprint', 'write one, or leave keyFingerprint out')),
    ])
    .optional()
    .describe(
      'Fingerprint of the signing key (version 4), or several: a key with another one is not installed. Without, the first key fetched is trusted.',
    ),
  gpgCheck: z.boolean().optional().describe('false takes packages without checking their signatures.'),
}

type Source = { readonly gpgCheck?: boolean | undefined; readonly keyFingerprint?: unknown }

function checkKey({ gpgCheck, keyFingerprint }: Source, context: z.core.$RefinementCtx): void {
  if (gpgCheck !== false || keyFingerprint === undefined) return
  const message = say('has no effect with gpgCheck: false', 'leave one of them out')
  context.addIssue({ code: 'custom', path: ['keyFingerprint'], message })
}

type Apt = { readonly suite?: string | undefined; readonly components?: readonly string[] | undefined }

/** What apt itself insists on. */
function checkApt({ suite = '/', components = [] }: Apt, context: z.core.$RefinementCtx): void {
  if (suite.endsWith('/') === (components.length === 0)) return
  const path = ['components']
  if (components.length > 0)
    context.addIssue({
      code: 'custom',
      path,
      message: say('a flat repository has no components', 'give its suite too'),
    })
  else
    context.addIssue({ code: 'custom', path, message: say('the suite has no components', 'write some, as in [main]') })
}

const repository = z.strictObject(repositoryFields).superRefine(checkApt).superRefine(checkKey)

/** One object rather than a union of two, because zod's messages for unions of objects are of no help to anyone. */
const packageSource = z
  .strictObject({
    ...repositoryFields,
    url: repositoryFields.url.optional(),
    deb: repository.optional().describe('Source for hosts with apt, where it is another one than that for rpm.'),
    rpm: repository.optional().describe('Source for hosts with dnf or yum.'),
  })
  .superRefine(({ deb, rpm, ...own }, context) => {
    checkApt(own, context)
    checkKey(own, context)
    const split = deb !== undefined || rpm !== undefined
    if (split && Object.keys(own).length > 0)
      context.addIssue(say('has both a source of its own and deb or rpm', 'put url and the rest into deb and rpm'))
    else if (!split && own.url === undefined)
      context.addIssue(say('has no url', 'give url, or deb and rpm with a url each'))
  })

const preset = z.enum(['upstream', 'aliyun', 'tuna', 'ustc', 'daocloud'])

/** What of it runs on nodes already. */
const PRESET = 'Images of the control plane, kube-proxy and CoreDNS roll. Everything else is applied at once.'

const mirrorObject = z.strictObject({
  preset: preset.default('upstream').describe('What applies where nothing else is given.').meta(rolls(PRESET)),
  packages: z
    .strictObject({
      kubernetes: packageSource.optional().describe('kubelet, kubeadm, kubectl, cri-tools, kubernetes-cni.'),
      'cri-o': packageSource.optional().describe('CRI-O.'),
      'cri-o-libs': packageSource.optional().describe('Second repository of CRI-O before 1.28.'),
      containerd: packageSource
        .optional()
        .describe("containerd; by default the distribution's own or Docker's, as runtime.package says."),
    })
    .prefault({})
    .describe('Where packages come from.')
    .meta(
      subtree(
        converges(
          'Installed packages stay as they are. The repository of containerd or cri-o-libs leaves the hosts when it is taken out.',
        ),
      ),
    ),
  images: z
    .strictObject({
      kubernetes: registry()
        .optional()
        .describe("kubeadm's imageRepository.")
        .meta(rolls('Pods of the control plane, kube-proxy and CoreDNS start again from the images there.')),
      pause: image()
        .optional()
        .describe('Full name of the sandbox image, such as registry.k8s.io/pause:3.10.')
        .meta(converges()),
    })
    .prefault({})
    .describe('Images of Kubernetes itself; spec.registries has mirrors of registries.'),
  files: httpUrl()
    .optional()
    .describe('Prefix put before host/path of files fetched from GitHub and the like.')
    .meta(converges('What was fetched stays.')),
})

export const mirrorSchema = z
  .union([preset, mirrorObject])
  .default('upstream')
  .describe(
    'Where packages, images and files come from: the name of a preset, or an object that overrides parts of one.',
  )
  .meta(rolls(PRESET))
