import { createHash } from 'node:crypto'
import { chmodSync, copyFileSync, cpSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, type BuildOptions } from 'esbuild'
import { thirdPartyNotices } from './notices.ts'

// dist/nodeprep.js starts dist/main.cjs, which is everything in one file; parts of it run only when a command needs them.
const out = 'dist'
const bundle = join(out, 'main.cjs')
const start = join(out, 'nodeprep.js')

const common: BuildOptions = {
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  // Names stay readable in a stack trace.
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
}

rmSync(out, { recursive: true, force: true })
const { metafile } = await build({
  ...common,
  entryPoints: ['src/cli.ts'],
  outfile: bundle,
  define: { 'import.meta.url': 'bundleUrl' },
  banner: { js: `const bundleUrl = require('node:url').pathToFileURL(__filename).href` },
  // Optional native code of ssh2, which does without.
  external: ['cpu-features', '*.node'],
  metafile: true,
})
const digest = createHash('sha256').update(readFileSync(bundle)).digest('hex').slice(0, 16)
await build({
  ...common,
  entryPoints: ['src/start.ts'],
  outfile: start,
  define: { BUNDLE_DIGEST: JSON.stringify(digest) },
})
chmodSync(start, 0o755)
// The package is of ES modules; these files are not.
writeFileSync(join(out, 'package.json'), '{ "type": "commonjs" }\n')
copyFileSync('src/program/bootstrap.sh', join(out, 'bootstrap.sh'))
cpSync('src/program/prelude', join(out, 'prelude'), { recursive: true })
writeFileSync(join(out, 'THIRD-PARTY-NOTICES'), thirdPartyNotices(Object.keys(metafile.inputs)))

for (const file of [start, bundle]) console.log(`${String(statSync(file).size).padStart(8)} ${file}`)
