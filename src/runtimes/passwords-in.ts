import type { Facts } from '../facts/facts.ts'
import { runtimes } from './runtimes.ts'

/** Passwords and tokens in what a host said of its runtimes' own files. */
export function passwordsIn(facts: Facts): readonly string[] {
  return Object.values(runtimes).flatMap(({ passwordsIn: find }) => find(facts))
}
