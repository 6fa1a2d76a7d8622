import { createHash } from 'node:crypto'
import { chmodSync, copyFileSync, cpSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build as bundle, type Plugin } from 'esbuild'
import { thirdPartyNotices } from './notices.ts'
import { readShipped } from './shipped.ts'

// dist/nodeprep.js is the start; the rest is in chunks, of which each command loads those that it needs.
const out = 'dist'
const start = join(out, 'nodeprep.js')
/** Stands for the digest of the bundle while that is not known. */
const placeholder = 'digest-of-the-bundle'

/** Commander wants child_process for programs of subcommands, which there are none of here; it takes milliseconds to load. */
const lazyChildProcess: Plugin = {
  name: 'lazy-child-process',
  setup(build) {
    build.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes('/commander/') ? { path: 'child-process', namespace: 'lazy' } : undefined,
    )
    build.onLoad({ filter: /.*/, namespace: 'lazy' }, () => ({
      contents: "exports.spawn = (...args) => require('node:child_process').spawn(...args)",
    }))
  },
}

rmSync(out, { recursive: true, force: true })
const { metafile, outputFiles } = await bundle({
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  entryPoints: { nodeprep: 'src/start.ts' },
  outdir: out,
  // Some packages are CommonJS: they ask for modules of Node at run time, and where they are.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url), { dirname: __dirname, filename: __filename } = import.meta;",
  },
  define: { BUNDLE_DIGEST: JSON.stringify(placeholder) },
  // Optional native code of ssh2, which does without.
  external: ['cpu-features', '*.node'],
  // Names stay readable in a stack trace.
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  plugins: [lazyChildProcess],
  metafile: true,
  write: false,
})

const hash = createHash('sha256')
for (const { contents } of outputFiles) hash.update(contents)
const digest = hash.digest('hex').slice(0, 16)
mkdirSync(out, { recursive: true })
for (const { path, text } of outputFiles) writeFileSync(path, text.replaceAll(placeholder, digest))
chmodSync(start, 0o755)
copyFileSync('src/program/bootstrap.sh', join(out, 'bootstrap.sh'))
writeFileSync(join(out, 'shipped.json'), JSON.stringify(readShipped('.')))
cpSync('src/program/prelude', join(out, 'prelude'), { recursive: true })
writeFileSync(join(out, 'THIRD-PARTY-NOTICES'), thirdPartyNotices(Object.keys(metafile.inputs)))

const size = outputFiles.reduce((sum, { contents }) => sum + contents.length, 0)
console.log(`${size} bytes in ${outputFiles.length} files, ${statSync(start).size} of them in ${start}`)
