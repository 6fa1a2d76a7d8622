import { createInterface } from 'node:readline'
import { clientRecord } from '../transport/client-record.ts'
import { startImpostor, type ImpostorOptions } from '../transport/impostor.ts'
import { startSshd } from '../transport/sshd.ts'
import { startProxy } from '../transport/tcp-proxy.ts'
import type { ImpostorKind, ImpostorReport } from './impostor-host.ts'

/** Lets in whoever comes with a key, and tells everything. */
const openSshd = [
  ...['LogLevel DEBUG3', 'PermitRootLogin yes', 'ForceCommand /bin/false'],
  ...['AuthorizedKeysCommand /usr/bin/echo %t %k', 'AuthorizedKeysCommandUser root'],
]

// Takes the place of this network namespace's sshd: a recording proxy at port 22, behind it who pretends to be the host.
const [kind = '', given = '{}'] = process.argv.slice(2) as [ImpostorKind?, string?]
const options = JSON.parse(given) as ImpostorOptions
const server = kind === 'sshd' ? await pretendBySshd() : await pretendByRecorder()
const proxy = await startProxy(server.port, 0, { port: 22, host: '0.0.0.0' })
console.log(JSON.stringify(server.hostKeys))

const orders = createInterface({ input: process.stdin })
orders.on('line', () => {
  void server.heard().then((heard) => {
    const report: ImpostorReport = { heard, records: proxy.streams().map(clientRecord) }
    console.log(JSON.stringify(report))
  })
})
orders.on('close', () => {
  void Promise.all([proxy.stop(), server.stop()]).then(() => process.exit())
})

async function pretendByRecorder() {
  const impostor = await startImpostor(options)
  return { ...impostor, heard: () => Promise.resolve(impostor.heard()) }
}

async function pretendBySshd() {
  const sshd = await startSshd({ authorizedKeys: [], hostKeyTypes: ['ed25519'], config: openSshd })
  const heard = async () => (await sshd.log()).split('\n').filter((line) => /userauth[-_]request|Accepted/.test(line))
  return { ...sshd, hostKeys: Object.values(sshd.hostKeys), heard }
}
