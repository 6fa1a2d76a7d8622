import { describe, expect, test } from 'vitest'
import type { Facts } from '../../../src/facts/facts.ts'
import { raw } from '../../../src/shell/sh.ts'
import { everyShell } from '../../shells.ts'
import { runInCopy, shells, type Setup } from './copy.ts'
import { hosts, kindOf, outcomes, programOf, type StepFixture } from './plan.ts'

/** One step with its name in the golden folder: `KIND.NAME.sh`. */
export interface GoldenCase {
  readonly name: string
  readonly params: unknown
  readonly on?: keyof typeof hosts
  readonly provides?: readonly string[]
}

/** The title, content, check and apply of each case are the ones that were reviewed and committed. */
export function testGolden(kindName: string, cases: readonly GoldenCase[]): void {
  test.each(cases)(
    'the shell of $name is the reviewed one',
    async ({ name, params, on = 'debian12', provides = [] }) => {
      const kind = kindOf(kindName)
      const facts: Facts = hosts[on]
      const step = kind.params.parse(params)
      const env = { facts, content: raw('content'), provides }
      const content = kind.content?.(step, facts)
      const changes = kind.changes?.(step, env)
      const parts = [
        `# ${kind.title(step)}`,
        ...(content === undefined
          ? []
          : [
              `# ${kind.path?.(step, facts) ?? '-'}`,
              ...content
                .trimEnd()
                .split('\n')
                .map((line) => `#   ${line}`),
            ]),
        ...(changes ? [`changes() {\n${changes.text}\n}`] : []),
        `check() {\n${kind.check(step, env).text}\n}`,
        `apply() {\n${kind.apply(step, env).text}\n}`,
      ]
      await expect(`${parts.join('\n')}\n`).toMatchFileSnapshot(`./golden/${kindName}.${name}.sh`)
    },
  )
}

/** Each of these parameters is refused with the message that tells what to write. */
export function testRefused(kindName: string, cases: readonly (readonly [params: unknown, message: string])[]): void {
  const byMessage = cases.map(([params, message]) => [message, params] as const)
  test.each(byMessage)('bad parameters (%#) are refused: %s', (message, params) => {
    const result = kindOf(kindName).params.safeParse(params)
    expect(result.error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)).toEqual([message])
  })
}

export interface ConvergeCase extends Omit<Setup, 'shell'> {
  readonly name: string
  readonly steps: readonly StepFixture[]
  readonly on?: keyof typeof hosts
  /** Run afterwards in the copy; must print nothing. */
  readonly afterwards?: string
}

/**
 * Planning sees the change and makes none, applying makes it, applying again finds all in order: in dash, and the first case
 * in every shell (see {@link everyShell}).
 */
export function testConverges(cases: readonly ConvergeCase[]): void {
  describe.each(shells)('in %s', (shell) => {
    test.each(shell === 'dash' || everyShell ? cases : cases.slice(0, 1))(
      '$name: would change, changes, then is ok',
      async ({ steps, on = 'debian12', afterwards, ...setup }) => {
        const facts: Facts = hosts[on]
        const results = await runInCopy({ ...setup, shell }, [
          { name: 'plan', text: programOf(steps, facts, 'check') },
          { name: 'apply', text: programOf(steps, facts, 'apply') },
          { name: 'again', text: programOf(steps, facts, 'apply') },
          { name: 'plan-again', text: programOf(steps, facts, 'check') },
          { name: 'afterwards', text: afterwards ?? '' },
        ])
        const seen = (name: string) => outcomes(results.get(name)?.output ?? '')
        const all = (outcome: string) => steps.map(() => outcome)
        expect(results.get('plan')).toMatchObject({ changed: '' })
        expect(seen('plan')).toEqual(all('would'))
        expect(seen('apply'), results.get('apply')?.output).toEqual(all('changed'))
        expect(seen('again'), results.get('again')?.output).toEqual(all('ok'))
        expect(seen('plan-again')).toEqual(all('ok'))
        expect(results.get('again')).toMatchObject({ changed: '' })
        expect(results.get('afterwards')?.output).toBe('')
      },
    )
  })
}

export interface FailCase extends Omit<Setup, 'shell'> {
  readonly name: string
  readonly steps: readonly StepFixture[]
  readonly on?: keyof typeof hosts
  /** Part of what the person is told. */
  readonly says: string
}

/** What cannot be done fails with words that help. */
export function testFails(cases: readonly FailCase[]): void {
  test.each(cases)('$name', async ({ steps, on = 'debian12', says, ...setup }) => {
    const results = await runInCopy({ ...setup, shell: 'dash' }, [
      { name: 'apply', text: programOf(steps, hosts[on], 'apply') },
    ])
    const output = results.get('apply')?.output ?? ''
    expect(outcomes(output).at(-1), output).toBe('failed')
    expect(output).toContain(says)
  })
}
