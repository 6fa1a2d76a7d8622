/**
 * The code of a chunk with Node's own modules taken from the process. For an `import` of one Node reads all of its exports, which
 * loads much that nobody asked for, and for a `require` a bundle of ES modules has to make one first: together a tenth of a start.
 * A chunk may call what it takes `process`, so that only globalThis has Node's.
 */
export function withBuiltins(code: string): string {
  const taken = code
    .replaceAll(/\bimport ?(\* ?as )?([^"'()]+?) ?from ?"(node:[^"]+)";/g, (_, _all, names: string, name: string) => {
      const [, one, some] = /^([\w$]+)?,?(\{.*\})?$/.exec(names) ?? []
      const parts = [one, some?.replaceAll(' as ', ':')].filter((part) => part !== undefined)
      return `const ${parts.map((part) => `${part}=globalThis.process.getBuiltinModule("${name}")`).join(',')};`
    })
    .replaceAll(/\b__require\(("[^"]+")\)/g, (call, name: string) =>
      process.getBuiltinModule(JSON.parse(name) as string) === undefined
        ? call
        : `globalThis.process.getBuiltinModule(${name})`,
    )
  const left = /\bfrom ?"node:[^"]*"/.exec(taken)
  if (left) throw new Error(`an import that the build does not know: ${left[0]}`)
  return taken
}
