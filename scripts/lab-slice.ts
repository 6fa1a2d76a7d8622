import { readFileSync } from 'node:fs'
import { seed } from '../test/seed.ts'
import { chooseFiles, total } from '../test/slice/choose-files.ts'
import { always, budget, labFiles, writeTimes } from '../test/slice/lab-files.ts'

// Prints the files that CI runs of the tests with hosts; with the name of a file of what vitest printed, writes
// down its times instead.
const [log] = process.argv.slice(2)
if (log === undefined) {
  const chosenBy = seed()
  const all = labFiles()
  const chosen = chooseFiles(all, { seed: chosenBy, budget, always })
  console.error(
    `NODEPREP_SEED=${chosenBy} chose ${chosen.length} of ${all.length} files with hosts, about ${total(chosen)} s of work; npm run proof runs all`,
  )
  for (const { name } of chosen) console.log(name)
} else {
  writeTimes(readFileSync(log, 'utf8'))
}
