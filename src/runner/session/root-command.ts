/**
 * What runs as root where the user becomes root by sudo: always the same words, of which sudoers wants none escaped, so
 * that a sudoers file can allow exactly this. It says that it is there, takes one line from stdin and does what it says.
 * No word has a blank in it: sudo-rs splits a rule's arguments at blanks and compares them one by one.
 */
export const rootCommand = [
  '/bin/sh',
  '-c',
  'echo${IFS}nodeprep${IFS}is${IFS}root;read${IFS}-r${IFS}l;eval${IFS}"$l"',
] as const

/** What {@link rootCommand} says first. */
export const rootGreeting = 'nodeprep is root'

/**
 * What goes to its stdin: a line that takes the script, and the script. A script that did not arrive whole is not run.
 * @param script ASCII that does not end in a newline
 */
export function rootInput(script: string): string {
  return `s=$(head -c ${script.length}); [ \${#s} -ne ${script.length} ] || eval "$s"\n${script}`
}
