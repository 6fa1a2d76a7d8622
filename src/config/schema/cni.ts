import * as z from 'zod'
import { HTTP_URL, path, say, versionText } from './fields.ts'

const flannel = z.strictObject({
  flannel: z
    .strictObject({
      version: versionText()
        .regex(/^v?\d+\.\d+\.\d+$/, say('not a flannel release', 'write it as 0.28.9'))
        .optional()
        .describe('Release of flannel; by default the one nodeprep knows.'),
    })
    .describe('flannel, with settings.'),
})

const manifest = z.strictObject({
  manifest: path()
    .refine(
      (text) => !/^https?:/.test(text) || HTTP_URL.test(text),
      say('not an http or https URL', 'write it as https://host/path, or the path of a file'),
    )
    .describe('A manifest to apply: a file relative to cluster.yaml, or an http(s) URL.'),
})

export const cniSchema = z
  .union([z.enum(['flannel', 'none']), flannel, manifest])
  .default('flannel')
  .describe('The pod network: flannel, none, { flannel: { version } } or { manifest: path or URL }.')
