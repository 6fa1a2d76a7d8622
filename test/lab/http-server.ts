import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join, normalize } from 'node:path'
import { pipeline } from 'node:stream/promises'

const [root = '.', address = '127.0.0.1', port = '80'] = process.argv.slice(2)

/** Serves a folder as a plain mirror does: files with ranges and dates, listings of folders. One log line a request. */
async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://mirror.lab').pathname))
  const file = join(root, path)
  const info = await stat(file).catch(() => undefined)
  if (info === undefined) {
    response.writeHead(404).end('not found\n')
  } else if (info.isDirectory()) {
    const names = (await readdir(file)).sort().map((name) => `<a href="${encodeURI(name)}">${name}</a>\n`)
    response.writeHead(200, { 'content-type': 'text/html' }).end(names.join(''))
  } else {
    const modified = info.mtime.toUTCString()
    if (request.headers['if-modified-since'] === modified) {
      response.writeHead(304).end()
    } else {
      await send(request, response, file, info.size, modified)
    }
  }
  const length = String(response.getHeader('content-length') ?? '-')
  process.stdout.write(
    `${request.socket.remoteAddress ?? '-'} ${request.method ?? '-'} ${path} ${response.statusCode} ${length}\n`,
  )
}

async function send(request: IncomingMessage, response: ServerResponse, file: string, size: number, modified: string) {
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '')
  const start = Number(range?.[1] ?? 0)
  const end = range?.[2] === undefined || range[2] === '' ? size - 1 : Math.min(Number(range[2]), size - 1)
  if (range !== null && start >= size) {
    response.writeHead(416, { 'content-range': `bytes */${size}` }).end()
    return
  }
  response.setHeader('last-modified', modified)
  response.setHeader('accept-ranges', 'bytes')
  response.setHeader('content-length', end - start + 1)
  if (range !== null) response.setHeader('content-range', `bytes ${start}-${end}/${size}`)
  response.writeHead(range === null ? 200 : 206)
  if (request.method === 'HEAD' || size === 0) response.end()
  else await pipeline(createReadStream(file, { start, end }), response)
}

createServer((request, response) => {
  serve(request, response).catch((error: unknown) => {
    process.stdout.write(`${request.url ?? '-'} ${String(error)}\n`)
    response.destroy()
  })
}).listen(Number(port), address)
