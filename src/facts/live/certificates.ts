import { X509Certificate } from 'node:crypto'

/** As many certificates as are taken of one file: a bundle while an authority is changed has two. */
const MOST = 16
const PEM = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g

/** The certificates of a PEM text, without those that are none. */
export function certificatesOf(pem: string): readonly X509Certificate[] {
  return [...pem.matchAll(PEM)].slice(0, MOST).flatMap(([text]) => {
    try {
      return [new X509Certificate(text)]
    } catch {
      return []
    }
  })
}

/** SHA-256 of a certificate, in hex without colons. */
export const fingerprint = (certificate: X509Certificate): string =>
  certificate.fingerprint256.replaceAll(':', '').toLowerCase()

/** DNS names and addresses of a certificate. Node quotes names that hold a comma or the like: no API server has such. */
export function namesOf(certificate: X509Certificate | undefined): readonly string[] {
  const text = certificate?.subjectAltName ?? ''
  return [...text.matchAll(/(?:^|, )(?:DNS|IP Address):([^",\s]{1,253})/g)].map(([, name = '']) => name).slice(0, 256)
}

/** `system:node:w1` → `w1`: what the API server knows a kubelet by. */
export function nodeNameOf(certificate: X509Certificate | undefined): string {
  return /^CN=system:node:(\S{1,253})$/m.exec(certificate?.subject ?? '')?.[1] ?? ''
}
