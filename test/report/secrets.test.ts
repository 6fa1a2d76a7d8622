import { expect, test } from 'vitest'
import { Secrets } from '../../src/report/secrets.ts'

test.each([
  ['a bootstrap token', 'kubeadm join --token abcdef.0123456789abcdef', 'kubeadm join --token [token]'],
  ['a token in YAML', 'token: "abcdef.0123456789abcdef"', 'token: "[token]"'],
  ['a service account token', 'eyJhbGciOiJSUzI1.eyJpc3MiOiJrdWJl.c2lnbmF0dXJl-_x', '[token]'],
  ['a bearer token', 'Authorization: Bearer c2VjcmV0c2VjcmV0', 'Authorization: Bearer [token]'],
  ['a certificate key', `--certificate-key ${'0af1'.repeat(16)}`, '--certificate-key [key]'],
  ['a certificate key in YAML', `certificateKey: ${'0af1'.repeat(16)}`, 'certificateKey: [key]'],
  ['a key in a kubeconfig', 'client-key-data: LS0tLS1CRUdJTiBSU0E=', 'client-key-data: [key]'],
  ['a password', 'password=hunter2 user=x', 'password=[password] user=x'],
  [
    'a private key',
    'a\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nb',
    'a\n[private key]\nb',
  ],
  ['a private key without its end', 'a\n-----BEGIN PRIVATE KEY-----\nMIIE\nMIIF', 'a\n[private key]'],
])('%s is recognised without being registered', (_what, text, expected) => {
  expect(new Secrets().scrub(text)).toBe(expected)
})

test.each([
  'kubelet=1.20.2-00 kernel 6.1.0-38-amd64 net.ipv4.ip_forward',
  'sha256:7c2e69131a36ae2a042a339b33381c6d0d43887e2de83720eff5359e26aec866',
  '-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----',
  'control-plane.minikube.internal:6443',
])('ordinary text stays: %s', (text) => {
  expect(new Secrets().scrub(text)).toBe(text)
})

test('registered values go, also as they look inside JSON, and each line of them', () => {
  const secrets = new Secrets()
  secrets.register('pa"ss\\word\nsecond line')
  expect(secrets.scrub('it is pa"ss\\word, or second line')).toBe('it is [secret], or [secret]')
  expect(secrets.scrub(JSON.stringify({ p: 'pa"ss\\word' }))).toBe('{"p":"[secret]"}')
})

test('a registered value too short to be a secret does not blot out everything', () => {
  const secrets = new Secrets()
  secrets.register('a')
  secrets.register('')
  expect(secrets.scrub('a banana')).toBe('a banana')
})

test('registered values go in base64, in hex and in a URL, too', () => {
  const secrets = new Secrets()
  secrets.register('p%ss word/1')
  const text = ['p%ss word/1', 'cCVzcyB3b3JkLzE=', '702573 7320776f72642f31'.replace(' ', ''), 'p%25ss%20word%2F1']
  expect(secrets.scrub(text.join(' '))).toBe('[secret] [secret]= [secret] [secret]')
})

test('of a value that goes from host to host tokens and keys go, ordinary words stay', () => {
  const secrets = new Secrets()
  const ordinary = 'endpoint api.example.com:6443 hash sha256:0af1 resolv /run/systemd/resolve/resolv.conf token key'
  secrets.registerValue(`${ordinary}\ntoken abcdef.0123456789abcdeX key ${'0af1'.repeat(16)}\n`)
  expect(secrets.scrub(`${ordinary} abcdef.0123456789abcdeX ${'0af1'.repeat(16)}`)).toBe(
    `${ordinary} [secret] [secret]`,
  )
})
