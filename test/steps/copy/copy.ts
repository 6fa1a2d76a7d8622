import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { promisify } from 'node:util'

export const shells = ['dash', 'bash', 'busybox'] as const
export type Shell = (typeof shells)[number]

export interface Script {
  readonly name: string
  readonly text: string
}

export interface Outcome {
  /** stdout and stderr as they came. */
  readonly output: string
  /** What it changed on disk, as a diff of lists; '' for nothing. /run, /tmp and /var/lib/nodeprep are not looked at. */
  readonly changed: string
}

export interface Setup {
  readonly shell: Shell
  /** Shell that brings the copy into the state the scripts meet; a failure ends the test. */
  readonly prepare?: string
  /** Programs by name that hide the machine's own. */
  readonly doubles?: Readonly<Record<string, string>>
  /** Files that the scripts find in /case. */
  readonly files?: Readonly<Record<string, string | Buffer>>
}

const run = promisify(execFile)
const copyScript = fileURLToPath(new URL('copy.sh', import.meta.url))

const needed: Readonly<Record<string, string>> = {
  '/usr/bin/busybox': 'busybox',
  '/usr/bin/dash': 'dash',
  '/usr/bin/unshare': 'util-linux',
  '/usr/bin/gpg': 'gnupg',
  '/usr/bin/dpkg-deb': 'dpkg',
  '/usr/sbin/ip': 'iproute2',
  '/lib/systemd/systemd-sysctl': 'systemd',
}
const missing = Object.entries(needed).filter(([file]) => !existsSync(file))
if (missing.length > 0) {
  throw new Error(`these tests need more: apt-get install ${missing.map(([, name]) => name).join(' ')}`)
}
if (process.getuid?.() !== 0) throw new Error('these tests need root: they make a copy of the machine in namespaces')

/** Runs scripts in order in a throw-away copy of this machine, see copy.sh. Needs root. */
export async function runInCopy(setup: Setup, scripts: readonly Script[]): Promise<ReadonlyMap<string, Outcome>> {
  const folder = await mkdtemp(join(tmpdir(), 'nodeprep-steps-'))
  try {
    await mkdir(join(folder, 'doubles'))
    const files = { prepare: setup.prepare ?? ':', ...setup.files }
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
    for (const [name, text] of Object.entries(setup.doubles ?? {})) {
      await writeFile(join(folder, 'doubles', name), text)
      await chmod(join(folder, 'doubles', name), 0o755)
    }
    const numbered = scripts.map(({ name, text }, i) => ({ name, text, file: `${i}-${name}` }))
    for (const { file, text } of numbered) await writeFile(join(folder, file), text)
    const isolated = ['--mount', '--pid', '--net', '--ipc', '--fork', '--kill-child', 'bash', copyScript]
    await run('unshare', [...isolated, folder, setup.shell])
    const out = (file: string) => readFile(join(folder, 'out', file), 'utf8')
    const outcomes = numbered.map(async ({ name, file }) => {
      return [name, { output: await out(file), changed: await out(`${file}.changed`) }] as const
    })
    return new Map(await Promise.all(outcomes))
  } finally {
    await rm(folder, { recursive: true })
  }
}
