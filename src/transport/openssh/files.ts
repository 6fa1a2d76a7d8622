import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Tells that the log-in is done, and tidies up when nodeprep is gone, even if by kill -9: then stdin closes. */
const readyScript = `exec 3<&0
( cat <&3 >/dev/null; kill "$PPID"; rm -rf "\${0%/*}" ) >/dev/null 2>&1 &
echo ready
`

/** Answers the question for a passphrase, and no other: a wrong PIN three times would lock a smart card. */
const askScript = `#!/bin/sh
case $1 in
*[Pp]assphrase*) printf '%s\\n' "$NODEPREP_KEY_PASSPHRASE" ;;
*) exit 1 ;;
esac
`

/** The files of one connection, in a folder that only this user can enter. */
export interface OpensshFiles {
  readonly controlSocket: string
  readonly readyScript: string
  readonly askScript: string
  readonly remove: () => Promise<void>
}

/** Makes them. The path is short, for that of a socket must be (104 bytes, of which ssh wants 17). */
export async function makeOpensshFiles(): Promise<OpensshFiles> {
  const folder = await mkdtemp(join(tmpdir(), 'nodeprep-'))
  const files = {
    controlSocket: join(folder, 's'),
    readyScript: join(folder, 'ready'),
    askScript: join(folder, 'ask'),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
  await Promise.all([
    writeFile(files.readyScript, readyScript, { mode: 0o600 }),
    writeFile(files.askScript, askScript, { mode: 0o700 }),
  ])
  return files
}
