import { heavyFiles } from './files.ts'
import { heavyStreams } from './streams.ts'

const [name = ''] = process.argv.slice(2)
const run = { ...heavyFiles, ...heavyStreams }[name]
if (!run) throw new Error(`no heavy case ${name}`)
const baseMiB = process.memoryUsage.rss() / (1 << 20)
const began = performance.now()
const outcome = await run()
const peakMiB = process.resourceUsage().maxRSS / 1024
process.send?.({ outcome, ms: performance.now() - began, peakMiB, baseMiB }, () => process.exit(0))
