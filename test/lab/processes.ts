import { readFile } from 'node:fs/promises'

/** When a process started, in clock ticks since boot: with its pid it names it for good. Undefined if it is gone. */
export async function startTime(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  // The command's name is in parentheses and may hold blanks; the start time is the 20th field after it.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
}

export async function sleep(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds))
}

/** Asks again every 100 ms until the answer is true; throws with `what` after the given number of seconds. */
export async function until(what: string, seconds: number, done: () => Promise<boolean>): Promise<void> {
  for (let left = seconds * 10; left > 0; left--) {
    if (await done()) return
    await sleep(100)
  }
  throw new Error(`waited ${seconds} s in vain: ${what}`)
}

/** Whether this process and what it starts can ever have the capability of this number. */
export async function may(capability: number): Promise<boolean> {
  const set = /^CapBnd:\s*([0-9a-f]+)$/m.exec(await readFile('/proc/self/status', 'utf8'))?.[1] ?? '0'
  return (BigInt(`0x${set}`) & (1n << BigInt(capability))) !== 0n
}
