import { join } from 'node:path'
import { assetFolder } from '../assets.ts'
import { readText } from '../yaml/read-text.ts'
import { MAX_FILE_SIZE } from '../yaml/parse.ts'
import { renderString } from '../playbook/templates/template.ts'
import type { KindImage } from './image.ts'

/** The files of a build by their paths below its folder, and the templates that they are made of. */
const templates = {
  Dockerfile: 'Dockerfile',
  'kind.yaml': 'kind.yaml',
  'node/install.sh': 'install.sh',
  'node/preload.sh': 'preload.sh',
  'node/storage.conf': 'storage.conf',
  'node/crictl.yaml': 'crictl.yaml',
  'node/20-nodeprep.conf': '20-nodeprep.conf',
} as const

/** What the image is built from, and kind's configuration of a cluster of it. */
export function renderKindFiles(image: KindImage): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(templates).map(([path, name]) => {
      const file = join(assetFolder('templates'), 'kind', `${name}.hbs`)
      const text = readText(file, MAX_FILE_SIZE)
      return [path, renderString(text, image, { file, line: 1 })]
    }),
  )
}
