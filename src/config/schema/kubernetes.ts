import * as z from 'zod'
import { FIRST_MINOR, LAST_MINOR } from '../../kubernetes/versions/kubeadm-api.ts'
import { dnsNameOrAddress, endpoint, subnets, versionText } from './fields.ts'
import { converges, fixed, operation, rolls } from './live.ts'
import { say } from '../../validation/say.ts'

const FULL = /^v?(\d+)\.(\d+)\.(\d+)$/

const kubernetesVersion = () =>
  versionText()
    .regex(FULL, say('not a full Kubernetes version', 'write all three numbers, as in 1.36.2'))
    .refine(
      (text) => {
        const [, major, minor] = FULL.exec(text) ?? []
        return major === undefined || (major === '1' && Number(minor) >= FIRST_MINOR && Number(minor) <= LAST_MINOR)
      },
      say('not among the versions nodeprep knows', `write a version from 1.${FIRST_MINOR}.0 to 1.${LAST_MINOR}.x`),
    )

const dnsDomain = () =>
  z.string().regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, say('not a DNS domain', 'write it as cluster.local'))

/** Subnets where none are given, those of flannel's manifest and of kubeadm. */
export const DEFAULT_SUBNETS = { podSubnet: '10.244.0.0/16', serviceSubnet: '10.96.0.0/12' }

export const kubernetesSchema = z
  .strictObject({
    version: kubernetesVersion()
      .describe('Full Kubernetes version of every node, such as 1.36.2.')
      .meta(operation('upgrade')),
    controlPlaneEndpoint: endpoint()
      .optional()
      .describe(
        'Stable host[:port] of the API server: a load balancer or DNS name. Needed with several control planes.',
      )
      .meta(rolls('One can be set where there was none, but not taken out.')),
    podSubnet: subnets()
      .default(DEFAULT_SUBNETS.podSubnet)
      .describe('Subnet that pods get their addresses from.')
      .meta(fixed('nodes and pods keep their addresses')),
    serviceSubnet: subnets()
      .default(DEFAULT_SUBNETS.serviceSubnet)
      .describe('Subnet that Services get their addresses from.')
      .meta(fixed('Services keep their addresses')),
    dnsDomain: dnsDomain()
      .default('cluster.local')
      .describe('DNS domain of Services.')
      .meta(fixed('pods and certificates have it in their names')),
    certSANs: z
      .array(dnsNameOrAddress())
      .default([])
      .describe("Further names and addresses for the API server's certificate.")
      .meta(rolls('Each control plane gets a new certificate. The API server takes it over without a restart.')),
    ignorePreflightErrors: z
      .array(
        z
          .string()
          .regex(/^[A-Za-z][\w.-]*$/, say('not the name of a check of kubeadm', 'write it as SystemVerification')),
      )
      .default([])
      .describe("Names of kubeadm's own preflight checks to ignore, such as SystemVerification.")
      .meta(converges('It matters only when a host joins.')),
  })
  .describe('The Kubernetes cluster itself.')
