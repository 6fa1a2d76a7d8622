import { environment, type Bed } from './bed.ts'
import { alternate, type Contender } from './measure.ts'

/** Wall times of `node -e 0` and of commands that reach no host. */
export async function startTimes(
  { folder, bundle, direct }: Bed,
  rounds: number,
): Promise<{ names: readonly string[]; times: number[][] }> {
  const contender = (name: string, ...args: string[]): Contender => ({
    name,
    command: [process.execPath, ...args],
    cwd: '/',
    env: environment(folder),
    verify: ({ code }) => {
      if (code !== 0) throw new Error(`ended with status ${String(code)}`)
    },
  })
  const contenders = [
    contender('node -e 0', '-e', '0'),
    contender('nodeprep --help', bundle, '--help'),
    contender('nodeprep validate', bundle, 'validate', direct.clusterFile),
  ]
  return { names: contenders.map(({ name }) => name), times: await alternate(contenders, rounds) }
}
