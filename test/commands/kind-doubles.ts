import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Programs that stand for docker, podman, buildah and kind: what they are called with is noted, what they do is sh. */
export interface Doubles {
  /** For nodeprep: none but these programs is found. */
  readonly env: Record<string, string>
  /** Command lines of all calls, in order. */
  readonly calls: () => readonly string[]
}

/** Puts doubles into a folder; each is given by the lines of sh that it runs, with its arguments in `$*`. */
export function makeDoubles(folder: string, programs: Readonly<Record<string, string>>): Doubles {
  const [bin, log] = [join(folder, 'bin'), join(folder, 'calls')]
  mkdirSync(bin, { recursive: true })
  for (const [name, lines] of Object.entries(programs)) {
    const file = join(bin, name)
    writeFileSync(file, `#!/bin/sh\nPATH=/usr/bin:/bin\necho "${name} $*" >>${log}\n${lines}\n`)
    chmodSync(file, 0o755)
  }
  return {
    env: { PATH: bin },
    calls: () => (existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : []),
  }
}

/** A docker whose containers have these capabilities, on a machine with this version of cgroups. */
export const docker = (bounding = '000001ffffffffff', cgroup = 2) => `case $* in
info*) echo ${cgroup} ;;
run*) printf 'CapBnd:\\t${bounding}\\n40\\n' ;;
esac`
