/** One kind of input that comes from outside. */
export interface Target {
  readonly name: string
  /** Inputs that cases are made of by mutation, beside those of corpus/NAME. */
  readonly seeds: () => readonly string[]
  /** Pieces that mutations put in: what the format is made of. */
  readonly words: readonly string[]
  /**
   * Takes one input as the product would, and says in a line what came of it: the same each time. Throws for everything
   * that must not happen.
   */
  readonly run: (input: Buffer) => Promise<string> | string
}

/** Must not happen. */
export class Violation extends Error {
  override readonly name = 'Violation'
}

export function demand(holds: boolean, message: string): void {
  if (!holds) throw new Violation(message)
}
