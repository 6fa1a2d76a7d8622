import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { loadOperation } from '../../src/operation/load-operation.ts'
import { loadPlaybook } from '../../src/playbook/loading/load.ts'
import type { Copy } from './copy.ts'

type Compiles = (file: string, text: string) => boolean

/** Whether a changed file of a copy is still one that its reader takes: others are no mutants, for nobody would commit them. */
export function compiler(copy: Copy): Compiles {
  const types = typeChecker(copy.folder)
  return (file, text) => {
    if (file.endsWith('.ts')) return types(file, text)
    if (file.endsWith('.sh')) return spawnSync('dash', ['-n'], { input: text }).status === 0
    return !file.endsWith('.yaml') || loads(join(copy.folder, file), text)
  }
}

function typeChecker(folder: string): Compiles {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(folder, 'tsconfig.json'),
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined },
  )
  const files = (config?.fileNames ?? []).filter((file) => file.startsWith(join(folder, 'src/')))
  const changed = new Map<string, string>()
  const versions = new Map<string, number>()
  const service = ts.createLanguageService({
    ...ts.sys,
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
    ...{ getCompilationSettings: () => config?.options ?? {}, getScriptFileNames: () => files },
    getScriptVersion: (file) => String(versions.get(file) ?? 0),
    getScriptSnapshot: (file) => {
      const text = changed.get(file) ?? ts.sys.readFile(file)
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
    },
    ...{ getCurrentDirectory: () => folder, getDefaultLibFileName: ts.getDefaultLibFilePath },
  })
  return (file, text) => {
    const path = join(folder, file)
    const set = (now: string | undefined): void => {
      if (now === undefined) changed.delete(path)
      else changed.set(path, now)
      versions.set(path, (versions.get(path) ?? 0) + 1)
    }
    set(text)
    const wrong = [...service.getSyntacticDiagnostics(path), ...service.getSemanticDiagnostics(path)]
    set(undefined)
    return wrong.length === 0
  }
}

/** A playbook or operation that loads, with shell that dash can read. */
function loads(path: string, text: string): boolean {
  const before = readFileSync(path, 'utf8')
  writeFileSync(path, text)
  try {
    const steps = /^kind: Operation$/m.test(text)
      ? Object.values(loadOperation(path, [dirname(path)]).phases).flat()
      : loadPlaybook(path, [dirname(path)]).steps
    const scripts = steps.flatMap(({ params }) => Object.values(params)).filter((one) => typeof one === 'string')
    return scripts.every((one) => one.includes('{{') || spawnSync('dash', ['-n'], { input: one }).status === 0)
  } catch {
    return false
  } finally {
    writeFileSync(path, before)
  }
}
