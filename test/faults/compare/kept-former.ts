import type { Lab } from '../../lab/lab.ts'
import { quote } from '../../../src/shell/sh.ts'

/**
 * Files of the user's whose content is gone: neither does it stand where it was planted, nor was it kept by nodeprep.
 * @param planted contents by path, as they were before nodeprep first came
 */
export async function keptFormer(lab: Lab, name: string, planted: Readonly<Record<string, string>>): Promise<string[]> {
  const lost: string[] = []
  for (const [path, content] of Object.entries(planted)) {
    const places = [path, `/var/lib/nodeprep/before/files${path}`]
    const compare = places.map((place) => `printf %s "$content" | cmp -s - ${quote(place)}`).join(' || ')
    const { code } = await lab.exec(name, `content=$(cat; echo .); content=\${content%.}; ${compare}`, content)
    if (code !== 0) lost.push(`${path}: its former content is neither there nor in /var/lib/nodeprep/before`)
  }
  return lost
}
