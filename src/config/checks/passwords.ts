import { NOT_A_PASSWORD, passwordOf } from '../password-text.ts'
import type { Problem } from '../../yaml/problem.ts'
import { registryPaths } from '../read-certificates.ts'
import { groupPaths } from './groups.ts'
import { itemsAt } from '../../validation/items-at.ts'
import type { View } from '../../validation/validate.ts'
import type { Path } from '../../yaml/node.ts'

/** Where a password is: an environment variable, or a file as cluster.yaml names it. */
export type PasswordSource = { readonly env: string } | { readonly file: string }

const HINT = 'keep the password alone in it, with a newline at its end at most'

/**
 * Passwords that are there and that no host may be sent. One that is not there yet is no mistake of the file.
 * @param read the text, undefined when there is none or reading it would use it up
 */
export function checkPasswords(view: View, read: (source: PasswordSource) => string | undefined): Problem[] {
  const levels: readonly Path[] = [['spec'], ...groupPaths(view), ...itemsAt(view, ['spec', 'hosts'])]
  const become = levels.map((at): Path => [...at, 'ssh', 'become', 'password'])
  const auths = [['spec', 'proxy'], ...registryPaths(view)].map((at): Path => [...at, 'auth'])
  return [
    ...become.flatMap((at) => [
      ...wrong(view, [...at, 'env'], (env) => read({ env })),
      ...wrong(view, [...at, 'file'], (file) => read({ file })),
    ]),
    ...auths.flatMap((at) => [
      ...wrong(view, [...at, 'passwordEnv'], (env) => read({ env })),
      ...wrong(view, [...at, 'passwordFile'], (file) => read({ file })?.split(/\r?\n/, 1)[0]),
      ...wrong(view, [...at, 'insecurePassword'], (text) => text, ''),
    ]),
  ]
}

function wrong(view: View, at: Path, read: (name: string) => string | undefined, hint = HINT): Problem[] {
  const name = view.text(at)
  const text = name === undefined ? undefined : read(name)
  if (text === undefined || passwordOf(text) !== undefined) return []
  const where = hint === '' ? '' : `${name ?? ''}: `
  return [view.problem(at, `${where}not a password: ${NOT_A_PASSWORD}`, hint || 'write it in one line')]
}
