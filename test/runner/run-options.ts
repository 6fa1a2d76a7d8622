import type { PlaybookStep } from '../../src/playbook/playbook.ts'
import type { RunOptions } from '../../src/runner/run-options.ts'
import { transportOptions } from '../../src/transport/options.ts'
import { clusterOf } from '../kubernetes/fixtures.ts'

const never = new AbortController().signal

/** A run of these steps that nobody interrupts, watches or asks for a password. */
export function optionsOf(steps: readonly PlaybookStep[], more: Partial<RunOptions> = {}): RunOptions {
  return {
    cluster: clusterOf({ ignoreChecks: ['os-release'] }),
    ...{ templates: new Map(), mode: 'apply', concurrency: 10, transport: transportOptions() },
    playbook: { name: 'p', description: '', file: 'p.yaml', steps },
    ...{ signal: never, leaving: never, again: '', scrub: (text) => text },
    ...{ asks: () => [], reads: [], joins: () => false },
    ...{ emit: () => undefined, password: () => Promise.resolve(undefined) },
    ...more,
  }
}
