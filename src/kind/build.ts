import { NodeprepError } from '../errors.ts'
import { sanitise } from '../report/text.ts'
import { buildArgs, type BuilderName } from './builders.ts'
import type { KindImage } from './image.ts'
import { watch, type Surroundings } from './programs.ts'

const MARK = 'kind-image: '

/** Builds the image from the files in a folder. Rejects with `step-failed` and the reason that the build gave. */
export async function buildImage(
  around: Surroundings,
  builder: BuilderName,
  { base, tag }: KindImage,
  folder: string,
): Promise<readonly string[]> {
  const { ok, stderr } = await watch(around, builder, buildArgs(builder, tag, folder))
  const said = sanitise(stderr)
    .split('\n')
    // docker puts the step and the time before a line that a build prints.
    .flatMap((line) => (line.includes(MARK) ? [line.slice(line.indexOf(MARK) + MARK.length)] : []))
  if (ok) return said.filter((line) => line.startsWith('warning: '))
  const reason = said.filter((line) => !line.startsWith('warning: ') && !line.startsWith('moved ')).at(-1)
  throw new NodeprepError('step-failed', `${builder} could not build ${tag}${reason ? `: ${reason}` : ''}`, {
    remedy: reason
      ? `The image is built over ${base}; every step is in ${folder}/node.`
      : `What ${builder} printed above says why; every step is in ${folder}/node.`,
  })
}
