import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { execa } from 'execa'

/** The configuration of Debian's docker-registry over a data folder, plain HTTP. */
const registryConfig = (data: string, address: string): string =>
  JSON.stringify({
    version: '0.1',
    log: { level: 'warn', accesslog: { disabled: true } },
    storage: {
      filesystem: { rootdirectory: data },
      delete: { enabled: true },
      maintenance: { uploadpurging: { enabled: false } },
    },
    http: { addr: address },
  })

/** Runs a registry over a data folder on a free loopback port while something is done with it. */
export async function withRegistry(data: string, work: string, act: (address: string) => Promise<void>): Promise<void> {
  const address = `127.0.0.1:${await freePort()}`
  const file = join(work, 'registry.yml')
  await writeFile(file, registryConfig(data, address))
  const server = execa('docker-registry', ['serve', file], { reject: false, all: true })
  let ended: string | undefined
  void server.then((result) => (ended = result.all))
  try {
    for (let tries = 0; !(await answers(address)); tries++) {
      if (ended !== undefined || tries > 300) throw new Error(`docker-registry does not answer:\n${ended ?? ''}`)
      await sleep(100)
    }
    await act(address)
  } finally {
    server.kill()
    await server
  }
}

const answers = (address: string): Promise<boolean> =>
  fetch(`http://${address}/v2/`).then(
    (response) => response.ok,
    () => false,
  )

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port)
        else reject(new Error('no free port'))
      })
    })
  })
}
