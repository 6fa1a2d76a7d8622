import { NodeprepError } from '../errors.ts'
import { oneLine, truncate } from '../report/text.ts'
import { ask, type Surroundings } from './programs.ts'

export type BuilderName = 'docker' | 'podman' | 'buildah'

/** Asks a program for something that it can only say when it works; docker's client alone builds nothing. */
const questions: Readonly<Record<BuilderName, readonly string[]>> = {
  docker: ['version', '--format', '{{.Server.Version}}'],
  podman: ['version', '--format', '{{.Client.Version}}'],
  buildah: ['version'],
}

/** Those that kind can run its nodes with. */
export const providers: readonly BuilderName[] = ['docker', 'podman']
export const builders: readonly BuilderName[] = ['docker', 'podman', 'buildah']

/** The first of these programs that works on this machine. Rejects with `preflight` when none does, saying why of each. */
export async function findBuilder(
  around: Surroundings,
  names: readonly BuilderName[],
  remedy: string,
): Promise<BuilderName> {
  const reasons: string[] = []
  for (const name of names) {
    const { ok, missing, stderr } = await ask(around, name, questions[name])
    if (ok) return name
    const said = missing ? 'not installed' : truncate(oneLine(stderr), 120) || 'does not work'
    reasons.push(`${name}: ${said}`)
  }
  throw new NodeprepError('preflight', `no builder of images works here (${reasons.join('; ')})`, { remedy })
}

/**
 * The arguments that build a folder. Unpacking images makes device nodes (of files that a layer removes), which docker
 * lets every build do.
 */
export function buildArgs(builder: BuilderName, tag: string, folder: string): readonly string[] {
  return ['build', ...(builder === 'docker' ? [] : ['--cap-add=CAP_MKNOD']), '-t', tag, folder]
}
