import * as z from 'zod'
import { fileStem } from './fields.ts'

/** `name` or `name=version`; names and versions as dpkg and rpm allow them. */
const packageSpec = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._+-]*(=[0-9][A-Za-z0-9.:~+^_-]*)?$/,
    'write a package name, with `=version` if a version is wanted: socat or kubelet=1.31.4',
  )

/** Parameters of a `package` step. */
export const params = z.strictObject({
  packages: z
    .array(packageSpec)
    .min(1, 'name at least one package')
    .describe(
      'Names, each with `=version` if a version is wanted. A version is a beginning: `kubelet=1.31` is satisfied by 1.31.4-1.1, `kubelet=1.31.4` by 1.31.4-1.1 but not by 1.31.40.',
    ),
  repository: fileStem
    .optional()
    .describe('Name of the `repository` step whose `exclude` is lifted for this installation (yum and dnf).'),
  hold: z
    .boolean()
    .default(false)
    .describe('Held back from upgrades by apt. On yum and dnf the repository’s `exclude` does that.'),
})
