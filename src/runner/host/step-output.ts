import type { PlannedStep } from '../../plan/plan.ts'
import { lastPart } from '../../report/text.ts'
import { PassedOn } from '../session/passed-on.ts'

/** Output of one step that is kept for a failure's report, in characters. */
const KEPT = 16_384
const HIDDEN = 'its output is not shown: the step is sensitive'

/** What a step says: it is passed on as it comes, and its end is kept for a failure's report. */
export class StepOutput {
  private readonly passedOn = new PassedOn()
  private kept = ''

  /** Another step begins. */
  reset(): void {
    this.passedOn.reset()
    this.kept = ''
  }

  /** The part of a text that is shown: nothing of a sensitive step, which is not kept either. */
  of(step: PlannedStep | undefined, text: string): string {
    if (step?.sensitive) return ''
    this.kept += text
    this.kept = lastPart(this.kept, KEPT)
    return this.passedOn.of(text)
  }

  /** The part of a note that is shown; notes are written for people by the step itself and never hidden. */
  ofNote(text: string): string {
    return this.passedOn.of(text)
  }

  /** What a failure's report shows. */
  report(step: PlannedStep): string {
    return step.sensitive ? HIDDEN : this.kept.trim()
  }
}
