import { execa } from 'execa'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { renderKindFiles } from '../../src/kind/render.ts'
import { imageOf } from './clusters.ts'

/** Runs install.sh where only these programs are found; it gives up before it changes anything. */
async function install(programs: readonly string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'nodeprep-kind-'))
  try {
    const [bin, script] = [join(folder, 'bin'), join(folder, 'install.sh')]
    mkdirSync(bin)
    for (const name of programs) {
      writeFileSync(join(bin, name), '#!/bin/sh\necho called >&2\nexit 1\n')
      chmodSync(join(bin, name), 0o755)
    }
    writeFileSync(script, renderKindFiles(imageOf({ base: 'kindest/node:v1.34.2' })).get('node/install.sh') ?? '')
    const { exitCode, stderr } = await execa('/bin/sh', [script], {
      reject: false,
      env: { PATH: bin },
      extendEnv: false,
    })
    expect(exitCode).toBe(1)
    return stderr
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const needed = ['containerd', 'ctr', 'systemctl', 'apt-get', 'kubeadm']

test.each(needed)('a base without %s is no node image of kind, and stays as it is', async (name) => {
  expect(await install(needed.filter((one) => one !== name))).toBe(
    `kind-image: the base has no ${name}: it is not a node image of kind (kindest/node)`,
  )
})

test('nor is one without the version that kind writes down', async () => {
  expect(await install(needed)).toBe(
    'kind-image: the base has no /kind/version: it is not a node image of kind (kindest/node)',
  )
})
