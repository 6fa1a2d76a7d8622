import { expect, test } from 'vitest'
import { PlainReporter } from '../../src/report/plain.ts'
import { coloured, unstyled } from '../../src/report/style.ts'
import { eventfulApply, plan } from './events.ts'
import { written } from './written.ts'

test('an apply is one line an event, silent about steps that were fine, with a summary at the end', async () => {
  const text = await written((output) => new PlainReporter(output, unstyled), eventfulApply())
  await expect(text).toMatchFileSnapshot('golden/apply.txt')
})

test('a plan shows what would change on each host, with diffs', async () => {
  const text = await written((output) => new PlainReporter(output, unstyled), plan())
  await expect(text).toMatchFileSnapshot('golden/plan.txt')
})

test('colours change nothing but the colours', async () => {
  for (const events of [eventfulApply(), plan()]) {
    const plain = await written((output) => new PlainReporter(output, unstyled), events)
    const bright = await written((output) => new PlainReporter(output, coloured), events)
    expect(bright).not.toBe(plain)
    expect(bright.replace(/\u001B\[\d+m/g, '')).toBe(plain)
  }
})
