import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { transportOptions, type TransportOptions, type TransportSettings } from '../../src/transport/index.ts'

/** A home folder of its own, so that no test depends on whoever runs it. */
export interface Home {
  readonly path: string
  readonly knownHosts: string
  /** Writes known_hosts; each line as it stands there. */
  readonly know: (...lines: string[]) => Promise<void>
  /** Writes ~/.ssh/config, which then also names this home's known_hosts and key. */
  readonly configure: (text: string) => Promise<void>
  /** Options of a run that lives in this home: no agent, no passphrase, short patience. */
  readonly options: (settings?: TransportSettings) => TransportOptions
  readonly remove: () => Promise<void>
}

export async function makeHome(): Promise<Home> {
  const path = await mkdtemp(join(tmpdir(), 'nodeprep-home-'))
  await mkdir(join(path, '.ssh'), { mode: 0o700 })
  const knownHosts = join(path, '.ssh', 'known_hosts')
  return {
    path,
    knownHosts,
    know: (...lines) => writeFile(knownHosts, lines.map((line) => `${line}\n`).join('')),
    configure: (text) => {
      // ssh goes by the password database's home: without these lines it would name the files of whoever runs the test.
      const files = ['UserKnownHostsFile', knownHosts, '\nIdentityFile', join(path, '.ssh', 'id_ed25519')].join(' ')
      return writeFile(join(path, '.ssh', 'config'), `${text}\nHost *\n${files}\n`, { mode: 0o600 })
    },
    options: (settings = {}) =>
      transportOptions({
        home: path,
        systemConfig: join(path, 'none'),
        env: {},
        timing: { connect: 5_000 },
        ...settings,
      }),
    remove: () => rm(path, { recursive: true, force: true }),
  }
}
