import { sh } from '../shell/sh.ts'

/**
 * What a program begins with: the nonce that marks its events, which its steps' output cannot know. No child of its shell
 * gets it. Apart from the rest, for it is another one on each host, while hosts with equal plans share the text that follows.
 */
export function programHead(nonce: string): string {
  return sh`unset NP_NONCE; NP_NONCE=${nonce}`.text + '\n'
}
