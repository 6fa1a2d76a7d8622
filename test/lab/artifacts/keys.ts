import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../run.ts'
import { definePiece } from './piece.ts'

/** Each repository has a key of its own, so that a host that trusts the wrong one is found out. */
const keyNames = ['base', 'kubernetes', 'cri-o'] as const
export type KeyName = (typeof keyNames)[number]

/** Signing keys: NAME.secret.asc, NAME.asc (armored, as the real repositories serve theirs) and NAME.gpg. */
export const keysPiece = definePiece({
  name: 'keys',
  recipe: ['keys.ts'],
  needs: {},
  build: async (out) => {
    for (const name of keyNames) {
      await withHome(async (gpg) => {
        await gpg('--quick-gen-key', address(name), 'rsa3072', 'sign', 'never')
        await writeFile(join(out, `${name}.secret.asc`), await gpg('--armor', '--export-secret-keys'), { mode: 0o600 })
        await writeFile(join(out, `${name}.asc`), await gpg('--armor', '--export'))
        await gpg('--output', join(out, `${name}.gpg`), '--export')
      })
    }
  },
})

type Gpg = (...args: string[]) => Promise<string>

/** What a gpg home with one secret key in it offers. */
export interface Signer {
  readonly gpg: Gpg
  /** The key's user id and gpg's home, for programs that call gpg themselves. */
  readonly user: string
  readonly home: string
}

/** Gives a gpg that can sign with a key, and ends its agent afterwards. */
export async function withKey(keys: string, name: KeyName, act: (signer: Signer) => Promise<void>): Promise<void> {
  await withHome(async (gpg, home) => {
    await gpg('--import', join(keys, `${name}.secret.asc`))
    await act({ gpg, home, user: address(name) })
  })
}

const address = (name: KeyName): string => `nodeprep lab ${name} <${name}@lab.invalid>`

async function withHome(act: (gpg: Gpg, home: string) => Promise<void>): Promise<void> {
  // Under /tmp because the agent's socket lies in it and a socket's path must be short.
  const home = await mkdtemp(join(tmpdir(), 'lab-gpg-'))
  try {
    await act(
      (...args) => run('gpg', ['--homedir', home, '--batch', '--yes', '--quiet', '--passphrase', '', ...args]),
      home,
    )
  } finally {
    await run('gpgconf', ['--homedir', home, '--kill', 'all'])
    await rm(home, { recursive: true, force: true })
  }
}
