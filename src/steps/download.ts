import * as z from 'zod'
import { sh } from '../shell/sh.ts'
import { absolutePath, fileMode, sha256, url } from './fields.ts'
import { defineStep } from './step.ts'

const params = z.strictObject({
  url: url.describe('Where it comes from; fetched with curl, wget or apt’s helper, whichever the host has.'),
  path: absolutePath.describe('Where it goes.'),
  mode: fileMode.default('0644').describe('Permissions, in quotes.'),
  sha256: sha256
    .optional()
    .describe('SHA-256 it must have. Without it a file that is there is left as it is, whatever it holds.'),
})

/** A file from the network. */
export const download = defineStep({
  kind: 'download',
  description:
    'A file from the network, owned by root. It is fetched beside its place under a temporary name, verified, and renamed. The folder must be one that only root can change.',
  example: `id: cni-plugins
download:
  url: https://files.example.com/cni-plugins-v1.6.2.tgz
  path: /var/cache/nodeprep/cni-plugins.tgz
  sha256: b8e811578fb66023f90d2e238d80cec3bdfca4b44049af74c374d4fae0f9c090
`,
  params,
  title: ({ path, url }) => `${path} from ${url}`,
  place: ({ path }) => ({ path, owner: 'root', folder: false }),
  check: ({ path, mode, sha256 }) =>
    sha256 === undefined
      ? sh`[ -f ${path} ] && [ "$(stat -c '%a %U %G' ${path})" = ${`${mode.replace(/^0/, '')} root root`} ]`
      : sh`np_file_is ${path} ${sha256} ${mode} root root`,
  apply: ({ path, url, mode, sha256 }) => sh`np_download ${url} ${path} ${mode} ${sha256 ?? []}`,
})
