import { join } from 'node:path'
import type { Artifacts } from './services.ts'
import { exists } from './tools.ts'

/** What the lab serves, built by test/lab/artifacts the first time; undefined without that folder. */
export async function labArtifacts(): Promise<Artifacts | undefined> {
  const module = join(import.meta.dirname, 'artifacts/index.ts')
  if (!(await exists(module))) return undefined
  const { ensureArtifacts } = (await import(module)) as { ensureArtifacts: () => Promise<Artifacts> }
  return ensureArtifacts()
}
