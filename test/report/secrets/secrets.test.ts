import { expect, test } from 'vitest'
import { Secrets } from '../../../src/report/secrets/secrets.ts'

test.each([
  ['a bootstrap token', 'kubeadm join --token abcdef.0123456789abcdef', 'kubeadm join --token [token]'],
  ['a token in YAML', 'token: "abcdef.0123456789abcdef"', 'token: "[token]"'],
  ['a service account token', 'eyJhbGciOiJSUzI1.eyJpc3MiOiJrdWJl.c2lnbmF0dXJl-_x', '[token]'],
  ['a bearer token', 'Authorization: Bearer c2VjcmV0c2VjcmV0', 'Authorization: Bearer [token]'],
  ['a certificate key', `--certificate-key ${'0af1'.repeat(16)}`, '--certificate-key [key]'],
  ['a certificate key in YAML', `certificateKey: ${'0af1'.repeat(16)}`, 'certificateKey: [key]'],
  ['a key in a kubeconfig', 'client-key-data: LS0tLS1CRUdJTiBSU0E=', 'client-key-data: [key]'],
  ['a key of encryption at rest', `secretboxkey: "${'QUJD'.repeat(11)}"`, 'secretboxkey: "[key]"'],
  ['such a key in JSON', `{"secretboxKey":"${'QUJD'.repeat(11)}="}`, '{"secretboxKey":"[key]"}'],
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
  secrets.learnValue('cp1', `${ordinary}\ntoken abcdef.0123456789abcdeX key ${'0af1'.repeat(16)}\n`)
  expect(secrets.scrub(`${ordinary} abcdef.0123456789abcdeX ${'0af1'.repeat(16)}`, 'cp1')).toBe(
    `${ordinary} [secret] [secret]`,
  )
})

const password = 'S3cr/t "wörd" <a&b>+;!'
const goJson = (text: string) =>
  JSON.stringify(text).replace(/[<>&]/g, (one) => `\\u00${one.charCodeAt(0).toString(16)}`)
const ascii = (text: string) => text.replace(/[^\0-\u007F]/g, (one) => `\\u00${one.charCodeAt(0).toString(16)}`)
const base64 = (text: string) => Buffer.from(text).toString('base64')

test.each([
  ['JSON', JSON.stringify({ password })],
  ['JSON inside JSON', JSON.stringify({ inner: JSON.stringify({ password }) })],
  ['JSON of Go', goJson(password)],
  ['JSON of Go inside JSON', JSON.stringify(goJson(password))],
  ['JSON in ASCII', ascii(JSON.stringify(password))],
  ['JSON with slashes escaped', JSON.stringify(password).replaceAll('/', '\\/')],
  ['a URL', `https://me:${encodeURIComponent(password)}@r.example`],
  ['a URL, in lower case', `https://r.example?p=${encodeURIComponent(password).toLowerCase().replace('s3', 'S3')}`],
  ['a URL as Go writes user information', 'https://me:S3cr%2Ft%20%22w%C3%B6rd%22%20%3Ca&b%3E+;%21@r.example'],
  ['a form', `p=${new URLSearchParams({ p: password }).toString().slice(2)}`],
  ['base64', base64(password)],
  ['base64 after one byte', base64(`x${password}yz`)],
  ['base64 after two bytes', base64(`me${password}`)],
  ['base64 after a user name', base64(`puller:${password}`)],
  ['url-safe base64', Buffer.from(`??>${password}`).toString('base64url')],
  ['hex', Buffer.from(password).toString('hex')],
  ['hex in capitals', Buffer.from(password).toString('hex').toUpperCase()],
])('a registered value is recognised in %s', (_what, text) => {
  const secrets = new Secrets()
  secrets.register(password)
  const scrubbed = secrets.scrub(text)
  expect(scrubbed).toContain('[secret]')
  expect(scrubbed.replaceAll('[secret]', '').length).toBeLessThan(text.length - password.length + 8)
  expect(scrubbed).not.toMatch(/S3cr|wö|%3C|u003c/)
})

test('of two secrets one of which is in the other the longer goes whole, whichever was told first', () => {
  for (const order of [
    ['hunter', 'hunter2-and-more'],
    ['hunter2-and-more', 'hunter'],
  ]) {
    const secrets = new Secrets()
    for (const one of order) secrets.register(one)
    expect(secrets.scrub('hunter2-and-more hunter')).toBe('[secret] [secret]')
  }
})

test('secrets that overlap go whole', () => {
  const secrets = new Secrets()
  secrets.register('abcdef')
  secrets.register('defghi')
  expect(secrets.scrub('-abcdefghi-')).toBe('-[secret]-')
})

test('a secret of many kilobytes is recognised, as it is and in base64', () => {
  const secrets = new Secrets()
  const long = Array.from({ length: 900 }, (_, i) => `word${i * 7919}`).join(':')
  secrets.register(long)
  expect(secrets.scrub(`a ${long} b`)).toBe('a [secret] b')
  expect(secrets.scrub(`a ${base64(long)} b`)).toMatch(/^a \[secret\]=* b$/)
})

test('what is too short to be recognised is named once, for a warning', () => {
  const secrets = new Secrets()
  secrets.register('abc', 'the sudo password of w1')
  secrets.register('abc', 'the sudo password of w1')
  secrets.register('abcd', 'the sudo password of w2')
  expect(secrets.takeWeak()).toEqual(['the sudo password of w1'])
  expect(secrets.takeWeak()).toEqual([])
})

test('a host whose files hold too many passwords is refused by name, and blots out nothing', () => {
  const secrets = new Secrets()
  const many = Array.from({ length: 30_000 }, (_, i) => `password-${i}`)
  expect(() => secrets.learn('w1', many, '/etc/x')).toThrow(
    expect.objectContaining({
      message: 'w1: its files hold more than 256 passwords, or very long ones',
      remedy: 'nodeprep could not keep them out of its output. Remove those from /etc/x that are not used.',
    }) as Error,
  )
  expect(() => secrets.learn('w1', ['x'.repeat(40_000)], '/etc/x')).toThrow(/^w1: /)
  expect(secrets.scrub('password-1 of w1', 'w1')).toBe('password-1 of w1')
})

test('of a host that gave more values than can be recognised nothing is shown', () => {
  const secrets = new Secrets()
  secrets.learnValue('w1', Array.from({ length: 300 }, (_, i) => `abcdefgh.${i}0000`).join(' '))
  expect(secrets.scrub('abcdefgh.10000', 'w1')).toBe('[not shown: this host holds more secrets than can be recognised]')
  expect(secrets.scrub('abcdefgh.10000', 'w2')).toBe('abcdefgh.10000')
})

test('thousands of secrets cost a line no more than one does', () => {
  const line = `${'kubelet pulled an image of registry.example '.repeat(180)}password-7 \n`
  const cost = (amount: number): number => {
    const secrets = new Secrets()
    for (let i = 0; i < amount; i += 1) secrets.register(`password-${i}-of-somebody`)
    secrets.scrub(line)
    const began = performance.now()
    for (let i = 0; i < 20; i += 1) secrets.scrub(line)
    return (performance.now() - began) / 20
  }
  expect(cost(3000)).toBeLessThan(10)
})
