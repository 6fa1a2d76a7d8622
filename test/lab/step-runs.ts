import { expect } from 'vitest'
import type { Facts } from '../../src/facts/facts.ts'
import { outcomes, programOf, type StepFixture } from '../steps/copy/plan.ts'
import type { Lab } from './lab.ts'

/** Runs the program of some steps on a host and returns what became of each, and all output. */
export async function runSteps(
  lab: Lab,
  host: string,
  facts: Facts,
  steps: readonly StepFixture[],
  mode: 'apply' | 'check' = 'apply',
): Promise<{ readonly seen: readonly string[]; readonly output: string }> {
  const { stdout, stderr } = await lab.exec(host, 'cat >/tmp/program && sh /tmp/program', programOf(steps, facts, mode))
  return { seen: outcomes(stdout), output: `${stdout}${stderr}` }
}

/** Would change, changes, then is in order. */
export async function converge(lab: Lab, host: string, facts: Facts, steps: readonly StepFixture[]): Promise<void> {
  const all = (outcome: string) => steps.map(() => outcome)
  expect((await runSteps(lab, host, facts, steps, 'check')).seen).toEqual(all('would'))
  const applied = await runSteps(lab, host, facts, steps)
  expect(applied.seen, applied.output).toEqual(all('changed'))
  const again = await runSteps(lab, host, facts, steps)
  expect(again.seen, again.output).toEqual(all('ok'))
}
