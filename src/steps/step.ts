import type { z } from 'zod'
import type { Facts } from '../facts/facts.ts'
import type { Sh } from '../shell/sh.ts'

/** What a step kind may know of the host while it writes its shell. */
export interface StepEnv {
  readonly facts: Facts
  /** Name of the shell function that prints the text given by {@link StepKind.content}. */
  readonly content: Sh
  /** Names of the values that the step gives to other hosts. */
  readonly provides: readonly string[]
}

/** Where a step changes something. */
export interface Place {
  readonly path: string
  readonly owner: string
  /** A folder, or a link to one, is wanted there. */
  readonly folder: boolean
}

/**
 * One kind of step: data in, shell out. `check` is one && chain that exits 0 when the wanted state holds and changes
 * nothing on the host; `apply` runs under `set -eu` and makes it hold. Both may call the functions of program/prelude/.
 */
export interface StepKind<S extends z.ZodType = z.ZodType> {
  readonly kind: string
  /** One or two sentences for the reference page. */
  readonly description: string
  /** A playbook entry as YAML for the reference page; it is validated by a test. */
  readonly example: string
  readonly params: S
  /**
   * The parameter with the path of a file whose text it has to know to be planned: `facts.files` has that. It is read before
   * anything is planned, so a playbook writes it as it is, without a template.
   */
  readonly reads?: string
  /** Waits or computes, but changes nothing on its host: never counted as a change. */
  readonly passive?: boolean | ((params: z.output<S>) => boolean)
  /** Its check tells the client a text: np_report in program/prelude/. */
  readonly reports?: boolean
  /** What its apply leaves owed by itself where it has to: a plan that would apply it takes this for owed. */
  readonly owes?: readonly string[]
  /** It may reboot its host, which is then waited for so many seconds; undefined when it will not. */
  reboots?(params: z.output<S>): number | undefined
  /** What is wanted, as a person would say it: `service crio enabled and running`. */
  title(params: z.output<S>): string
  /** Why this cannot be had on a host as it is, and what to do: it ends the planning. undefined when it can. */
  problem?(params: z.output<S>, facts: Facts): string | undefined
  /** The text of the file this step writes, always ending with a newline; shown as a diff unless sensitive. */
  content?(params: z.output<S>, facts: Facts): string | undefined
  /** The file that {@link content} goes to. */
  path?(params: z.output<S>, facts: Facts): string | undefined
  /**
   * What it writes, makes or removes, and as whose: a plan says so where apply would refuse that because somebody else can
   * change a folder on the way. By default the file of {@link path}, as root's.
   */
  place?(params: z.output<S>): Place
  /**
   * Asks once what the checks of several steps of this kind would each ask, and keeps the answer in a variable that
   * {@link check} looks into first. np_forget in program/prelude/ empties it before anything is applied.
   */
  look?(steps: readonly z.output<S>[], facts: Facts): Sh | undefined
  /**
   * Prints what apply would change, one change a line with `+ `, `- ` or two blanks before it, where that is not the content of a
   * file; changes nothing. A plan shows it, and is bound by it. Of a step with {@link content} it is shown instead of the file's
   * diff, so it prints nothing where the file differs.
   */
  changes?(params: z.output<S>, env: StepEnv): Sh | undefined
  check(params: z.output<S>, env: StepEnv): Sh
  apply(params: z.output<S>, env: StepEnv): Sh
}

/** Defines a step kind; exists so that `params` types its functions. */
export function defineStep<S extends z.ZodType>(kind: StepKind<S>): StepKind<S> {
  return Object.freeze(kind)
}
