import { shellFile } from '../assets.ts'
import { runtimes } from './runtimes.ts'

/** The files of hosts that the container runtimes have to know. */
export function runtimeReads(): readonly string[] {
  return Object.values(runtimes).flatMap(({ reads }) => reads)
}

/** The files of facts about the container runtimes. */
export function runtimeFacts(): readonly string[] {
  return Object.values(runtimes).flatMap(({ factsFile }) => (factsFile === undefined ? [] : [shellFile(factsFile)]))
}
