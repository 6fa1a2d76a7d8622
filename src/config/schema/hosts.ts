import * as z from 'zod'
import { address, dnsName, nodeAddresses } from './fields.ts'
import { say } from '../../validation/say.ts'
import { kernelSchema } from './kernel.ts'
import { converges, fixed, rolls, subtree } from './live.ts'
import { annotationsSchema, labelsSchema, taintsSchema } from './node-settings.ts'
import { ownKubeletSchema } from './own-kubelet.ts'
import { sshSchema } from './ssh.ts'

export const NODEPREP_ALONE = 'nodeprep alone uses it: nothing changes on the hosts.'

/** What a host can be given by itself and by its groups. How they go over each other is in config/host-layers.ts. */
const hostSettings = {
  ssh: sshSchema
    .optional()
    .describe('Settings of ssh, over those of spec.ssh, field by field.')
    .meta(subtree(converges(NODEPREP_ALONE))),
  kernel: kernelSchema.optional().describe('Settings of the kernel, over those of spec.kernel.'),
  labels: labelsSchema.optional().meta(subtree(converges())),
  annotations: annotationsSchema.optional().meta(subtree(converges())),
  taints: taintsSchema.optional().meta(subtree(converges())),
  kubelet: ownKubeletSchema
    .optional()
    .meta(subtree(rolls('It restarts kubelet. A field that is taken out gets the value of the cluster again.'))),
}

export const hostSchema = z.strictObject({
  name: dnsName('node').describe('Name of the Kubernetes node.').meta(fixed('a node cannot be renamed')),
  address: address()
    .describe('IP address or DNS name that the host is reached at.')
    .meta(converges('nodeprep connects there. A node keeps the address that it joined with, and a warning says so.')),
  nodeIP: nodeAddresses()
    .optional()
    .describe(
      "IP address of the node, one that the host has: kubelet's --node-ip, and what the API server of a control plane advertises. Two, separated by a comma, for dual stack. By default address if the host has it, else the one that its default route leaves from.",
    )
    .meta(fixed('a node keeps the address that it joined with')),
  role: z
    .enum(['control-plane', 'worker'])
    .describe('control-plane or worker. The first control plane runs kubeadm init.')
    .meta(fixed('a node keeps the role that it joined with')),
  ...hostSettings,
})

const GROUP_NAME = say('invalid name of a group', 'use letters, digits, "-", "_" and ".", as in gpu')

const groupSchema = z.strictObject({
  hosts: z
    .array(z.string())
    .min(1, say('is empty', 'write names of hosts, as in [w1, w2]'))
    .describe('Names of the hosts in it, each one of spec.hosts. A host may be in several groups.')
    .meta(converges('The settings of the group are applied to its hosts.')),
  ...hostSettings,
})

export const groupsSchema = z
  .record(z.string().regex(/^[A-Za-z0-9][\w.-]{0,62}$/), groupSchema, {
    error: ({ code }) => (code === 'invalid_key' ? GROUP_NAME : undefined),
  })
  .default({})
  .describe('Settings for several hosts at once, by the name of the group: those of spec < group < host.')
  .meta(converges())
