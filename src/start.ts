#!/usr/bin/env node
// The start of the bundle. Only what is loaded after the first line comes with compiled code.
import './cli/compiled-code.ts'

await import('./cli.ts')
