/** Takes what is wrong with a text. */
export type Complain = (start: number, message: string, hint?: string) => void

/** Of something that a message repeats, no more than a person reads. */
export const short = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text)
