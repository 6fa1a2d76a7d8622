import type { Lab } from '../lab/lab.ts'

/** What a host changes by itself while somebody is logged in. */
const own = ['/var/log', '/var/lib/systemd', '/var/cache', '/var/tmp', '/root/.cache']
/** Memory that readers of rpm's database share, as files: whoever asks rpm for a version touches them. */
const shared = ['*/rpmdb.sqlite-shm', '*/rpmdb.sqlite-wal']

/** Every file of a host's disk with its owner, mode, times and content, as one text to compare. */
export async function hostFiles(lab: Lab, host: string): Promise<string> {
  const prune = [...own, ...shared].map((path) => `-path '${path}' -prune -o`).join(' ')
  const list = `find / -xdev ${prune} \\( -type f -o -type l \\)`
  const { code, stdout } = await lab.exec(
    host,
    `export LC_ALL=C; ${list} -printf '%p %m %u:%g %s %T@ %C@ %l\\n' | sort
     ${list} -type f -print0 | sort -z | xargs -0 sha256sum`,
  )
  if (code !== 0 || stdout.length < 10_000) throw new Error(`cannot read the files of ${host}: ${stdout.slice(0, 200)}`)
  return stdout
}
