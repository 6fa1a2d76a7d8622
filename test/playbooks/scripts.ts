import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { loadOperation } from '../../src/operation/load-operation.ts'
import { loadPlaybook } from '../../src/playbook/loading/load.ts'
import { prelude } from '../../src/program/assets.ts'
import { quote } from '../../src/shell/sh.ts'
import { everyShell } from '../shells.ts'
import { runScript, type Ended } from './run-script.ts'

const all = ['dash', 'bash', 'busybox sh'] as const
export type Shell = (typeof all)[number]
export const shells: readonly Shell[] = everyShell ? all : ['dash']

const folders = [new URL('../../playbooks', import.meta.url).pathname]
const steps = [
  ...['status', 'verify-smoke', 'upgrade-prepared', 'remove-out', 'remove-node'].flatMap(
    (name) => loadPlaybook(name, folders).steps,
  ),
  ...Object.values(loadOperation('upgrade', folders).phases).flat(),
]

/** Folders of a host that the scripts may touch; in a test they lie below a folder of its own. */
const HOST_PATHS = /(?<![\w/])\/(etc\/kubernetes|etc\/cni|var\/lib\/kubelet|root|run\/systemd|run\/nodeprep)\//g

/**
 * What every call of kubectl has to be: with the administrator's credentials, or, said after those, a kubelet's, and with a
 * HOME that goes with the run. The double sees the rest as its arguments, and whose credentials they are as CONFIG.
 */
const KUBECTL = `[ "$HOME" = "$ROOT/run/values" ] || { echo "kubectl would leave its cache in $HOME" >&2; exit 99; }
[ "$1 $2" = "--kubeconfig $ROOT/etc/kubernetes/admin.conf" ] || { echo "whose kubeconfig: kubectl $*" >&2; exit 99; }
CONFIG=admin; shift 2
[ "$1" != --request-timeout ] || shift 2
[ "$1 $2" != "--kubeconfig $ROOT/etc/kubernetes/kubelet.conf" ] || { CONFIG=kubelet; shift 2; }
`

/**
 * Runs the scripts of one playbook step as they stand, with the prelude's functions, in a folder that stands for the host.
 * Programs are doubles: shell text that sees its arguments; every other name of `known` programs fails the test.
 */
export class Host {
  readonly root = mkdtempSync(join(tmpdir(), 'nodeprep-script-'))
  readonly #shell: Shell

  constructor(shell: Shell, doubles: Readonly<Record<string, string>>) {
    this.#shell = shell
    onTestFinished(() => rmSync(this.root, { recursive: true }))
    for (const name of ['run/values', 'run/out', 'state', 'bin']) mkdirSync(join(this.root, name), { recursive: true })
    const known = {
      kubeadm: '',
      kubelet: '',
      socat: '',
      kubectl: '',
      crictl: '',
      systemctl: '',
      curl: '',
      crio: '',
      'crio-status': '',
    }
    for (const [name, text] of Object.entries({ ...known, ...doubles })) {
      const before = name === 'kubectl' ? KUBECTL : ''
      this.write(`bin/${name}`, `#!/bin/sh\n${before}${text || `echo "unexpected: ${name} $*" >&2; exit 99`}\n`)
      chmodSync(join(this.root, 'bin', name), 0o755)
    }
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true })
    writeFileSync(join(this.root, path), text)
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8')
  }

  has(path: string): boolean {
    return existsSync(join(this.root, path))
  }

  /** `more` are functions in place of those of the prelude. */
  run(
    id: string,
    part: 'check' | 'apply' | 'changes' | 'why' | 'script',
    env: Readonly<Record<string, string>> = {},
    more = '',
  ): Ended {
    const step = steps.find((one) => one.id === id)
    const text = String((step?.params as Record<string, unknown> | undefined)?.[part])
    const own = text.replaceAll(HOST_PATHS, `${this.root}/$1/`)
    const body = [
      `NP_STATE=${this.root}/state NP_RUN=${this.root}/run NP_NONCE=n NP_STEP=1`,
      prelude().replaceAll(HOST_PATHS, `${this.root}/$1/`),
      more,
      `PATH=${this.root}/bin:$PATH ROOT=${this.root}; export PATH ROOT`,
      'scripted() {',
      ...Object.entries(env).map(([name, value]) => `${name}=${quote(value)}`),
      own,
      '}',
      // What only looks is under no set -e.
      part === 'check' || step?.kind === 'report' ? '(scripted)' : '(set -eu; scripted)',
    ].join('\n')
    return runScript(this.#shell, this.root, body)
  }
}
