import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { codeVersion } from '../commit.ts'
import { pageWith, thisMachine } from './page.ts'
import { logOf, runStage } from './run-stage.ts'
import { groupOf, type Stage } from './stage.ts'
import { stages } from './stages.ts'
import { hasPassed, readState, stateFolder, writeState, type Outcome } from './state.ts'

const help = `npm run proof -- [options]

Runs what takes too long for CI, for hours, and writes its figures into docs/proof-results.md. A stage that passed with this
commit is skipped.

  --list         print the stages and how they ended with this commit
  --only STAGE   a stage, or all shards of it; may be repeated
`

const { values } = parseArgs({
  options: {
    list: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    help: { type: 'boolean', default: false },
  },
})
const page = new URL('../../docs/proof-results.md', import.meta.url)

const isWanted = ({ name, optional = false }: Stage): boolean =>
  values.only.length === 0 ? !optional : values.only.some((only) => only === name || only === groupOf(name))

function say({ name }: Stage, what: string): void {
  process.stdout.write(`${name.padEnd(28)} ${what}\n`)
}

const told = ({ cases, failed, seconds }: Outcome): string =>
  `${failed === 0 ? 'passed' : 'FAILED'}  ${cases - failed} of ${cases} cases in ${seconds} s`

async function main(): Promise<number> {
  if (values.help) {
    process.stdout.write(help)
    return 0
  }
  const version = codeVersion()
  if (version === undefined) throw new Error('npm run proof needs a git checkout: results are kept for each commit')
  const folder = stateFolder(version)
  const known = (): Readonly<Record<string, Outcome | undefined>> => readState(folder)
  if (values.list) {
    for (const stage of stages) {
      const outcome = known()[stage.name]
      say(
        stage,
        `${outcome === undefined ? 'not run' : told(outcome)}: ${stage.what}${stage.optional === true ? ' (optional)' : ''}`,
      )
    }
    return 0
  }
  const wanted = stages.filter(isWanted)
  if (wanted.length === 0) throw new Error('no stage of that name; see --list')
  for (const stage of wanted) {
    const before = known()[stage.name]
    if (before !== undefined && hasPassed(before)) {
      say(stage, `skipped: ${told(before)} on ${before.date.slice(0, 10)}`)
      continue
    }
    say(stage, `started; output goes to ${logOf(folder, stage)}`)
    const outcome = await runStage(stage, folder)
    await writeState(folder, { ...readState(folder), [stage.name]: outcome })
    const text = readFileSync(page, 'utf8')
    writeFileSync(page, await pageWith(text, groupOf(stage.name), readState(folder), version, thisMachine()))
    say(stage, told(outcome))
  }
  return wanted.every(({ name }) => hasPassed(known()[name])) ? 0 : 1
}

process.exitCode = await main()
