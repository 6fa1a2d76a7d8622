import type { Facts } from '../facts/facts.ts'
import type { PasswordFile } from './runtime.ts'
import { runtimes } from './runtimes.ts'

/** Passwords and tokens in what a host said of its runtimes' own files, by file. */
export function passwordsIn(facts: Facts): readonly PasswordFile[] {
  return Object.values(runtimes).flatMap(({ passwordsIn: find }) => find(facts))
}
