import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { loadOperation } from '../../src/operation/load-operation.ts'
import { prelude } from '../../src/program/assets.ts'
import { quote } from '../../src/shell/sh.ts'
import { ownOperation } from '../docs/own-operation.ts'
import { runScript, type Ended } from './run-script.ts'
import type { Shell } from './scripts.ts'

const folder = new URL('../../playbooks', import.meta.url).pathname
const operations = [loadOperation('migrate-runtime', [folder]), ownOperation('reboot-nodes')]
const steps = operations.flatMap(({ phases }) => Object.values(phases).flat())

/** Folders that the scripts may touch, in the prelude's functions, too; in a test they lie below a folder of its own. */
const HOST_PATHS =
  /(?<![\w/}$])\/(etc\/(?:kubernetes|cni|default|sysconfig|systemd|crictl\.yaml)|usr\/lib\/systemd|var\/lib\/kubelet)/g

/** A folder that stands for a node, and programs that tell of it and note what they are asked for. */
export class MigrationHost {
  readonly root = mkdtempSync(join(tmpdir(), 'nodeprep-migration-'))
  readonly #shell: Shell

  constructor(shell: Shell, version: string, doubles: Readonly<Record<string, string>> = {}) {
    this.#shell = shell
    onTestFinished(() => rmSync(this.root, { recursive: true }))
    for (const name of ['run/values', 'state', 'bin']) mkdirSync(join(this.root, name), { recursive: true })
    const unexpected = 'echo "unexpected: ${0##*/} $*" >&2; exit 99'
    const known = { kubectl: unexpected, crictl: unexpected, systemctl: unexpected, docker: unexpected, sync: '' }
    const all = { ...known, kubelet: `echo "Kubernetes v${version}"`, ...doubles }
    for (const [name, text] of Object.entries(all)) {
      this.write(`/bin/${name}`, `#!/bin/sh\nROOT=${this.root}\n${text}\n`)
      chmodSync(join(this.root, 'bin', name), 0o755)
    }
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true })
    writeFileSync(join(this.root, path), text)
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8').replaceAll(this.root, '')
  }

  has(path: string): boolean {
    return existsSync(join(this.root, path))
  }

  /** Runs part of a step as it stands in its playbook. */
  step(id: string, part: 'check' | 'apply' | 'why', env: Readonly<Record<string, string>> = {}): Ended {
    const step = steps.find((one) => one.id === id)
    const script = String((step?.params as Record<string, unknown> | undefined)?.[part])
    const given = Object.entries(env).map(([name, value]) => `${name}=${quote(value)}`)
    return this.run([...given, script].join('\n'), part !== 'apply')
  }

  /** Runs shell with the prelude's functions; a check runs without -e and -u, as in a program. */
  run(script: string, check = false): Ended {
    const body = [
      `NP_STATE=${this.root}/state NP_RUN=${this.root}/run NP_NONCE=n NP_STEP=1 NP_MODE=check`,
      prelude(),
      `PATH=${this.root}/bin:$PATH`,
      'np_say() { echo "said: $*"; }',
      // Ten seconds pass whenever somebody looks at the clock.
      'np_nap() { :; }; np_clock() { np_now=$((${np_now-0} + 10)); }',
      'scripted() {',
      script,
      '}',
      check ? '(scripted)' : '(set -eu; scripted)',
    ].join('\n')
    const { ok, output } = runScript(this.#shell, this.root, body.replaceAll(HOST_PATHS, `${this.root}/$1`))
    return { ok, output: output.replaceAll(this.root, '') }
  }
}
