#!/usr/bin/env node
// The start of the bundle; what is imported first runs first.
import './cli/compiled-code.ts'
import './cli.ts'
