import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Deb {
  readonly name: string
  readonly version: string
  readonly depends?: string
  /** Content of the configuration file /etc/NAME.conf, if there is to be one. */
  readonly conf?: string
  /** Shell that runs when it is configured. */
  readonly postinst?: string
}

function build(folder: string, { name, version, depends, conf, postinst }: Deb): string {
  const tree = join(folder, `${name}-${version}`)
  mkdirSync(join(tree, 'DEBIAN'), { recursive: true })
  const fields = [
    `Package: ${name}`,
    `Version: ${version}`,
    'Architecture: all',
    'Maintainer: nobody <nobody@example.com>',
  ]
  const control = [...fields, ...(depends ? [`Depends: ${depends}`] : []), 'Description: for a test', ''].join('\n')
  writeFileSync(join(tree, 'DEBIAN/control'), control)
  if (conf !== undefined) {
    mkdirSync(join(tree, 'etc'))
    writeFileSync(join(tree, `etc/${name}.conf`), conf)
    writeFileSync(join(tree, 'DEBIAN/conffiles'), `/etc/${name}.conf\n`)
  }
  if (postinst !== undefined) writeFileSync(join(tree, 'DEBIAN/postinst'), `#!/bin/sh\n${postinst}\n`, { mode: 0o755 })
  const file = `${name}_${version}_all.deb`
  execFileSync('dpkg-deb', ['-Znone', '--root-owner-group', '--build', tree, join(folder, 'www', file)], {
    stdio: 'pipe',
  })
  const deb = readFileSync(join(folder, 'www', file))
  const digest = createHash('sha256').update(deb).digest('hex')
  return `${control}Filename: ./${file}\nSize: ${deb.length}\nSHA256: ${digest}\n`
}

/**
 * A flat apt repository as a tar archive: Packages, InRelease signed by a key of its own, which is there armored as `key.asc`,
 * binary as `key.gpg` and, from before its term was extended, as `expired.asc`; another key as `other.asc`, and both in
 * one file as `both.gpg`. See `printsOf` for their fingerprints.
 */
export function aptRepository(debs: readonly Deb[]): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'nodeprep-apt-'))
  const www = join(folder, 'www')
  const gpg = (...args: string[]) =>
    execFileSync('gpg', ['--homedir', folder, '--batch', '--quiet', '--passphrase', '', ...args], { stdio: 'pipe' })
  try {
    mkdirSync(www)
    writeFileSync(join(www, 'Packages'), debs.map((deb) => build(folder, deb)).join('\n'))
    const packages = readFileSync(join(www, 'Packages'))
    const digest = createHash('sha256').update(packages).digest('hex')
    const date = new Date(statSync(www).mtimeMs).toUTCString()
    const release = `Date: ${date}\nSHA256:\n ${digest} ${packages.length} Packages\n`
    writeFileSync(join(folder, 'Release'), release)
    gpg('--faked-system-time', '20200101T000000', '--quick-generate-key', 'signer', 'rsa2048', 'sign', '1y')
    gpg('--quick-generate-key', 'other', 'rsa2048', 'sign', 'never')
    const prints = ['signer', 'other'].map((name) => {
      const listed = gpg('--with-colons', '--list-keys', name).toString()
      return /^fpr:*([0-9A-F]{40}):/m.exec(listed)?.[1] ?? ''
    })
    writeFileSync(join(www, 'prints'), prints.join(' '))
    gpg('--output', join(www, 'expired.asc'), '--armor', '--export', 'signer')
    gpg('--quick-set-expire', prints[0] ?? '', 'never')
    gpg('--local-user', 'signer', '--output', join(www, 'InRelease'), '--clearsign', join(folder, 'Release'))
    gpg('--output', join(www, 'key.asc'), '--armor', '--export', 'signer')
    gpg('--output', join(www, 'key.gpg'), '--export', 'signer')
    gpg('--output', join(www, 'other.asc'), '--armor', '--export', 'other')
    gpg('--output', join(www, 'both.gpg'), '--export')
    return execFileSync('tar', ['-cf', '-', '-C', www, '.'], { maxBuffer: 2 ** 26 })
  } finally {
    execFileSync('gpgconf', ['--homedir', folder, '--kill', 'gpg-agent'])
    rmSync(folder, { recursive: true })
  }
}

/** The fingerprints of `key.asc` and `other.asc`. */
export function printsOf(repository: Buffer): readonly [signer: string, other: string] {
  const text = execFileSync('tar', ['-xOf', '-', './prints'], { input: repository }).toString()
  return text.split(' ') as [string, string]
}

/** Shell that empties dpkg and apt of this machine's packages and serves /case/repository.tar at http://127.0.0.1/. */
export const serveApt = `
: >/var/lib/dpkg/status
rm -rf /var/lib/dpkg/updates/* /var/lib/dpkg/lock* /var/lib/dpkg/triggers/* /var/lib/apt/lists/* /etc/apt/preferences.d/*
rm -rf /etc/apt/sources.list /etc/apt/sources.list.d/* /etc/apt/apt.conf.d/* /etc/dpkg/dpkg.cfg.d/* /var/lib/apt/extended_states
mkdir /srv/www
tar -xf /case/repository.tar -C /srv/www
busybox httpd -p 127.0.0.1:80 -h /srv/www`
