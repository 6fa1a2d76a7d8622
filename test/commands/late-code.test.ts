import { expect, test, vi } from 'vitest'

/** Modules of which a run needs nothing before it has the facts of its hosts, or never, once they are loaded. */
const { loaded, noting } = vi.hoisted(() => {
  const loaded = new Set<string>()
  const noting = (name: string) => (original: () => Promise<object>) => {
    loaded.add(name)
    return original()
  }
  return { loaded, noting }
})
vi.mock('../../src/playbook/loading/load.ts', noting('checks of playbooks'))
vi.mock('../../src/playbook/templates/check-template.ts', noting('checks of templates'))
vi.mock('../../src/steps/index.ts', noting('steps'))
vi.mock('../../src/plan/plan-hosts.ts', noting('planning'))
vi.mock('../../src/program/compile.ts', noting('compiler'))
vi.mock('../../src/bound-plan/plan-document.ts', noting('plans that bind'))
vi.mock('../../src/commands/kubeconfig.ts', noting('kubeconfig'))

test.each(['apply', 'plan', 'verify', 'status', 'playbook-run'])(
  '%s starts without the code that is needed later or never',
  async (name) => {
    await import(`../../src/commands/${name}.ts`)
    expect([...loaded]).toEqual([])
  },
)

test('what comes after the facts loads the code that plans and compiles', async () => {
  await import('../../src/runner/plan-or-apply.ts')
  expect([...loaded]).toEqual(expect.arrayContaining(['compiler', 'planning', 'steps']))
})
