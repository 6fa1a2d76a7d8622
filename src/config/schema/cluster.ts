import * as z from 'zod'
import { checkNames } from './check-names.ts'
import { cniSchema } from './cni.ts'
import { dnsName } from './fields.ts'
import { say } from '../../validation/say.ts'
import { groupsSchema, hostSchema, NODEPREP_ALONE } from './hosts.ts'
import { kernelSchema } from './kernel.ts'
import { converges, fixed, subtree } from './live.ts'
import { kubernetesSchema } from './kubernetes.ts'
import { mirrorSchema } from './mirror.ts'
import { proxySchema } from './proxy.ts'
import { pullSecretSchema, registriesSchema } from './registries.ts'
import { runtimeSchema } from './runtime.ts'
import { sshSchema } from './ssh.ts'

export const API_VERSION = 'nodeprep.dev/v1alpha1'

/** The first document of cluster.yaml. Every description ends up in the reference and in editors. */
export const clusterSchema = z
  .strictObject({
    apiVersion: z.literal(API_VERSION).describe('Version of this format.').meta(fixed('there is no other value')),
    kind: z.literal('Cluster').describe('Always Cluster.').meta(fixed('there is no other value')),
    metadata: z
      .strictObject({
        name: dnsName('cluster').describe('Name of the cluster.').meta(fixed('kubeadm init gave it to the cluster')),
      })
      .describe('What the cluster is called.'),
    spec: z
      .strictObject({
        kubernetes: kubernetesSchema,
        runtime: runtimeSchema,
        mirror: mirrorSchema,
        proxy: proxySchema.optional(),
        registries: registriesSchema,
        pullSecret: pullSecretSchema.optional(),
        cni: cniSchema,
        selinux: z
          .enum(['permissive', 'enforcing'])
          .default('permissive')
          .describe('Mode of SELinux on hosts that have it.')
          .meta(converges()),
        kernel: kernelSchema.prefault({}).describe('What the kernel of every host is started with.'),
        reboot: z
          .enum(['allowed', 'refused'])
          .default('refused')
          .describe(
            'allowed: nodeprep reboots a host where a change needs it, at most once in a run and never one that already is a node. refused: it stops there and says so.',
          )
          .meta(converges('It matters only when a host joins.')),
        smokeTest: z
          .enum(['nginx', 'none'])
          .default('none')
          .describe('nginx: after apply, deploy nginx, ask it over its Service, and resolve a name in its pods.')
          .meta(converges('It runs once for each version of Kubernetes, and leaves nothing running.')),
        ignoreChecks: z
          .array(z.enum(checkNames))
          .default([])
          .describe("Names of nodeprep's own early checks to override.")
          .meta(converges(NODEPREP_ALONE)),
        ssh: sshSchema
          .optional()
          .describe('Settings of ssh for every host.')
          .meta(subtree(converges(NODEPREP_ALONE))),
        groups: groupsSchema,
        hosts: z
          .array(hostSchema)
          .min(1, say('there are no hosts', 'give at least one control plane'))
          .describe('The machines that become nodes.')
          .meta(
            converges(
              'A host that is added joins. One that is taken out stays a node, and a warning names it; nodeprep remove takes it out of the cluster.',
            ),
          ),
      })
      .describe('What is wanted.'),
  })
  .describe('A Kubernetes cluster for nodeprep. Further documents of the file go to kubeadm.')

export type ClusterInput = z.output<typeof clusterSchema>
export type HostInput = ClusterInput['spec']['hosts'][number]
