import type { Plugin } from 'esbuild'

/** Parts of packages that load with them and that nothing here uses: by the package that asks, what it asks for. */
const unused: Readonly<Record<string, readonly string[]>> = {
  ssh2: ['./http-agents.js', './server.js'],
  'node-ssh': ['make-dir', 'sb-scandir'],
  // Commander starts programs for subcommands, which there are none of here.
  commander: ['node:child_process'],
}

/** Leaves them out: they take milliseconds of each start. */
export const unusedParts: Plugin = {
  name: 'unused-parts',
  setup(build) {
    build.onResolve({ filter: /.*/ }, ({ path, importer }) => {
      const [, asking = ''] = /.*\/node_modules\/([^/]+)\//.exec(importer) ?? []
      return unused[asking]?.includes(path) === true ? { path, namespace: 'unused' } : undefined
    })
    build.onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'module.exports = {}' }))
  },
}
