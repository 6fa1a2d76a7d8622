import * as z from 'zod'
import { registry, say, versionText } from './fields.ts'

const RUNTIME_KIND = say('not a runtime that nodeprep knows', 'write kind: cri-o')
const CONTAINERD = say('containerd is not supported yet', 'write kind: cri-o')
const MINOR = /^v?1\.\d+(\.\d+)?$/

export const runtimeSchema = z
  .strictObject({
    kind: z
      .literal('cri-o', { error: ({ input }) => (input === 'containerd' ? CONTAINERD : RUNTIME_KIND) })
      .default('cri-o')
      .describe('The container runtime: cri-o.'),
    version: versionText()
      .regex(MINOR, say('not a CRI-O version', 'write the minor version, as in 1.36'))
      .optional()
      .describe('Minor version of CRI-O, such as 1.36; by default that of Kubernetes.'),
    registries: z
      .strictObject({
        insecure: z
          .array(registry())
          .default([])
          .describe('Registries reached by plain HTTP or without a valid certificate, each host[:port].'),
      })
      .prefault({})
      .describe('How image registries are reached.'),
  })
  .prefault({})
  .describe('The container runtime of every node.')
