import { raw, sh, type Sh } from '../shell/sh.ts'

/** True when the positional parameters hold one of `words`. Costs no process. */
export function hasWord(...words: readonly string[]): Sh {
  const patterns = words.map((word) => sh`*${` ${word} `}*`.text).join(' | ')
  return raw(`case " $* " in ${patterns}) ;; *) false ;; esac`)
}
