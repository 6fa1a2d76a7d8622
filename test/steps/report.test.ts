import { expect, test } from 'vitest'
import { runInCopy, shells } from './copy/copy.ts'
import { hosts, outcomes, programOf } from './copy/plan.ts'
import { testGolden, testRefused } from './copy/tests.ts'

const disk = { title: 'free space in /var', env: { PLACE: '/var' }, script: 'df -kP "$PLACE"' }

testGolden('report', [{ name: 'disk', params: disk }])

testRefused('report', [[{ ...disk, script: '' }, 'script: must not be empty']])

const step = (script: string) => ({ kind: 'report', params: { ...disk, script } })

test.each(shells)(
  'is told in a plan and in a run, whatever the status of its script, and nothing is kept, in %s',
  async (shell) => {
    const steps = [step('printf "all of %s\\n" "$PLACE"; echo aside >&2; false'), step('exit 3')]
    const results = await runInCopy({ shell }, [
      { name: 'plan', text: programOf(steps, hosts.debian12, 'check') },
      { name: 'apply', text: programOf(steps, hosts.debian12, 'apply') },
      { name: 'left', text: 'grep -rls "all of" /run /var/lib/nodeprep' },
    ])
    for (const name of ['plan', 'apply']) {
      const output = results.get(name)?.output ?? ''
      expect(outcomes(output)).toEqual(['ok', 'ok'])
      expect(output).toContain(`\x1enonce report 1 ${Buffer.from('all of /var\n').toString('base64')}\n`)
      expect(output).toContain('\x1enonce report 2 \n')
      expect(output).not.toContain('aside')
    }
    expect(results.get('left')?.output).toBe('exit status 1\n')
  },
)

test('has no more than 256 KiB', async () => {
  const text = programOf([step('head -c 300000 /dev/zero | tr "\\0" x')], hosts.debian12, 'check')
  const results = await runInCopy({ shell: 'dash' }, [{ name: 'plan', text }])
  const told = /report 1 (\S+)/.exec(results.get('plan')?.output ?? '')?.[1] ?? ''
  expect(Buffer.from(told, 'base64')).toHaveLength(262_144)
})
