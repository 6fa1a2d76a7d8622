import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Manifest {
  readonly name: string
  readonly version: string
  readonly license?: string
}

/** Name, version and licence of every package that one of the bundled files comes from. */
export function thirdPartyNotices(files: readonly string[]): string {
  const folders = new Set(files.flatMap((file) => packageFolder(file) ?? []))
  const notices = [...folders].sort().map((folder) => {
    const { name, version, license = 'see below' } = readManifest(folder)
    return `${name} ${version} (${license})\n\n${licenceText(folder)}\n`
  })
  return `nodeprep contains the following packages, each under its own licence.\n\n${notices.join(`\n${'-'.repeat(78)}\n\n`)}`
}

function packageFolder(file: string): string | undefined {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
}

function licenceText(folder: string): string {
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name))
  const path = file === undefined ? undefined : join(folder, file)
  return path !== undefined && existsSync(path)
    ? readFileSync(path, 'utf8').trim()
    : 'The package holds no licence file.'
}
