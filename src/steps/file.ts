import * as z from 'zod'
import { joinSh, sh } from '../shell/sh.ts'
import { absolutePath, fileMode, userName } from './fields.ts'
import { defineStep } from './step.ts'
import { digestOf, endLine, fileIs, writeFile, type Ownership } from '../shell/text-file.ts'

const params = z
  .strictObject({
    path: absolutePath.describe('Where it is on the host.'),
    state: z
      .enum(['present', 'absent', 'directory'])
      .default('present')
      .describe('`present`: a regular file with this content. `directory`: a folder. `absent`: nothing there.'),
    content: z
      .string()
      .refine((text) => !text.includes('\0'), 'must not contain NUL')
      .optional()
      .describe('The whole text, ended with a newline if it is not yet. Belongs to `state: present` only.'),
    mode: fileMode
      .optional()
      .describe('Permissions, in quotes; `"0644"` for a file and `"0755"` for a folder by default.'),
    owner: userName
      .default('root')
      .describe('User that owns it. In a folder of this user’s the file is written as that user, not as root.'),
    group: userName
      .optional()
      .describe('Group that owns it; by default `root`, and the group of the same name where `owner` is another user.'),
  })
  .refine((file) => (file.state === 'present') === (file.content !== undefined), {
    path: ['content'],
    error: ({ input }) =>
      (input as { state?: string }).state === 'present'
        ? 'write the content of the file'
        : 'a folder or an absent file has no content: remove this',
  })
  .transform((file) => ({ ...file, group: file.group ?? file.owner }))

type File = z.output<typeof params>

function ownership({ state, mode, owner, group }: File): Ownership {
  return { mode: mode ?? (state === 'directory' ? '0755' : '0644'), owner, group }
}

/** A file with its whole content, a folder, or the absence of a file. */
export const file = defineStep({
  kind: 'file',
  description:
    'A file with its whole content, a folder, or the absence of a file. What stood there before is kept once under /var/lib/nodeprep/before. A file is written under a temporary name and renamed. A folder on the way that another user than root and `owner` can change is refused.',
  example: `id: crictl
file:
  path: /etc/crictl.yaml
  content: |
    runtime-endpoint: unix:///var/run/crio/crio.sock
`,
  params,
  title: ({ path, state }) =>
    ({ present: `file ${path}`, absent: `no file ${path}`, directory: `folder ${path}` })[state],
  content: ({ state, content }) => (state === 'present' ? endLine(content ?? '') : undefined),
  path: ({ path }) => path,
  place: ({ path, owner, state }) => ({ path, owner, folder: state === 'directory' }),
  changes: (step) => {
    const { mode, owner, group } = ownership(step)
    if (step.state === 'present')
      return sh`np_tell_owner ${step.path} ${digestOf(step.content ?? '')} ${mode} ${owner} ${group}`
    if (step.state === 'absent') return undefined
    const wanted = `${mode.replace(/^0/, '')} ${owner} ${group}`
    return sh`[ ! -d ${step.path} ] || np_tell ${step.path} "$(stat -Lc '%a %U %G' ${step.path})" ${wanted}`
  },
  check: (step) => {
    const { mode, owner, group } = ownership(step)
    if (step.state === 'absent') return sh`[ ! -e ${step.path} ] && [ ! -L ${step.path} ]`
    if (step.state === 'present') return fileIs(step.path, step.content ?? '', { mode, owner, group })
    const wanted = `${mode.replace(/^0/, '')} ${owner} ${group}`
    return sh`[ -d ${step.path} ] && [ "$(stat -Lc '%a %U %G' ${step.path})" = ${wanted} ]`
  },
  apply: (step, { content }) => {
    const { mode, owner, group } = ownership(step)
    const { path } = step
    const notFolder = sh`[ ! -d ${path} ] || [ -L ${path} ] || np_fail ${`${path} is a folder; move it away first`}`
    if (step.state === 'present') return joinSh([notFolder, writeFile(path, content, { mode, owner, group })])
    if (step.state === 'absent') return joinSh([notFolder, sh`np_remove ${path} ${owner}`])
    return sh`np_folder ${path} ${mode} ${owner} ${group}`
  },
})
