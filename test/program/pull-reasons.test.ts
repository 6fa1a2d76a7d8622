import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { crictlFailures } from './crictl-failures.ts'

const network = readFileSync(join(import.meta.dirname, '../../src/program/prelude/network.sh'), 'utf8')
const shells = [['dash'], ['bash', '--posix'], ['busybox', 'ash']] as const

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'nodeprep-pull-'))))
afterEach(() => rmSync(folder, { recursive: true }))

/** What np_pull says, when crictl prints that and fails. */
function pull([shell, ...args]: readonly [string, ...string[]], said: string): string {
  writeFileSync(join(folder, 'text'), said)
  const script = `${network}
NP_RUN=${folder} NP_PATIENCE=600 np_now=0
np_clock() { :; }
np_nap() { :; }
np_give_up() { false; }
np_say() { echo "SAY $*"; }
np_fail() { echo "FAIL $*"; exit 1; }
crictl() { echo TRY; cat "$NP_RUN/text"; false; }
${shell === 'busybox' ? 'awk() { busybox awk "$@"; }; grep() { busybox grep "$@"; }' : ''}
np_pull r.example/app:1 || :`
  return execFileSync('sh', ['-c', '"$@" || :', 'sh', shell, ...args, '-c', script], { encoding: 'utf8' })
}

describe.each(shells)('case 21: a failed pull, told in %s', (...shell) => {
  it.each(crictlFailures)('by crictl $crictl: $what', ({ said, reason, tries, advice }) => {
    const output = pull(shell as unknown as readonly [string, ...string[]], said)
    const failed = output.split('\n').find((line) => line.startsWith('FAIL ')) ?? ''
    expect(failed.startsWith(`FAIL image r.example/app:1 could not be pulled: ${reason}; `), failed).toBe(true)
    expect(failed).toContain(advice)
    expect(output.match(/^TRY$/gm)).toHaveLength(tries)
  })

  it('of a reason that is very long the end is told, where the reason stands', () => {
    const mirrors = Array.from({ length: 20 }, (_, i) => `[m${i}.example/app:1: connection refused]`).join(' ')
    const said = `time="x" level=fatal msg="pulling image: unable to pull image: (Mirrors also failed: ${mirrors}): r.example/app:1: manifest unknown"\n`
    const output = pull(shell as unknown as readonly [string, ...string[]], said)
    expect(output).toMatch(/could not be pulled: … .*: r\.example\/app:1: manifest unknown; no registry/)
  })
})
