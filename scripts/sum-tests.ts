import { existsSync, readFileSync } from 'node:fs'

interface Results {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly success: boolean
}

/** `PASSED FAILED` of one vitest run. What failed without being a test, such as a file that does not load, counts as one. */
function sumTests(json: string | undefined): string {
  if (json === undefined) return '0 1'
  const { numPassedTests, numFailedTests, success } = JSON.parse(json) as Results
  return `${numPassedTests} ${success ? numFailedTests : Math.max(1, numFailedTests)}`
}

const [file = ''] = process.argv.slice(2)
console.log(sumTests(existsSync(file) ? readFileSync(file, 'utf8') : undefined))
