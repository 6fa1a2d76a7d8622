import { createTransport, transportOptions } from '../../src/transport/index.ts'

/** A program of its own, to be killed: connects by the system's ssh with the given home, user and port, and waits. */
const [home = '', user = '', port = ''] = process.argv.slice(2)
const ssh = { user, port: Number(port), identityFile: '~/.ssh/id_ed25519', transport: 'openssh' } as const
const transport = createTransport({ name: 'w1', address: '127.0.0.1', ssh }, transportOptions({ home }))
const connection = await transport.connect(new AbortController().signal)
await connection.open('sleep 60')
console.log('connected')
setInterval(() => undefined, 1_000)
