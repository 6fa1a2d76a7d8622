import { join } from 'node:path'
import { createVitest } from 'vitest/node'
import type { Order, Report } from './tester.ts'

// Runs test files of a copy as it is told, in a process of its own: a change can make a test hang.
const [root = ''] = process.argv.slice(2)
// Workers get Node's options from here, and vitest reads TypeScript by itself.
process.execArgv = []
const vitest = await createVitest('test', {
  ...{ root, project: ['unit'], watch: false, maxWorkers: 1, reporters: [{}] },
})

async function passes(test: string): Promise<boolean> {
  const all = await vitest.globTestSpecifications([test])
  const own = all.filter(({ moduleId }) => moduleId === join(root, test))
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(own, false)
  // vitest gives those of earlier runs as well, one that noticed a change among them.
  const ran = testModules.filter(({ moduleId }) => moduleId === join(root, test))
  return ran.length > 0 && unhandledErrors.length === 0 && ran.every((module) => module.state() === 'passed')
}

process.on('message', (order: Order) => {
  for (const file of order.changed) vitest.invalidateFile(join(root, file))
  const report = (passed: boolean): void => void process.send?.({ passed } satisfies Report)
  passes(order.test).then(report, () => report(false))
})
// Nobody waits any more: tests and all that they started end as well.
process.on('disconnect', () => process.kill(-process.pid, 'SIGKILL'))
process.send?.('ready')
