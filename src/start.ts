#!/usr/bin/env node
import { useCompiledCode } from './cli/compiled-code.ts'
import { printKeptHelp } from './cli/kept-help.ts'

// The start of the bundle: everything else is loaded when it is known to be needed.
if (!printKeptHelp(process.argv.slice(2))) {
  useCompiledCode()
  await import('./cli.ts')
}
