import { NodeprepError } from '../../errors.ts'

/** Waits for work, or rejects with `interrupted` as soon as the user wants to stop; the work itself goes on unheard. */
export async function unlessInterrupted<T>(signal: AbortSignal, work: Promise<T>, message: string): Promise<T> {
  let stop = (): void => undefined
  const interrupted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(new NodeprepError('interrupted', message))
  })
  if (signal.aborted) stop()
  else signal.addEventListener('abort', stop)
  try {
    return await Promise.race([work, interrupted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
