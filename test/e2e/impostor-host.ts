import { execa } from 'execa'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import type { Lab } from '../lab/lab.ts'
import { hostPaths } from '../lab/state.ts'
import type { ClientRecord } from '../transport/client-record.ts'
import type { ImpostorOptions } from '../transport/impostor.ts'

/** A server of our own that keeps all it hears after decryption, or a real sshd that logs all and takes every key. */
export type ImpostorKind = 'recorder' | 'sshd'

export interface ImpostorReport {
  /** Log-ins that were tried, and all that came after them. */
  readonly heard: readonly string[]
  /** Each connection's bytes, as the proxy before the impostor saw them. */
  readonly records: readonly ClientRecord[]
}

/** Somebody else at the address of a lab host. */
export interface ImpostorHost {
  /** Public host keys, as known_hosts has them. */
  readonly hostKeys: readonly string[]
  readonly report: () => Promise<ImpostorReport>
  /** Goes, and lets the host have its address back. */
  readonly stop: () => Promise<void>
}

/** Ends the host's sshd with every connection it has, and puts somebody else in its place. */
export async function takeOver(
  lab: Lab,
  host: string,
  kind: ImpostorKind = 'recorder',
  options: ImpostorOptions = {},
): Promise<ImpostorHost> {
  const sessions = `for p in $(pgrep -f 'sshd: .*@notty'); do kill -9 "$p"; done`
  await lab.exec(host, `systemctl stop ssh.socket ssh.service; ${sessions}; true`)
  const script = join(import.meta.dirname, 'impostor-process.ts')
  const args = [`--net=${hostPaths(lab.id, host).netns}`, process.execPath, '--import', 'tsx', script]
  const child = execa('nsenter', [...args, kind, JSON.stringify(options)], {
    ...{ reject: false, buffer: false, stderr: 'inherit' },
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async (): Promise<unknown> => {
    const { value } = (await lines.next()) as { value?: string }
    if (value === undefined) throw new Error('the impostor has gone')
    return JSON.parse(value)
  }
  const hostKeys = (await next()) as readonly string[]
  return {
    hostKeys,
    report: async () => {
      child.stdin.write('\n')
      return (await next()) as ImpostorReport
    },
    stop: async () => {
      child.stdin.end()
      await child
      const { code, stderr } = await lab.exec(host, 'systemctl reset-failed ssh.service; systemctl start ssh.service')
      if (code !== 0) throw new Error(`sshd of ${host} does not come back: ${stderr}`)
    },
  }
}
