import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sleep } from '../../lab/processes.ts'
import type { Case } from './cases.ts'
import type { Scene } from './fault.ts'
import { letGo, reached } from './points.ts'
import type { Result } from './result.ts'

/** Does what a case is about to a run that stands at the case's point, and sees it, or the next run, past the step. */
export async function meet(scene: Scene, one: Case, next: Case | undefined, result: Result): Promise<void> {
  const { bed } = scene
  const { fault, step, phase } = one
  const halfTime = phase === 'inside' && step.middle === 'half-time'
  if (halfTime) {
    await letGo(bed, one)
    await sleep(step.duration / 2)
  }
  scene.held = !halfTime
  const disturbed = scene.run
  const before = disturbed.notes().length
  const said = await fault.inject(scene)
  const text = typeof said === 'string' ? said.trim() : ''
  await appendFile(join(result.folder, 'faults.log'), `${new Date().toISOString()} ${one.name} ${text}\n`)
  if (!halfTime) await letGo(bed, one)
  await fault.then?.(scene)
  for (;;) {
    const how = await reached(bed, next, scene.run)
    if (how === 'point' || scene.run.exitCode === 0) break
    const complaint = scene.run.complaint().join(' / ')
    if (result.reruns === 0) result.message = told(scene.run.complaint(), fault.says)
    if (result.message === '') result.wrong.push(`failed without a clear message: ${complaint}`)
    await fault.remove?.(scene)
    result.reruns += 1
    if (result.reruns > 1) result.wrong.push(`run ${result.reruns} failed too: ${complaint}`)
    if (result.reruns > 3) return
    scene.run = scene.startRun()
  }
  if (result.reruns > 0) return
  await fault.remove?.(scene)
  result.message = told(
    [...disturbed.notes().slice(before), ...(scene.run === disturbed ? [] : scene.run.notes())],
    fault.says,
  )
}

/** The line that names the cause; empty if there is none. */
function told(lines: readonly string[], says: RegExp): string {
  return lines.find((line) => says.test(line))?.trim() ?? ''
}
