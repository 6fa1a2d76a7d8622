import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { productLines, productsInCode } from './words.ts'

const root = join(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')

const files = ['src/runner', 'src/program', 'src/report', 'src/steps'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:ts|sh|json)$/.test(name))
    .map((name) => join(folder, name)),
)

it.each(files)('names no product: %s', (file) => {
  const named = file.startsWith('src/steps/') ? productsInCode : productLines
  expect(productLines(file), 'the name of the file').toEqual([])
  expect(named(read(file))).toEqual([])
})

it('finds a name within names, strings, templates and imports of a step kind', () => {
  const code = [
    "import { x } from '../kubernetes/x.ts'",
    'const crioSocket = /cri-o/',
    "const kind = { title: 'kubelet runs', kubeadm: `${y} of containerd ${z}` }",
    "f.refine(ok, 'as in KubeletConfiguration')",
  ].join('\n')
  const lines = productsInCode(code).map((line) => line.split(' ')[0])
  expect(lines).toEqual(['1:', '2:', '2:', '3:', '3:', '3:', '4:'])
  expect(productLines('# kubeadm\nx\n  echo CRI-O')).toEqual(['1: # kubeadm', '3: echo CRI-O'])
})

it('leaves examples alone: in comments and in the documentation of a step kind', () => {
  const code = [
    '/** As `crio`. */',
    "const kind = { description: 'Like kubelet.', example: `name: crio\n` }",
    "const name = z.string().regex(/x/, 'write a name: kubelet').describe('Such as `containerd`.') // of kubeadm",
  ].join('\n')
  expect(productsInCode(code)).toEqual([])
})
