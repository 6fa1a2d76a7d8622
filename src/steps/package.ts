import { sh } from '../shell/sh.ts'
import { noPackageManager, packageManagerOf } from '../packages/package-managers.ts'
import { params } from './package-params.ts'
import { defineStep } from './step.ts'

/** Packages at a version. Never downgrades, never upgrades what already satisfies. */
export const packageKind = defineStep({
  kind: 'package',
  description:
    'Packages that are installed, at a version if one is given. A package that satisfies is left as it is; one that is newer than wanted makes the step fail, for nodeprep does not downgrade. Configuration files that were edited are kept. On yum and dnf the host’s own `exclude`, `excludepkgs` and `includepkgs` are lifted for this installation where they hide what is asked for, and apt’s holds too; a version lock, a module or a pin that is in the way is named. Waits while another program holds the package manager’s lock.',
  example: `id: kubernetes
package:
  packages: [kubelet=1.31.4, kubeadm=1.31.4, kubectl=1.31.4]
  repository: kubernetes
  hold: true
`,
  params,
  title: ({ packages, hold }) => `packages ${packages.join(', ')} installed${hold ? ' and held' : ''}`,
  look: (steps, facts) => packageManagerOf(facts)?.packages.look(steps),
  changes: (step, { facts }) => packageManagerOf(facts)?.packages.changes(step),
  check: (step, { facts }) => packageManagerOf(facts)?.packages.check(step) ?? sh`false`,
  apply: (step, { facts }) => packageManagerOf(facts)?.packages.apply(step) ?? noPackageManager,
})
