import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { Transport } from '../../src/transport/connection.ts'
import { createTransport, type TransportSettings } from '../../src/transport/index.ts'
import type { SshSettings } from '../../src/transport/target/settings.ts'
import { makeHome, type Home } from './home.ts'
import { makeKey, startSshd, type Sshd, type SshdOptions } from './sshd.ts'
import { startProxy, type TcpProxy } from './tcp-proxy.ts'

/** A home with a key, an sshd that takes it, and a proxy in between; known_hosts knows the sshd. */
export interface Bench {
  readonly home: Home
  readonly sshd: Sshd
  readonly proxy: TcpProxy
  readonly publicKey: string
  /** The way to the sshd through the proxy, as host `w1`. */
  readonly transport: (ssh?: SshSettings, settings?: TransportSettings) => Transport
  readonly stop: () => Promise<void>
}

export const me = userInfo().username

/** Never aborted. */
export const noSignal = new AbortController().signal

export async function startBench(options: Partial<SshdOptions> = {}, roundTrip = 0): Promise<Bench> {
  const home = await makeHome()
  const publicKey = await makeKey(join(home.path, '.ssh', 'id_ed25519'), 'ed25519')
  const sshd = await startSshd({ authorizedKeys: [publicKey], ...options })
  const proxy = await startProxy(sshd.port, roundTrip)
  await home.know(`[127.0.0.1]:${proxy.port} ${sshd.hostKeys.ed25519 ?? ''}`)
  return {
    home,
    sshd,
    proxy,
    publicKey,
    transport: (ssh = {}, settings = {}) =>
      createTransport(
        { name: 'w1', address: '127.0.0.1', ssh: { user: me, port: proxy.port, ...ssh } },
        home.options(settings),
      ),
    stop: async () => {
      await proxy.stop()
      await sshd.stop()
      await home.remove()
    },
  }
}
