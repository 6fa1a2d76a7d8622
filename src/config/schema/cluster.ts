import * as z from 'zod'
import { checkNames } from './check-names.ts'
import { cniSchema } from './cni.ts'
import { address, dnsName } from './fields.ts'
import { say } from '../../validation/say.ts'
import { kernelSchema } from './kernel.ts'
import { converges, fixed, subtree } from './live.ts'
import { kubernetesSchema } from './kubernetes.ts'
import { mirrorSchema } from './mirror.ts'
import { annotationsSchema, labelsSchema, taintsSchema } from './node-settings.ts'
import { pullSecretSchema, registriesSchema } from './registries.ts'
import { runtimeSchema } from './runtime.ts'
import { sshSchema } from './ssh.ts'

export const API_VERSION = 'nodeprep.dev/v1alpha1'

const NODEPREP_ALONE = 'nodeprep alone uses it: nothing changes on the hosts.'

const hostSchema = z.strictObject({
  name: dnsName('node').describe('Name of the Kubernetes node.').meta(fixed('a node cannot be renamed')),
  address: address()
    .describe('IP address or DNS name that the host is reached at.')
    .meta(converges('nodeprep connects there. A node keeps the address that it joined with.')),
  role: z
    .enum(['control-plane', 'worker'])
    .describe('control-plane or worker. The first control plane runs kubeadm init.')
    .meta(fixed('a node keeps the role that it joined with')),
  ssh: sshSchema
    .optional()
    .describe('Settings of ssh for this host, over those of spec.ssh, field by field.')
    .meta(subtree(converges(NODEPREP_ALONE))),
  kernel: kernelSchema.optional().describe('Settings of the kernel for this host, over those of spec.kernel.'),
  labels: labelsSchema.optional().meta(subtree(converges())),
  annotations: annotationsSchema.optional().meta(subtree(converges())),
  taints: taintsSchema.optional().meta(subtree(converges())),
})

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
        hosts: z
          .array(hostSchema)
          .min(1, say('there are no hosts', 'give at least one control plane'))
          .describe('The machines that become nodes.')
          .meta(converges('A host that is added joins. One that is taken out stays a node, and a warning names it.')),
      })
      .describe('What is wanted.'),
  })
  .describe('A Kubernetes cluster for nodeprep. Further documents of the file go to kubeadm.')

export type ClusterInput = z.output<typeof clusterSchema>
export type HostInput = ClusterInput['spec']['hosts'][number]
