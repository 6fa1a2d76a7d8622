import { NodeprepError } from '../../src/errors.ts'

/** The NodeprepError that `work` rejects with; anything else is thrown on. */
export async function failureOf(work: Promise<unknown>): Promise<NodeprepError> {
  try {
    await work
  } catch (error) {
    if (error instanceof NodeprepError) return error
    throw error
  }
  throw new Error('it did not fail')
}
