/** What is wrong with a text that {@link passwordOf} does not take. */
export const NOT_A_PASSWORD = 'it has more than one line or holds a control character'

/**
 * The password in a variable or a file: its text without the one line ending that editors and `echo` leave. undefined when
 * more than that is in it: sudo reads a line, and what follows goes to the shell that it starts.
 */
export function passwordOf(text: string): string | undefined {
  const password = text.replace(/\r?\n$/, '')
  return /\p{Cc}/u.test(password) ? undefined : password
}
