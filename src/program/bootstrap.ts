import { shellFile } from '../assets.ts'
import { clusterFacts } from '../facts/cluster-facts.ts'
import { runtimeFacts } from '../runtimes/runtime-facts.ts'
import { lean } from '../shell/lean.ts'

/** When the bootstrap calls the functions of the files of facts: `begin_NAME` and so on. */
const times = ['begin', 'facts', 'end'] as const

/** For each of these times a function, such as `begin_all`, that calls those of all files in their order. */
function calls(files: string): readonly string[] {
  return times.map((time) => {
    const names = [...files.matchAll(new RegExp(`^${time}_\\w+(?=\\(\\) )`, 'gm'))].map(([name]) => name)
    return `${time}_all() { ${[...names, ':'].join('; ')}; }`
  })
}

let made: string | undefined

/** The command that opens a channel: prints facts, then takes orders from stdin. */
export function bootstrap(): string {
  if (made !== undefined) return made
  const files = lean([clusterFacts(), ...runtimeFacts()].join('\n'))
  made = [files, ...calls(files), lean(shellFile('program/bootstrap.sh'))].join('\n')
  return made
}
