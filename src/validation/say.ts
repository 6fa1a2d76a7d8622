import * as z from 'zod'

// A schema is used once a run: the function that zod would compile for it costs more than it saves.
z.config({ jitless: true })

/** An error message and, on a second line, what to write instead; {@link toProblems} takes them apart. */
export const say = (message: string, hint: string): string => `${message}\n${hint}`
