import * as z from 'zod'
import { hasAccount } from '../../notation/url-account.ts'
import { ACCOUNT, HTTP_URL, path, versionText } from './fields.ts'
import { converges, fixed } from './live.ts'
import { say } from '../../validation/say.ts'

const flannel = z.strictObject({
  flannel: z
    .strictObject({
      version: versionText()
        .regex(/^v?\d+\.\d+\.\d+$/, say('not a flannel release', 'write it as 0.28.9'))
        .optional()
        .describe('Release of flannel; by default the one nodeprep knows.')
        .meta(converges()),
    })
    .describe('flannel, with settings.'),
})

const manifest = z
  .strictObject({
    manifest: path()
      .refine(
        (text) => !/^https?:/.test(text) || HTTP_URL.test(text),
        say('not an http or https URL', 'write it as https://host/path, or the path of a file'),
      )
      .refine((text) => !hasAccount(text), ACCOUNT)
      .describe('A manifest to apply: a file relative to cluster.yaml, or an http(s) URL.')
      .meta(
        converges(
          'Objects that the manifest no longer has are deleted, except namespaces, resource definitions and volumes. Without sha256, a URL is fetched once.',
        ),
      ),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, say('not a SHA-256', 'write 64 lower-case hexadecimal digits, as sha256sum prints them'))
      .optional()
      .describe('SHA-256 that the manifest from a URL must have; with another one nothing is applied.')
      .meta(converges()),
  })
  .refine(({ manifest, sha256 }) => sha256 === undefined || /^https?:/.test(manifest), {
    path: ['sha256'],
    message: say('is for a manifest from a URL', 'leave it out'),
  })

export const cniSchema = z
  .union([z.enum(['flannel', 'none']), flannel, manifest])
  .default('flannel')
  .describe('The pod network: flannel, none, { flannel: { version } } or { manifest: path or URL }.')
  .meta(fixed('another network would run beside the one in use; a new version of the same one is applied'))
