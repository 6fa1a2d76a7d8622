import { messageOf, NodeprepError } from '../errors.ts'
import type { Problem } from '../yaml/problem.ts'
import type { Certificates } from './resolve-registries.ts'
import { itemsAt } from '../validation/items-at.ts'
import type { View } from '../validation/validate.ts'
import type { Path } from '../yaml/node.ts'

const REGISTRIES: Path = ['spec', 'registries']

/** Paths within cluster.yaml of every registry and mirror. */
export function registryPaths(view: View): readonly Path[] {
  return itemsAt(view, REGISTRIES).flatMap((at) => [at, ...itemsAt(view, [...at, 'mirrors'])])
}

/** Reads the certificates that registries name; `read` throws what is wrong with a file, and each has to hold PEM. */
export function readCertificates(
  view: View,
  read: (path: string) => string,
): { certificates: Certificates; problems: Problem[] } {
  const certificates = new Map<string, string>()
  const problems: Problem[] = []
  const places = registryPaths(view).flatMap((at) => [
    [...at, 'caFile'],
    [...at, 'clientCert', 'certFile'],
  ])
  for (const at of places) {
    const path = view.text(at)
    if (path === undefined) continue
    try {
      const content = read(path)
      certificates.set(path, content)
      problems.push(...wrongPem(content).map((message) => view.problem(at, `${path}: ${message}`, HINT)))
    } catch (error) {
      if (!(error instanceof NodeprepError)) throw error
      const [message = ''] = messageOf(error).split('\n')
      problems.push(view.problem(at, message, 'the path is relative to this file'))
    }
  }
  return { certificates, problems }
}

const HINT = 'give a file with -----BEGIN CERTIFICATE----- in it and no key'

function wrongPem(content: string): string[] {
  if (content.includes('PRIVATE KEY-----')) return ['there is a private key in it, which would become readable to all']
  const whole = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/.test(content)
  return whole && !content.includes('\0') ? [] : ['there is no certificate (PEM) in it']
}
