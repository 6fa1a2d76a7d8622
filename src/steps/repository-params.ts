import * as z from 'zod'
import { FINGERPRINT } from '../notation/key-fingerprint.ts'
import { fileStem, url } from './fields.ts'

const aptWord = z.string().regex(/^[A-Za-z0-9._:~+/-]+$/, 'write letters, digits and ._:~+/- only')

const NOT_FINGERPRINT = 'write the fingerprint as 40 hexadecimal digits, or a list of such; blanks are allowed'
const fingerprint = z.string().regex(FINGERPRINT, NOT_FINGERPRINT)

/** Parameters of a `repository` step. */
export const params = z
  .strictObject({
    name: fileStem.describe('Names the files on the host: `nodeprep-NAME`.'),
    url: url.describe('Base URL.'),
    suite: aptWord.default('/').describe('apt: the suite; `/` means a flat repository.'),
    components: z.array(aptWord).default([]).describe('apt: components; none in a flat repository.'),
    key: z
      .union([url, z.literal('')])
      .default('')
      .describe('URL of the OpenPGP key that signs it, armored or binary.'),
    keyFingerprint: z
      .union([fingerprint, z.array(fingerprint)], NOT_FINGERPRINT)
      .default([])
      .describe(
        'Fingerprint of the primary key (version 4, 40 hexadecimal digits), or several of which each key at `key` has to be one. Without, the first key that is fetched is trusted.',
      ),
    gpgCheck: z.boolean().default(true).describe('Whether signatures are verified.'),
    exclude: z
      .array(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._+*-]*$/, 'write a package name; `*` is allowed in it'))
      .default([])
      .describe(
        'yum and dnf: packages that a plain upgrade must not touch; a `package` step with this repository may. On apt use `hold`.',
      ),
  })
  .refine(({ gpgCheck, key }) => !gpgCheck || key !== '', {
    path: ['key'],
    error: 'write the URL of the signing key, or gpgCheck: false to go without verification',
  })
  .refine(({ gpgCheck, keyFingerprint }) => gpgCheck || keyFingerprint.length === 0, {
    path: ['keyFingerprint'],
    error: 'has no effect with gpgCheck: false; leave one of them out',
  })
  .refine(({ suite, components }) => suite.endsWith('/') === (components.length === 0), {
    path: ['components'],
    error: 'a flat repository (a suite that ends in `/`) has no components, any other has at least one',
  })
