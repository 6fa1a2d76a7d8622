import { chmodSync, copyFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build } from 'esbuild'
import { thirdPartyNotices } from './notices.ts'

// dist/nodeprep.js and, beside it, the chunks that it loads only when a command needs them.
const out = 'dist'

// CommonJS packages expect these three, which ES modules do not have.
const banner = [
  `import { createRequire as __createRequire } from 'node:module'`,
  `import { fileURLToPath as __fileURLToPath } from 'node:url'`,
  `const require = __createRequire(import.meta.url)`,
  `const __filename = __fileURLToPath(import.meta.url)`,
  `const __dirname = __fileURLToPath(new URL('.', import.meta.url))`,
].join(';')

rmSync(out, { recursive: true, force: true })
const { metafile } = await build({
  entryPoints: { nodeprep: 'src/cli.ts' },
  outdir: out,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // Names stay readable in a stack trace.
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  banner: { js: banner },
  // Optional native code of ssh2, which does without.
  external: ['cpu-features', '*.node'],
  metafile: true,
})
chmodSync(join(out, 'nodeprep.js'), 0o755)
for (const asset of ['src/program/prelude.sh', 'src/program/bootstrap.sh'])
  copyFileSync(asset, join(out, basename(asset)))
writeFileSync(join(out, 'THIRD-PARTY-NOTICES'), thirdPartyNotices(Object.keys(metafile.inputs)))

for (const file of Object.keys(metafile.outputs)) console.log(`${String(statSync(file).size).padStart(8)} ${file}`)
