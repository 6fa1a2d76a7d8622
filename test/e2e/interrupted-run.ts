import { execa } from 'execa'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Event } from '../../src/report/event.ts'
import type { Lab } from '../lab/lab.ts'
import { command } from './nodeprep.ts'

/** Asks again until it holds; throws with `what` after a minute or more. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, minutes = 1): Promise<void> {
  for (let i = 0; i < minutes * 1200; i += 1) {
    if (await holds()) return
    await sleep(50)
  }
  throw new Error(`waited in vain: ${what}`)
}

/** A run of nodeprep that a test watches and sends signals and keys to. */
export function startRun(lab: Lab, args: readonly string[], cwd: string) {
  return watched(command(lab, args), cwd)
}

/** The same on a terminal of its own, with the terminal's settings printed before and after. */
export function startOnTerminal(lab: Lab, args: readonly string[], cwd: string) {
  const words = command(lab, args).map((word) => `'${word}'`)
  const inside = `trap : INT; stty cols 120 rows 24; stty -g; ${words.join(' ')}; echo "exit=$?"; stty -g`
  return watched(['script', '-qec', `sh -c "${inside.replaceAll(/["$]/g, '\\$&')}"`, '/dev/null'], cwd)
}

function watched([file, ...args]: [string, ...string[]], cwd: string) {
  const child = execa(file, args, { cwd, reject: false, env: { NO_COLOR: '1', TERM: 'xterm' }, buffer: false })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')))
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')))
  const events = (): readonly Event[] =>
    text.split('\n').flatMap((line) => (line.endsWith('}') ? [JSON.parse(line) as Event] : []))
  return {
    text: () => text,
    events,
    notes: () => events().flatMap((event) => (event.type === 'note' ? [event.message] : [])),
    says: async (part: string, minutes?: number) => {
      await until(part, () => text.includes(part), minutes).catch((cause: unknown) => {
        throw new Error(`never said ${part}, but:\n${text}`, { cause })
      })
    },
    interrupt: () => child.kill('SIGINT'),
    kill: () => child.kill('SIGKILL'),
    type: (keys: string) => child.stdin.write(keys),
    exitCode: child.then(({ exitCode }) => exitCode),
  }
}
