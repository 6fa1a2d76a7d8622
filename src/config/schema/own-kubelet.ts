import * as z from 'zod'
import { say } from '../../validation/say.ts'

/** What the document of the whole cluster decides, or nodeprep. */
const NOT_HERE: Readonly<Record<string, string>> = {
  apiVersion: 'leave it out: it is always that of a KubeletConfiguration',
  kind: 'leave it out: it is always KubeletConfiguration',
  cgroupDriver: 'leave it out: nodeprep sets it to systemd on every node',
  clusterDomain: 'leave it out: all nodes share spec.kubernetes.dnsDomain',
  containerRuntimeEndpoint: 'leave it out: it follows from spec.runtime',
  staticPodPath: 'leave it out: kubeadm decides it',
}

/** Fields of a KubeletConfiguration, which only kubelet itself can judge. */
export const ownKubeletSchema = z
  .record(z.string(), z.unknown())
  .superRefine((fields, context) => {
    for (const [name, hint] of Object.entries(NOT_HERE))
      if (Object.hasOwn(fields, name))
        context.addIssue({ code: 'custom', path: [name], message: say('cannot be set for one host', hint) })
  })
  .describe(
    'Fields of a KubeletConfiguration for this host alone, or for the hosts of a group, over those of the document: { maxPods: 60 }. Lists replace lists.',
  )
