import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'

/** A cluster of two hosts that nobody answers for. */
export const clusterYaml = `apiVersion: nodeprep.dev/v1alpha1
kind: Cluster
metadata: { name: demo }
spec:
  kubernetes: { version: 1.31.2 }
  cni: flannel
  ssh: { user: root, port: 1 }
  hosts:
    - { name: cp1, address: 127.0.0.1, role: control-plane }
    - { name: w1, address: 127.0.0.2, role: worker }
`

/** A fresh folder for each test of a file. */
export function eachInFolder(): { readonly path: string; write(name: string, text: string): string } {
  let path = ''
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'nodeprep-command-'))
  })
  afterEach(() => rmSync(path, { recursive: true }))
  return {
    get path() {
      return path
    },
    write(name, text) {
      writeFileSync(join(path, name), text)
      return join(path, name)
    },
  }
}
