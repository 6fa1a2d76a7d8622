import type { Flags, JsonObject, StaticPod } from './live.ts'
import { isObject } from './json-of.ts'

const FLAG = /^--?([A-Za-z0-9][\w.-]{0,99})(?:=(.*))?$/s
/** As many flags, and as long a value, as are taken of one command line. */
const MOST = 256
const LONGEST = 4096

/** What a command line sets; a flag without `=` takes the word after it, as kubelet does, or is true. */
export function flagsOf(words: readonly unknown[]): Flags {
  const found: Record<string, string[]> = Object.create(null) as Record<string, string[]>
  const texts = words.slice(0, MOST).map((word) => (typeof word === 'string' ? word.slice(0, LONGEST) : ''))
  texts.forEach((word, i) => {
    const [, name, given] = FLAG.exec(word) ?? []
    if (name === undefined) return
    const next = texts[i + 1]
    const value = given ?? (next === undefined || next.startsWith('-') ? 'true' : next)
    ;(found[name] ??= []).push(value)
  })
  return Object.fromEntries(Object.entries(found))
}

/** The last value of a flag, which is the one in effect; '' when it is not given. */
export const flag = (flags: Flags | undefined, name: string): string =>
  flags !== undefined && Object.hasOwn(flags, name) ? (flags[name]?.at(-1) ?? '') : ''

/** `KUBELET_KUBEADM_ARGS="--a=b --c"`, as kubeadm writes it. */
export function flagsOfEnvironment(text: string): Flags {
  const line = text.split('\n').find((one) => one.startsWith('KUBELET_KUBEADM_ARGS=')) ?? ''
  const value = line.slice(line.indexOf('=') + 1).trim()
  return flagsOf(value.replaceAll(/^["']|["']$/g, '').split(/\s+/))
}

/** The container of a static pod that has the pod's name; undefined when there is none. */
export function staticPodOf(pod: JsonObject | undefined, name: string): StaticPod | undefined {
  const { spec } = pod ?? {}
  const containers = isObject(spec) && Array.isArray(spec['containers']) ? spec['containers'].filter(isObject) : []
  const container = containers.find((one) => one['name'] === name)
  if (!container || typeof container['image'] !== 'string') return undefined
  const words = [container['command'], container['args']].flatMap((list): readonly unknown[] =>
    Array.isArray(list) ? list : [],
  )
  return { image: container['image'], flags: flagsOf(words) }
}
