import * as z from 'zod'
import { DEFAULT_RUNTIME, runtimeKinds } from '../../cluster/runtime-kinds.ts'
import { dnsName, versionText } from './fields.ts'
import { converges, fixed, operation, subtree } from './live.ts'
import { say } from '../../validation/say.ts'

/** Low-level runtimes that nodeprep knows by name. */
export const KNOWN_HANDLERS = ['runc', 'crun', 'runsc', 'kata'] as const

const hostPath = () =>
  z.string().regex(/^\/[\w.+/-]+$/, say('not a path on the hosts', 'write it as /usr/local/bin/runsc'))

const packageName = () =>
  z.string().regex(/^[A-Za-z0-9][\w.+-]*(=[\w.+:~-]+)?$/, say('not the name of a package', 'write it as crun'))

/** A RuntimeClass names its handler by a DNS label. */
const handlerName = () =>
  z
    .string()
    .regex(
      /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
      say('not the name of a handler', 'use at most 63 lower-case letters, digits and "-", as in crun'),
    )

const handler = z.strictObject({
  name: handlerName().describe(
    `Name in the runtime's configuration and of the RuntimeClass; known: ${KNOWN_HANDLERS.join(', ')}.`,
  ),
  type: z
    .enum(['oci', 'runsc', 'kata'])
    .optional()
    .describe('How it is called: oci like runc, runsc (gVisor) or kata. By default what name says, else oci.'),
  path: hostPath()
    .optional()
    .describe(
      'Its program on the hosts, for kata that of the shim. Known for runc, crun (/usr/bin/crun), runsc (/usr/bin/runsc) and kata (/opt/kata/bin/containerd-shim-kata-v2).',
    ),
  package: packageName()
    .optional()
    .describe('Package that brings it, from a repository the hosts know. Left out, it has to be there, except crun.'),
  runtimeClass: dnsName('RuntimeClass')
    .optional()
    .describe('Name of its RuntimeClass; by default that of the handler.'),
})

export const runtimeSchema = z
  .strictObject({
    kind: z
      .enum(runtimeKinds, { error: say('not a runtime that nodeprep knows', `write ${runtimeKinds.join(' or ')}`) })
      .default(DEFAULT_RUNTIME)
      .describe('The container runtime: cri-o or containerd.')
      .meta(operation('migrate-runtime')),
    version: versionText()
      .regex(/^v?\d+(\.\d+){0,2}$/, say('not a version', 'write it as 1.36'))
      .optional()
      .describe(
        "CRI-O: minor version such as 1.36, by default that of Kubernetes. containerd: how its package's version begins, such as 1.7 or 2.2.1, by default the newest there is.",
      )
      .meta(fixed('not changed on a live node yet')),
    package: z
      .enum(['containerd', 'containerd.io'])
      .optional()
      .describe(
        "containerd: the distribution's package, or containerd.io from Docker's repository. By default containerd with apt and containerd.io with dnf and yum.",
      )
      .meta(fixed('either package would remove the other from a live node')),
    handlers: z
      .array(
        z.union([z.enum(KNOWN_HANDLERS), handler], {
          error: say(
            'not a handler that nodeprep knows',
            `write one of ${KNOWN_HANDLERS.join(', ')}, or { name: …, path: … }`,
          ),
        }),
      )
      .default([])
      .describe(
        'Low-level runtimes (runc, crun, runsc of gVisor, kata) that pods can choose by a RuntimeClass; each by name, or with path and package.',
      )
      .meta(
        subtree(
          converges(
            'One that is taken out leaves the configuration, and its RuntimeClass the cluster; apply fails while pods use them. Its package stays.',
          ),
        ),
      ),
    defaultHandler: handlerName()
      .optional()
      .describe("Which of the handlers runs pods without a RuntimeClass; by default the runtime's own choice.")
      .meta(converges()),
  })
  .prefault({})
  .describe('The container runtime of every node.')
