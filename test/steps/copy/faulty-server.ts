/**
 * A mirror with faults for a copy: /ok/FILE is /srv/www/FILE, /404/… answers 404 as every number its own, /stall/… begins
 * and says nothing more, /reset/… hangs up, /cut/FILE sends half of it, /flaky/FILE answers 500 the first two times. The
 * paths that were asked for are lines of /run/asked.
 */
export const faultyServer = `
import { createServer } from 'node:http'
import { appendFileSync, readFileSync } from 'node:fs'
let asked = 0
createServer((request, response) => {
  appendFileSync('/run/asked', request.url + '\\n')
  let [, mode, ...path] = decodeURIComponent(request.url).split('/')
  if (mode === 'flaky') mode = (asked += 1) <= 2 ? '500' : 'ok'
  if (/^\\d+$/.test(mode)) return response.writeHead(Number(mode)).end('<html>no')
  if (mode === 'reset') return request.socket.destroy()
  if (mode === 'stall') return response.writeHead(200, { 'content-length': 1000 }).write('x')
  let file
  try {
    file = readFileSync('/srv/www/' + path.join('/'))
  } catch {
    return response.writeHead(404).end()
  }
  response.writeHead(200, { 'content-length': file.length })
  if (mode !== 'cut') return response.end(file)
  response.write(file.subarray(0, file.length / 2), () => request.socket.destroy())
}).listen(8080, '127.0.0.1', () => appendFileSync('/run/asked', ''))
`

/** Shell that starts it. */
export const serveFaults = `mkdir -p /srv/www
${process.execPath} /case/server.mjs >/dev/null 2>&1 &
until [ -e /run/asked ]; do sleep 0.1; done`
