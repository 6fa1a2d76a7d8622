import * as z from 'zod'
import { dnsName, nonEmpty, orLiteral, path } from './fields.ts'
import { converges, subtree } from './live.ts'
import { say } from '../../validation/say.ts'

const HOST = /^(_default|(\*\.)?[A-Za-z0-9][A-Za-z0-9.-]*(:\d+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*)$/

const registryHost = () =>
  z
    .string()
    .regex(HOST, {
      error: orLiteral(say('not a registry', 'write it as image names begin, docker.io or registry.example:5000')),
    })
    .refine(
      (host) => host !== 'index.docker.io' && host !== 'registry-1.docker.io',
      say('not what image names begin with', 'write docker.io'),
    )

/** The path is the one that the runtimes put before the name of an image, or after /v2. */
const URL = /^https?:\/\/[A-Za-z0-9][A-Za-z0-9.-]*(:\d+)?(\/[A-Za-z0-9]+([._~-]+[A-Za-z0-9]+)*)*\/?$/

const registryUrl = () =>
  z.string().regex(URL, {
    error: orLiteral(
      say('not the URL of a registry', 'write it as https://mirror.example or https://mirror.example:5000/v2'),
    ),
  })

const NOT_HEADER = say('not the name of a header', 'write it as X-Name')

const API_PATH = /^https?:\/\/[^/]*(\/([^/]+\/)*v2)?\/?$/

const notApi = (url: string) =>
  say(`${url} does not end with /v2`, 'write its API with overridePath: true, or leave the path out')

const environmentVariable = () =>
  z
    .string()
    .regex(
      /^[A-Za-z_]\w*$/,
      say('expected the name of an environment variable', 'write a name such as REGISTRY_PASSWORD'),
    )

const SOURCES = ['passwordFile', 'passwordEnv', 'passwordPrompt', 'insecurePassword'] as const

/** An account, at a registry or at a proxy. */
export const accountSchema = z
  .strictObject({
    username: z
      .string()
      .regex(/^[^:\p{Cc}]+$/u, say('not the name of an account', 'write it without colon and control characters'))
      .describe('Name of the account.'),
    passwordFile: path()
      .optional()
      .describe('File whose first line is the password; relative to cluster.yaml, on the machine nodeprep runs on.'),
    passwordEnv: environmentVariable().optional().describe('Environment variable of nodeprep that holds the password.'),
    passwordPrompt: z.literal(true).optional().describe('true: the password is asked for when a run begins.'),
    insecurePassword: nonEmpty()
      .optional()
      .describe('The password itself. Whoever reads this file has it: prefer one of the others.'),
  })
  .superRefine((given, context) => {
    const count = SOURCES.filter((key) => given[key] !== undefined).length
    if (count === 1) return
    const what = count === 0 ? 'has no password' : 'has several passwords'
    context.addIssue(say(what, 'give one of passwordFile, passwordEnv and passwordPrompt'))
  })

const access = {
  caFile: path()
    .optional()
    .describe(
      'Certificates (PEM) of the authorities to check it by; relative to cluster.yaml. By default those of the host.',
    ),
  clientCert: z
    .strictObject({
      certFile: path().describe('Certificate (PEM) shown to it; relative to cluster.yaml.'),
      keyFile: path().describe('Private key (PEM) of that certificate; relative to cluster.yaml.'),
    })
    .optional()
    .describe('Certificate that the runtime shows to it.'),
  skipVerify: z.boolean().default(false).describe('true: whatever certificate it shows is taken.'),
  insecure: z
    .boolean()
    .default(false)
    .describe('true: asked by HTTPS, whatever its certificate, and then by plain HTTP.'),
  auth: accountSchema.optional().describe('Account at it.'),
}

const mirror = z
  .strictObject({
    url: registryUrl().describe(
      'Where it is: https://host, with a path that ends with /v2, or any path together with overridePath.',
    ),
    capabilities: z
      .array(z.enum(['pull', 'resolve', 'push']))
      .min(1, say('is empty', 'write [pull, resolve]'))
      .default(['pull', 'resolve'])
      .describe('What it is asked for: pull (contents by digest) and resolve (what a tag means).'),
    overridePath: z
      .boolean()
      .default(false)
      .describe('true: the path of url is that of the API itself, /v2 is not added.'),
    headers: z
      .record(
        z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, NOT_HEADER),
        z.string().regex(/^[\t\x20-\x7e]*$/, say('not the value of a header', 'write it without control characters')),
        { error: (issue) => (issue.code === 'invalid_key' ? NOT_HEADER : undefined) },
      )
      .default({})
      .describe('HTTP headers sent to it; containerd alone can.'),
    ...access,
  })
  .superRefine(({ url, overridePath }, context) => {
    if (!overridePath && !API_PATH.test(url)) context.addIssue({ code: 'custom', path: ['url'], message: notApi(url) })
  })

/** `spec.registries`: how registries are reached, said once for every runtime. */
export const registriesSchema = z
  .array(
    z.strictObject({
      host: registryHost().describe(
        'The registry as image names begin with it, such as docker.io; _default (containerd alone) for every other one.',
      ),
      server: registryUrl()
        .refine((url) => API_PATH.test(url), say('does not end with /v2', 'leave the path out'))
        .optional()
        .describe('Where the registry itself is, if not https://host.'),
      blocked: z.boolean().default(false).describe('true: nothing is pulled from it; CRI-O alone can.'),
      mirrors: z.array(mirror).default([]).describe('Registries that are asked before it, in this order.'),
      ...access,
    }),
  )
  .default([])
  .describe('Image registries: mirrors, certificates, accounts. The same for every runtime.')
  .meta(subtree(converges()))

/** `spec.pullSecret`. */
export const pullSecretSchema = z
  .strictObject({
    name: dnsName('Secret')
      .default('registry-auth')
      .describe('Name of the Secret.')
      .meta(converges('The Secret of the former name is removed.')),
    namespaces: z
      .array(dnsName('namespace'))
      .min(1, say('is empty', 'write the namespaces, as in [default]'))
      .describe('Namespaces that get it; those that are not there are made.')
      .meta(converges('The Secret is removed from a namespace that is taken out.')),
  })
  .describe('A Secret for imagePullSecrets with the accounts of spec.registries, kept as it should be by every apply.')
