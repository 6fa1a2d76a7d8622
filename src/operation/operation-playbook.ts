import type { DeadNodeContext, NodeContext } from '../playbook/context.ts'
import type { Playbook, PlaybookStep } from '../playbook/playbook.ts'
import { turnsOf, type OperationInputs } from './node-order.ts'
import type { Operation } from './operation.ts'
import { phaseSteps } from './phase-steps.ts'

/**
 * What an operation is for these hosts: one playbook in which nodes have their turns one after the other, or as many workers at
 * once as it allows. The lead does for each node what is before and after its turn; that no turn begins too early is up to
 * values that hosts give each other. The lead's own turn is within its own steps, and alone. Dead nodes come first: they are
 * out of service already, and what others wait for may be that the cluster no longer reckons with them. Pure. Throws
 * `invalid-input`.
 */
export function operationPlaybook(operation: Operation, inputs: OperationInputs): Playbook {
  const { lead, nodes, atOnce } = turnsOf(operation, inputs)
  const { name, description, file, library, phases } = operation
  const { options, dead = [] } = inputs
  const names = nodes.map(({ host }) => host.name)
  const together = [...dead.map(({ host }) => host.name), ...names]
  const others = names.filter((one) => one !== lead)
  const on = (hosts: readonly string[]) => ({ hosts, scope: { options }, file })
  const around = (node: NodeContext | DeadNodeContext) => {
    const of = node.host.name
    const scope = { hosts: [lead], scope: { options, node: { ...node, together } }, suffix: `-${of}`, file }
    if (node.dead) return { before: phaseSteps(phases.before, scope, {}), after: phaseSteps(phases.after, scope, {}) }
    return {
      before: phaseSteps(phases.before, scope, { provides: `out-${of}`, done: `${of} may begin` }),
      after: phaseSteps(phases.after, scope, {
        ...{ awaits: [`done-${of}`], provides: `back-${of}` },
        ...{ waits: `${of} has had its turn`, done: `${of} is back` },
      }),
    }
  }
  const run = (hosts: readonly string[]) =>
    phaseSteps(phases.run, on(hosts), {
      ...{ awaits: ['out-{{host.name}}'], provides: 'done-{{host.name}}' },
      ...{ waits: 'it is the turn of {{host.name}}', done: '{{host.name}} has had its turn' },
    })
  const turn = (node: NodeContext): readonly PlaybookStep[] => {
    const { before, after } = around(node)
    return [...before, ...run([lead]), ...after]
  }
  const check = phaseSteps(phases.check, on(names), {
    ...{ provides: 'checked-{{host.name}}', done: '{{host.name}} has passed the checks' },
  })
  const back = { awaits: ['back-{{host.name}}'], waits: '{{host.name}} is back' }
  const finish = phases.finish.length === 0 ? [] : phaseSteps(phases.finish, on(names), back)
  const allChecked = names.map((one) => `checked-${one}`)
  const steps = [
    ...check,
    ...phaseSteps([], on([lead]), { awaits: allChecked, waits: `every node has passed the checks of ${name}` }),
    ...dead.map(around).flatMap(({ before, after }) => [...before, ...after]),
    ...inWindows(nodes).flatMap((window) => {
      const [first] = window
      if (first?.host.name === lead) return turn(first)
      return sliding(window.map(around), atOnce)
    }),
    ...run(others),
    ...finish,
  ]
  return { name, description, file, steps, library }
}

/**
 * The nodes in their order, those that may be out of service together side by side: workers. A control plane has its turn
 * alone, for the others have to be a majority of etcd, and the lead sees to nobody else meanwhile.
 */
function inWindows(nodes: readonly NodeContext[]): readonly (readonly NodeContext[])[] {
  const windows: NodeContext[][] = []
  let open = false
  for (const node of nodes) {
    const isWorker = node.host.role === 'worker'
    if (isWorker && open) windows.at(-1)?.push(node)
    else windows.push([node])
    open = isWorker
  }
  return windows
}

interface Around {
  readonly before: readonly PlaybookStep[]
  readonly after: readonly PlaybookStep[]
}

/** The next node is let out once the one that went `atOnce` places before it is back. */
function sliding(window: readonly Around[], atOnce: number): readonly PlaybookStep[] {
  const steps = window.flatMap(({ before }, i) => [...(window[i - atOnce]?.after ?? []), ...before])
  return [...steps, ...window.slice(Math.max(0, window.length - atOnce)).flatMap(({ after }) => after)]
}
