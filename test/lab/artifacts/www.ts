import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../run.ts'
import { centosPackages } from './base/centos.ts'
import { debianPackages } from './base/debian.ts'
import { crioPackages } from './crio/packages.ts'
import { kubernetesPackages } from './kubernetes/packages.ts'
import { definePiece } from './piece.ts'

/** All that http://mirror.lab/ serves, of hard links to the pieces. */
export const wwwPiece = definePiece({
  name: 'www',
  recipe: ['www.ts', 'lab-cni.yaml'],
  needs: { kubernetes: kubernetesPackages, repositories: crioPackages, debian: debianPackages, centos: centosPackages },
  build: async (out, folders) => {
    for (const [name, folder] of Object.entries(folders)) {
      await mkdir(join(out, name))
      for (const entry of await readdir(folder)) await run('cp', ['-al', join(folder, entry), join(out, name, entry)])
    }
    await run('cp', [join(import.meta.dirname, 'lab-cni.yaml'), out])
  },
})
