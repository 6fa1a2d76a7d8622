/**
 * Runs a benchmark and cleans up after it, however it ends: by itself, by a mistake or by Ctrl-C. What was made goes in
 * the opposite order: whoever makes something puts what removes it at the front of `clean`.
 */
export async function toTheEnd(bench: () => Promise<void>, clean: (() => Promise<unknown>)[]): Promise<void> {
  const cleanUp = async (): Promise<void> => {
    for (const act of clean.splice(0)) await act().catch((error: unknown) => console.error(error))
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => void cleanUp().finally(() => process.exit(130)))
  try {
    await bench()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
  await cleanUp()
}
