import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { run } from '../run.ts'
import { definePiece } from './piece.ts'
import { fetchDebs } from './private-apt.ts'

/** Go 1.15, unpacked from Debian 11's packages: what builds Kubernetes 1.20 builds the lab's own programs too. */
export const goPiece = definePiece({
  name: 'go',
  recipe: ['go.ts'],
  needs: {},
  build: async (out) => {
    const debs = await mkdtemp(join(tmpdir(), 'lab-go-'))
    try {
      await fetchDebs('bullseye', ['golang-1.15-go', 'golang-1.15-src', 'golang-github-burntsushi-toml-dev'], debs)
      for (const deb of await readdir(debs)) await run('dpkg', ['-x', join(debs, deb), out])
    } finally {
      await rm(debs, { recursive: true })
    }
  },
})

export const goRoot = (go: string): string => join(go, 'usr/lib/go-1.15')

/**
 * Builds one of the lab's Go programs, a folder beside this file, statically. `vendor` is a folder of packages it may import
 * besides Debian's.
 */
export async function buildGo(go: string, program: string, out: string, vendor?: string): Promise<void> {
  const path = await mkdtemp(join(tmpdir(), 'lab-gopath-'))
  try {
    const home = join(path, 'src/lab')
    await mkdir(home, { recursive: true })
    await symlink(join(import.meta.dirname, program), join(home, program))
    if (vendor !== undefined) await symlink(vendor, join(home, 'vendor'))
    const env = {
      ...{ GOROOT: goRoot(go), GOPATH: `${path}:${join(go, 'usr/share/gocode')}`, GOCACHE: join(path, 'cache') },
      ...{ GO111MODULE: 'off', GOFLAGS: '', CGO_ENABLED: '0', PWD: join(home, program) },
    }
    await execa(join(goRoot(go), 'bin/go'), ['build', '-ldflags', '-s -w', '-o', out, `lab/${program}`], {
      cwd: path,
      env,
    })
  } finally {
    await rm(path, { recursive: true })
  }
}
