import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import * as z from 'zod'
import { DNS_NAME } from '../../notation/dns-name.ts'
import { hasAccount } from '../../notation/url-account.ts'
import { say } from '../../validation/say.ts'

const ANY_CASE_DNS_NAME = new RegExp(DNS_NAME.source, 'i')

/** True for an IP address or a DNS name; `10.0.0.300` is neither. */
export function isAddress(text: string): boolean {
  return (
    (isIP(text) !== 0 && !text.includes('%')) ||
    (ANY_CASE_DNS_NAME.test(text) && text.length <= 253 && !/^[\d.]+$/.test(text))
  )
}

/** Text that may also stand unquoted where YAML would read a number; editors are told so. */
export const versionText = () => z.string().meta({ type: ['string', 'number'] })

/** A name as Kubernetes nodes have them (RFC 1123). */
export const dnsName = (what: string) =>
  z
    .string()
    .max(253, say(`not a valid ${what} name`, 'write at most 253 characters'))
    .regex(
      DNS_NAME,
      say(`not a valid ${what} name`, 'use lower-case letters, digits, "-" and "." only, as in worker-1'),
    )

export const address = () =>
  z.string().refine(isAddress, say('not an IP address or DNS name', 'write it as 10.0.0.11 or node1.example.com'))

/** One IP address, or one of each family separated by a comma. */
export const nodeAddresses = () =>
  z.string().refine(
    (text) => {
      const families = text.split(',').map((part) => (part.includes('%') ? 0 : isIP(part)))
      return families.length <= 2 && !families.includes(0) && new Set(families).size === families.length
    },
    say('not an IP address', 'write it as 10.0.0.11, or as 10.0.0.11,fd00::11 for dual stack'),
  )

/** What may stand in a certificate: an address, a DNS name, or one that begins with `*.`. */
export const dnsNameOrAddress = () =>
  z
    .string()
    .refine(
      (text) => isAddress(text.replace(/^\*\./, '')),
      say('not an IP address or DNS name', 'write it as 10.0.0.11, api.example.com or *.example.com'),
    )

export const port = () =>
  z
    .int()
    .min(1, say('not a port', 'write a number from 1 to 65535'))
    .max(65535, say('not a port', 'write a number from 1 to 65535'))

export const nonEmpty = () => z.string().min(1, say('must not be empty', 'give it a value or leave the key out'))

/** Control characters, lone halves of surrogate pairs, and what makes text look other than it is. */
const HIDDEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/u

/** A path on the machine that nodeprep runs on. Spaces and quotes are as good as any other character. */
export const path = () =>
  nonEmpty().refine((text) => !HIDDEN.test(text), say('not a path', 'write it without control characters'))

/** `host`, `host:port`, `1.2.3.4:6443`, `[fd00::1]:6443`. */
export const endpoint = () =>
  z.string().refine(
    (text) => {
      const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(text) ?? []
      const host = bracketed ?? plain ?? ''
      const validPort = digits === undefined || (Number(digits) >= 1 && Number(digits) <= 65535)
      return validPort && isAddress(host) && (bracketed === undefined || isIP(host) === 6)
    },
    say('not host or host:port', 'write it as api.example.com:6443'),
  )

function cidrProblem(text: string): string | undefined {
  const [host = '', bits = '', ...rest] = text.split('/')
  const family = host.includes('%') ? 0 : isIP(host)
  if (family === 0 || rest.length > 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > (family === 4 ? 32 : 128))
    return say('not a subnet', 'write it as 10.244.0.0/16')
  const first = (family === 4 ? ipaddr.IPv4 : ipaddr.IPv6).networkAddressFromCIDR(text).toString()
  return ipaddr.parse(host).toString() === first
    ? undefined
    : say(`${text} has bits set after its prefix`, `write ${first}/${bits}`)
}

/** One subnet, or one of each family separated by a comma as dual-stack clusters have it. */
export const subnets = () =>
  z.string().superRefine((text, context) => {
    const parts = text.split(',')
    const message = parts.map(cidrProblem).find((problem) => problem !== undefined)
    if (message !== undefined) context.addIssue(message)
    else if (parts.length > 2 || (parts.length === 2 && parts[0]?.includes(':') === parts[1]?.includes(':')))
      context.addIssue(say('more than one subnet of a family', 'give one IPv4 subnet, one IPv6 subnet, or one of each'))
  })

/** An error that says so where somebody wrote an IPv6 address in brackets; package managers and runtimes differ in what they take. */
export const orLiteral = (message: string) => (issue: { readonly input?: unknown }) =>
  typeof issue.input === 'string' && /\[[0-9a-f:.]*:[0-9a-f:.]*\]/i.test(issue.input)
    ? say('an IPv6 address in brackets is not supported here', 'write a DNS name that leads to it')
    : message

/** As the OCI distribution specification has the parts of a repository's name: none is `..`. */
const PART = '/[a-z0-9]+([._-]+[a-z0-9]+)*'
const REGISTRY = new RegExp(`^[A-Za-z0-9][A-Za-z0-9.-]*(:\\d+)?(${PART})*$`)

/** `host[:port][/path]`, no scheme. */
export const registry = () =>
  z
    .string()
    .regex(REGISTRY, { error: orLiteral(say('not a registry', 'write it as host[:port][/path], without http://')) })

const IMAGE = new RegExp(`^[A-Za-z0-9][A-Za-z0-9.-]*(:\\d+)?(${PART})+(:\\w[\\w.-]*|@sha256:[0-9a-f]{64})$`)

export const image = () =>
  z.string().regex(IMAGE, say('not a full image name', 'write it as registry.k8s.io/pause:3.10'))

/** What may stand in a URL that ends up in the files of package managers: no quotes, brackets, comments. */
const URL_REST = '[^\\s\\p{C}"\'`<>[\\]\\\\^{|}#]+'
export const HTTP_URL = new RegExp(`^https?://(?!/)${URL_REST}$`, 'u')
export const ANY_URL = new RegExp(`^(https?://(?!/)|file:///)${URL_REST}$`, 'u')

const NOT_HTTP = say('not an http or https URL', 'write it as https://host/path')

/** The URL would stand in arguments of programs and in files that every user of a host can read. */
export const ACCOUNT = say(
  'has an account in it, which every user of a host could read',
  'leave it out: keep accounts in /etc/apt/auth.conf.d or in a repository of dnf on the hosts, and a manifest in a file here',
)

/** Two steps, since editors, which get the first, do not know classes of Unicode. */
export const httpUrl = () =>
  z
    .string()
    .regex(/^https?:\/\/[^\s/]+(\/\S*)?$/, NOT_HTTP)
    .refine((text) => HTTP_URL.test(text), NOT_HTTP)
    .refine((text) => !hasAccount(text), ACCOUNT)
