import { expect, it, test } from 'vitest'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runInCopy, shells } from './copy/copy.ts'
import { hosts, outcomes, programOf, type StepFixture } from './copy/plan.ts'

// What is fetched by https stays with https, and goes by no proxy that somebody left in the environment of a host.

/** A certificate for 127.0.0.1 with its key, PEM. */
function certificate(): { readonly cert: string; readonly key: string } {
  const folder = mkdtempSync(join(tmpdir(), 'nodeprep-tls-'))
  try {
    const [cert, key] = ['cert.pem', 'key.pem'].map((name) => join(folder, name)) as [string, string]
    const req = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1']
    execFileSync('openssl', [...req, '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert], {
      stdio: 'pipe',
    })
    return { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const server = `
import { createServer } from 'node:https'
import { createServer as plain } from 'node:http'
import { readFileSync, writeFileSync } from 'node:fs'
const answer = (request, response) => {
  request.url = request.url.replace('http://mirror.invalid', '')
  const to = { '/down': 'http://127.0.0.1/file', '/same': 'https://127.0.0.1/file', '/path': '/file', '/far': '/down', '/round': '/round' }[request.url]
  if (to) return response.writeHead(302, { location: to }).end()
  request.url === '/file' ? response.end('the file\\n') : response.writeHead(404).end()
}
createServer({ cert: readFileSync('/case/cert'), key: readFileSync('/case/key') }, answer).listen(443, '127.0.0.1', () =>
  plain(answer).listen(80, '127.0.0.1', () => writeFileSync('/run/up', '')))
`
const { cert, key } = certificate()
const files = { 'server.mjs': server, cert, key }
const prepare = `mkdir -p /usr/local/share/ca-certificates; cp /case/cert /usr/local/share/ca-certificates/np.crt; update-ca-certificates >/dev/null 2>&1
${process.execPath} /case/server.mjs >/dev/null 2>&1 &
until [ -e /run/up ]; do sleep 0.1; done
`
const download = (url: string, path = '/etc/np-file'): StepFixture => ({ kind: 'download', params: { url, path } })
const hide = (...programs: string[]) => programs.map((name) => `rm -f "$(command -v ${name})"\n`).join('')
const doubles = { sleep: '#!/bin/sh\n' }

it.each([
  ['curl', ''],
  ['wget', hide('curl')],
  ["apt's helper", hide('curl', 'wget')],
])(
  '%s follows redirects from https to https, and none to http',
  async (_by, without) => {
    const ways = ['same', 'path', 'down', 'far']
    const scripts = ways.map((way) => ({
      name: way,
      text: programOf([download(`https://127.0.0.1/${way}`, `/etc/np-${way}`)], hosts.debian12, 'apply'),
    }))
    const results = await runInCopy({ shell: 'dash', files, doubles, prepare: prepare + without }, [
      ...scripts,
      { name: 'files', text: 'cd /etc; ls -A | grep np-; cat np-same np-path' },
    ])
    const output = (way: string) => results.get(way)?.output ?? ''
    expect(
      ways.map((way) => outcomes(output(way)).join('')),
      output('same') + output('down'),
    ).toEqual([...['changed', 'changed', 'failed', 'failed']])
    expect(results.get('files')?.output).toBe('np-path\nnp-same\nthe file\nthe file\n')
    for (const way of ['down', 'far']) expect(output(way)).not.toContain('attempt 2')
  },
  120_000,
)

test.each(shells)('wget ends where a redirect leads nowhere, and says what the server did, in %s', async (shell) => {
  const text = (way: string) => programOf([download(`https://127.0.0.1/${way}`)], hosts.debian12, 'apply')
  const results = await runInCopy({ shell, files, doubles, prepare: prepare + hide('curl') }, [
    { name: 'round', text: text('round') },
    { name: 'gone', text: text('gone') },
  ])
  expect(outcomes(results.get('round')?.output ?? '')).toEqual(['failed'])
  expect(results.get('gone')?.output).toContain('404')
})

test.each(shells)('the proxy of cluster.yaml is used for downloads and for no other program, in %s', async (shell) => {
  const proxy = `mkdir -p /etc/nodeprep
printf '%s\\n' http_proxy=http://me:pa%40ss@127.0.0.1:80 no_proxy=127.0.0.2 >/etc/nodeprep/proxy.env
`
  const shown: StepFixture = {
    kind: 'command',
    params: { title: 't', check: '[ -e /etc/np-env ]', apply: 'env | grep -i proxy >/etc/np-env || :' },
  }
  // The server stands for the proxy: it is asked for names that nobody knows.
  const steps = [download('http://mirror.invalid/file'), shown]
  for (const without of ['', hide('curl')]) {
    const results = await runInCopy({ shell, files, doubles, prepare: prepare + proxy + without }, [
      { name: 'apply', text: programOf(steps, hosts.debian12, 'apply') },
      { name: 'env', text: 'cat /etc/np-env /etc/np-file' },
    ])
    const output = results.get('apply')?.output ?? ''
    expect(outcomes(output), output).toEqual(['changed', 'changed'])
    expect(results.get('env')?.output).toBe('the file\n')
  }
})

test.each(shells)('case 18: proxies of the environment are ignored, and said once, in %s', async (shell) => {
  const environment = `export http_proxy=http://127.0.0.1:9 HTTPS_PROXY=http://127.0.0.1:9 all_proxy=http://127.0.0.1:9 NO_PROXY=x\n`
  const shown: StepFixture = {
    kind: 'command',
    params: { title: 't', check: '[ -e /etc/np-env ]', apply: 'env | grep -i proxy >/etc/np-env || :' },
  }
  const steps = [download('http://127.0.0.1/file'), download('https://127.0.0.1/file', '/etc/np-two'), shown]
  const results = await runInCopy({ shell, files, doubles, prepare }, [
    { name: 'apply', text: environment + programOf(steps, hosts.debian12, 'apply') },
    { name: 'env', text: 'cat /etc/np-env /etc/np-file' },
  ])
  const output = results.get('apply')?.output ?? ''
  expect(outcomes(output), output).toEqual(['changed', 'changed', 'changed'])
  expect(results.get('env')?.output).toBe('the file\n')
  expect(output.match(/^\x1enonce say .*proxies.*$/gm)).toEqual([
    '\x1enonce say 0 ignoring what the environment of this host says of proxies: http_proxy all_proxy HTTPS_PROXY NO_PROXY',
  ])
})
