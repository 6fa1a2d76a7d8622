import { readFile } from 'node:fs/promises'
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/**
 * `mirror-server.ts ADDRESS UPSTREAM FOLDER`: passes requests on to a mirror, or fails in the way that the last line on
 * stdin names; answers each line with the number of requests that failed since the line before. FOLDER/WAY holds files
 * to be served instead, by their path with `/` written as `%2F`.
 */
const [address = '', upstream = '', folder = ''] = process.argv.slice(2)
let way = 'pass'
let failed = 0

function handle(request: IncomingMessage, response: ServerResponse): void {
  const status = /^\d+$/.test(way) ? Number(way) : undefined
  if (status !== undefined) {
    failed += 1
    response.writeHead(status, { 'content-type': 'text/plain' }).end('the mirror does not want to\n')
    return
  }
  // Ranges and dates would let half a file of an earlier try be finished.
  const { range: _range, ...headers } = request.headers
  const passed = ask({ host: upstream, path: request.url, method: request.method, headers }, (answer) => {
    if (way === 'pass') {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
      return
    }
    const chunks: Buffer[] = []
    answer.on('data', (chunk: Buffer) => chunks.push(chunk))
    answer.on('end', () => void spoil(request.url ?? '/', answer, Buffer.concat(chunks), response))
  })
  passed.on('error', () => response.destroy())
  response.on('close', () => passed.destroy())
  passed.end()
}

async function spoil(path: string, answer: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
  const send = (part: Buffer): void => void response.writeHead(answer.statusCode ?? 502, answer.headers).write(part)
  const half = body.subarray(0, body.length / 2)
  const whole = answer.statusCode === 200 && body.length > 0
  if (way === 'stall' && whole) send(half)
  else if (way === 'truncate' && whole) {
    send(half)
    setTimeout(() => response.destroy(), 50)
  } else if (way === 'wrong-content' && whole) {
    send(Buffer.alloc(body.length, '<html><body>Please log in to this network.</body></html>\n'))
    response.end()
  } else {
    const other = await readFile(join(folder, way, encodeURIComponent(path))).catch(() => undefined)
    response.writeHead(other ? 200 : (answer.statusCode ?? 502), other ? {} : answer.headers).end(other ?? body)
    if (!other) return
  }
  failed += 1
}

createInterface(process.stdin).on('line', (line) => {
  way = line
  process.stdout.write(`${failed}\n`)
  failed = 0
})
process.stdin.on('end', () => process.exit())
createServer(handle).listen(80, address, () => process.stdout.write('listening\n'))
