import { initPid } from './boot.ts'
import type { Lab } from './lab.ts'
import { sleep } from './processes.ts'

/**
 * Boots a host again whenever it has gone down by itself, as hardware does after `systemctl reboot`: in a namespace
 * reboot(2) only ends init. Returns a function that stops this and tells how many times it was done.
 */
export function bootsAgain(lab: Lab, name: string): () => Promise<number> {
  let watching = true
  let boots = 0
  const watch = async (): Promise<void> => {
    while (watching) {
      if ((await initPid(lab.id, name)) === undefined) {
        await lab.powerOn(name)
        boots += 1
      }
      await sleep(200)
    }
  }
  const watched = watch()
  // Whoever stops it hears of it.
  watched.catch(() => undefined)
  return async () => {
    watching = false
    await watched
    return boots
  }
}
