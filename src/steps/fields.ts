import { posix } from 'node:path'
import * as z from 'zod'
import { hasAccount } from '../notation/url-account.ts'

/** What a parameter may hold. Each message says what to write; values end up in shell words and in other tools' files. */

const control = /\p{Cc}/u

function isPath(path: string): boolean {
  return path.startsWith('/') && !path.endsWith('/') && posix.normalize(path) === path && !control.test(path)
}

export const absolutePath = z
  .string()
  .refine(isPath, 'write an absolute path without `..`, doubled or trailing slashes and control characters')

/** Of a file that is read before anything is planned, and named to the host's shell by this. */
export const literalPath = z
  .string()
  .regex(
    /^(?=.{2,255}$)(\/(?!\.{1,2}(\/|$))[\w.-]+)+$/,
    'write an absolute path of letters, digits and `/._-`, without a template, `..`, doubled or trailing slashes',
  )

export const fileMode = z
  .string('write the mode as text in quotes: "0644"')
  .regex(/^[0-7]{3,4}$/, 'write the mode as three or four octal digits in quotes: "0644"')

export const userName = z.string().regex(/^[a-z_][a-z0-9_-]{0,31}$/, 'write a user or group name')

/** One line of text that shows no surprises on a terminal. */
export const line = z
  .string()
  .min(1, 'must not be empty')
  .refine((text) => !control.test(text), 'must be one line without control characters')

export const url = z
  .string()
  .regex(
    /^(https?:\/\/|file:\/\/\/)[^\s\p{Cc}"'`<>[\]\\^{|}]+$/u,
    'write a URL that starts with http://, https:// or file:///',
  )
  .refine(
    (text) => !hasAccount(text),
    'write the URL without an account: every user of the host could read it. Keep accounts in /etc/apt/auth.conf.d or in a repository of dnf on the host',
  )

/** Valid as part of a file name, a yum repository id and an apt source file. */
export const fileStem = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9_.-]*$/,
    'write lower case letters, digits, `-`, `_` and `.`, starting with a letter or digit',
  )

export const moduleName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/, 'write the name of a kernel module: br_netfilter')

export const unitName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9:_.@\\-]*$/, 'write the name of a systemd unit: crio or crio.service')

export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'write the SHA-256 as 64 lower case hexadecimal digits')

/** The message for a key of a record that its grammar refuses; zod has none of its own for them. */
export function keyMessage(message: string) {
  return { error: (issue: { code?: string }) => (issue.code === 'invalid_key' ? message : undefined) }
}

/** Shell variables that a playbook may set; those of the engine and of the shell itself are kept out of reach. */
export const environment = z.record(
  z.string().regex(/^(?!NP_)(?!(?:PATH|IFS|ENV|LC_ALL|PS4|CDPATH)$)[A-Z][A-Z0-9_]*$/),
  z.string().refine((value) => !value.includes('\0'), 'must not contain NUL'),
  keyMessage('write a name of upper case letters, digits and `_`, none of PATH, IFS, ENV, LC_ALL, PS4, CDPATH, NP_…'),
)

export const seconds = z.int().min(1).max(86_400)
