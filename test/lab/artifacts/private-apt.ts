import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { aptOptions, aptSources, debianMirror } from '../debian-mirror.ts'

/** An apt of its own that knows one Debian suite and nothing of what this machine has installed. */
export interface PrivateApt {
  /** Runs apt-get; output and files land in `cwd`. Throws an Error when it fails. */
  readonly get: (args: readonly string[], cwd: string) => Promise<void>
}

/** Gives an apt for a suite from the machine's own mirror, its lists fetched, and removes it afterwards. */
export async function withApt(suite: string, act: (apt: PrivateApt) => Promise<void>): Promise<void> {
  const mirror = await debianMirror()
  if (mirror === undefined)
    throw new Error("the lab's packages are made from Debian's, and this machine's apt knows no Debian mirror")
  const folder = await mkdtemp(join(tmpdir(), 'lab-apt-'))
  try {
    await mkdir(join(folder, 'lists/partial'), { recursive: true })
    await mkdir(join(folder, 'cache/archives/partial'), { recursive: true })
    await writeFile(join(folder, 'status'), '')
    await writeFile(join(folder, 'sources.list'), aptSources(mirror, suite, ['deb', 'deb-src']))
    await writeFile(join(folder, 'apt.conf'), [...(await aptOptions()), ...settings(folder)].join('\n'))
    const get = async (args: readonly string[], cwd: string): Promise<void> => {
      await execa('apt-get', ['-q', ...args], { cwd, env: { APT_CONFIG: join(folder, 'apt.conf') } })
    }
    await get(['update'], folder)
    await act({ get })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Fetches a suite's packages, and all they need down to libc if asked, as .deb files into a folder. */
export async function fetchDebs(
  suite: string,
  packages: readonly string[],
  out: string,
  closure = false,
): Promise<void> {
  await withApt(suite, async (apt) => {
    if (!closure) return apt.get(['download', ...packages], out)
    await mkdir(join(out, 'partial'), { recursive: true })
    await apt.get(
      ['install', '-y', '--download-only', '--no-install-recommends', '-o', `Dir::Cache::archives=${out}`, ...packages],
      out,
    )
    await rm(join(out, 'partial'), { recursive: true })
    await rm(join(out, 'lock'), { force: true })
  })
}

const settings = (folder: string): string[] => [
  `Dir::State "${folder}";`,
  `Dir::State::Lists "${folder}/lists";`,
  `Dir::State::status "${folder}/status";`,
  `Dir::Cache "${folder}/cache";`,
  `Dir::Etc::sourcelist "${folder}/sources.list";`,
  'Dir::Etc::sourceparts "/dev/null";',
  'APT::Architecture "amd64";',
  'APT::Architectures "amd64";',
  'APT::Sandbox::User "root";',
  'Acquire::Languages "none";',
]
