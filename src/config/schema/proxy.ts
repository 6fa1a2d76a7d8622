import * as z from 'zod'
import { say } from '../../validation/say.ts'
import { converges, subtree } from './live.ts'
import { accountSchema } from './registries.ts'

const NOT_A_PROXY = say('not the URL of an HTTP proxy', 'write it as http://proxy.example:3128')

/** It begins with no "not ", so that what was written is not shown. */
const ACCOUNT = say(
  'has an account in it, which everybody who reads this file would have',
  'write the URL without, and auth: { username, passwordFile } beside it',
)

const proxyUrl = () =>
  z.string().regex(/^http:\/\/(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?):\d{1,5}\/?$/, {
    error: ({ input }) => (typeof input === 'string' && input.includes('@') ? ACCOUNT : NOT_A_PROXY),
  })

const noProxy = () =>
  z
    .string()
    .regex(
      /^(\.?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\d{1,5})?|[0-9A-Fa-f.:]+(\/\d{1,3})?)$/,
      say('not a domain, address or subnet', 'write it as .example.com, registry.example, 10.0.0.5 or 10.0.0.0/8'),
    )

/** `spec.proxy`. */
export const proxySchema = z
  .strictObject({
    http: proxyUrl()
      .optional()
      .describe('Proxy for http:// URLs, such as http://proxy.example:3128. By default that of https.'),
    https: proxyUrl().optional().describe('Proxy for https:// URLs. By default that of http.'),
    noProxy: z
      .array(noProxy())
      .default([])
      .describe(
        'Domains, addresses and subnets that are reached without it. Added by themselves: loopback, the host and all control planes by name and address, controlPlaneEndpoint, podSubnet, serviceSubnet, .svc and dnsDomain. curl before 7.86, wget and apt understand no subnets.',
      ),
    auth: accountSchema
      .optional()
      .describe('Account at the proxy. On the hosts it is in files that only root can read.'),
  })
  .superRefine(({ http, https }, context) => {
    if (http === undefined && https === undefined) context.addIssue(say('has no proxy', 'give http, https, or both'))
  })
  .describe('HTTP proxy by which hosts fetch packages, images and files. kubeadm, kubelet and pods do not get it.')
  .meta(
    subtree(
      converges('The container runtime restarts, on all hosts at once. Taken out, it is removed from the hosts.'),
    ),
  )
