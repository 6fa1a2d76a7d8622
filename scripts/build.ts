import { createHash } from 'node:crypto'
import { chmodSync, cpSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build as bundle } from 'esbuild'
import { withBuiltins } from './builtins.ts'
import { keptHelp } from './kept-help.ts'
import { thirdPartyNotices } from './notices.ts'
import { readShipped } from './shipped.ts'
import { unusedParts } from './unused-parts.ts'

// dist/nodeprep.js is the start; the rest is in chunks, of which each command loads those that it needs.
const out = 'dist'
const start = join(out, 'nodeprep.js')
/** Stands for the digest of the bundle while that is not known. */
const placeholder = 'digest-of-the-bundle'

rmSync(out, { recursive: true, force: true })
const { metafile, outputFiles } = await bundle({
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  entryPoints: { nodeprep: 'src/start.ts' },
  outdir: out,
  define: {
    BUNDLE_DIGEST: JSON.stringify(placeholder),
    // Some packages are CommonJS.
    __dirname: 'import.meta.dirname',
    __filename: 'import.meta.filename',
  },
  // Optional native code of ssh2, which does without.
  external: ['cpu-features', '*.node'],
  // Names stay readable in a stack trace.
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  plugins: [unusedParts],
  metafile: true,
  write: false,
})

const hash = createHash('sha256')
for (const { contents } of outputFiles) hash.update(contents)
const digest = hash.digest('hex').slice(0, 16)
mkdirSync(out, { recursive: true })
for (const { path, text } of outputFiles) writeFileSync(path, withBuiltins(text).replaceAll(placeholder, digest))
chmodSync(start, 0o755)
// Shell files, at their paths below src: src/assets.ts looks for them there.
for (const file of readdirSync('src', { recursive: true, encoding: 'utf8' }))
  if (file.endsWith('.sh')) cpSync(join('src', file), join(out, file))
writeFileSync(join(out, 'shipped.json'), JSON.stringify(readShipped('.')))
writeFileSync(join(out, 'help.json'), JSON.stringify(keptHelp()))
writeFileSync(join(out, 'THIRD-PARTY-NOTICES'), thirdPartyNotices(Object.keys(metafile.inputs)))

const size = outputFiles.reduce((sum, { contents }) => sum + contents.length, 0)
console.log(`${size} bytes in ${outputFiles.length} files, ${statSync(start).size} of them in ${start}`)
