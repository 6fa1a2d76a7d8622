import { registryPiece } from './images/images.ts'
import { wwwPiece } from './www.ts'

export { hostFiles } from './host-files.ts'

export interface Artifacts {
  /** The folder that is served as http://mirror.lab/. */
  readonly www: string
  /** The data folder of the docker-registry that is registry.lab:5000. */
  readonly registry: string
}

/**
 * Everything that the lab's hosts install from, made from Debian's packages alone: about ten minutes the first time, from the
 * cache afterwards. Needs root. Safe to call from many processes at once: one builds, the others wait.
 */
export async function ensureArtifacts(): Promise<Artifacts> {
  return { www: await wwwPiece.path(), registry: await registryPiece.path() }
}
