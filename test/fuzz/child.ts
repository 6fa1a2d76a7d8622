import { targetNamed } from './corpus.ts'
import { runCases } from './run-cases.ts'

// One target in a process of its own, so that its memory can be measured and a hang ended.
const [name = '', runs = '', seed = '', current = ''] = process.argv.slice(2)
const result = await runCases(targetNamed(name), Number(runs), Number(seed), current)
process.send?.(result, () => process.exit(0))
