import { NodeprepError } from '../../errors.ts'
import { secretForms } from './secret-forms.ts'
import { secretLooking, type LabelledSpan } from './secret-patterns.ts'
import { WordList } from './word-list.ts'

/** Shorter ones would blot out ordinary text and are no secrets worth the name. In characters. */
const shortest = 4

/** What one host may make the run look for: more is no password file of a registry or two. Characters, and values. */
const mostFromHost = { characters: 32_768, values: 256 }

/** The warning about what is too short, by its name. */
export const weakText = (what: string): string =>
  `${what} has fewer than ${shortest} characters: it cannot be recognised, and may be shown and logged`

/** A token or a key: no path, no address, no name of a thing, no digest. */
const secretWord = /^(?=.*\d)[\w.+=-]{12,}$/

/** What is learnt from hosts: hosts that know the same share one. */
interface Learnt {
  readonly words: WordList
  readonly characters: number
  readonly values: number
}

interface HostSecrets {
  readonly learnt: Map<string, Learnt>
  tooMany: boolean
}

const tooManyText = '[not shown: this host holds more secrets than can be recognised]'

/**
 * What must appear in no log and on no screen: values that the run knows, and whatever looks like a key or a token. What
 * the user gave is looked for everywhere; what was learnt from a host only in the words of that host and of those that
 * were told, for a host must not be able to blot out what others say.
 */
export class Secrets {
  private readonly given = new WordList()
  private readonly groups = new Map<string, Learnt>()
  private readonly hosts = new Map<string, HostSecrets>()
  private weak: string[] = []

  /**
   * Keeps a value of the user's, and each line of it, out of everything that is scrubbed from now on.
   * @param what names it for a warning, where it is too short to be kept secret
   */
  register(value: string, what?: string): void {
    if (what !== undefined && value.trim() !== '' && value.trim().length < shortest) this.weak.push(what)
    for (const secret of linesOf(value)) this.given.add(secretForms(secret))
  }

  /** Passwords that stand in a file of a host. Throws a NodeprepError where they are too many to be recognised. */
  learn(host: string, values: readonly string[], file: string): void {
    if (this.learnWords(host, values.flatMap(linesOf))) return
    const { values: most } = mostFromHost
    throw new NodeprepError('preflight', `${host}: its files hold more than ${most} passwords, or very long ones`, {
      remedy: `nodeprep could not keep them out of its output. Remove those from ${file} that are not used.`,
    })
  }

  /** A value that goes from host to host, for each of them: some of its words are secret, others are ordinary text. */
  learnValue(host: string, value: string): void {
    const words = value.split(/\s+/).filter((word) => secretWord.test(word))
    if (!this.learnWords(host, words)) this.hostOf(host).tooMany = true
  }

  /** What the user gave that is too short to be recognised; named once. */
  takeWeak(): readonly string[] {
    const { weak } = this
    this.weak = []
    return [...new Set(weak)]
  }

  /** Our own words, which can hold what the user gave: without that. */
  scrubOwn(text: string): string {
    return replace(text, this.ownSpans(text))
  }

  /** A host's words without its own and the user's secrets; without a host, as {@link scrubOwn}. */
  scrub(text: string, host?: string): string {
    if (host === undefined) return this.scrubOwn(text)
    return this.hosts.get(host)?.tooMany === true ? tooManyText : replace(text, this.spans(text, host))
  }

  /** Where in a host's words secrets stand. */
  spans(text: string, host: string): readonly LabelledSpan[] {
    const learnt = [...(this.hosts.get(host)?.learnt.values() ?? [])]
    const found = learnt.flatMap(({ words }) => words.find(text))
    return [...found.map((span) => ({ span, label: '[secret]' })), ...this.ownSpans(text)]
  }

  private ownSpans(text: string): readonly LabelledSpan[] {
    return [...this.given.find(text).map((span) => ({ span, label: '[secret]' })), ...secretLooking(text)]
  }

  private hostOf(name: string): HostSecrets {
    const host = this.hosts.get(name) ?? { learnt: new Map<string, Learnt>(), tooMany: false }
    this.hosts.set(name, host)
    return host
  }

  /** False where it would be too much. */
  private learnWords(host: string, words: readonly string[]): boolean {
    if (words.length === 0) return true
    const { learnt } = this.hostOf(host)
    const key = words.join('\n')
    if (learnt.has(key)) return true
    const all = [...learnt.values(), { characters: key.length, values: words.length }]
    const sum = (what: 'characters' | 'values'): number => all.reduce((sum, one) => sum + one[what], 0)
    if (sum('characters') > mostFromHost.characters || sum('values') > mostFromHost.values) return false
    learnt.set(key, this.group(key, words))
    return true
  }

  private group(key: string, values: readonly string[]): Learnt {
    const known = this.groups.get(key)
    if (known) return known
    const words = new WordList()
    for (const value of values) words.add(secretForms(value))
    const made = { words, characters: key.length, values: values.length }
    this.groups.set(key, made)
    return made
  }
}

function linesOf(value: string): readonly string[] {
  const all = [value.trim(), ...value.split('\n').map((line) => line.trim())]
  return [...new Set(all)].filter(({ length }) => length >= shortest)
}

/** The text with its spans replaced; of those that overlap, by the label of the first. */
function replace(text: string, spans: readonly LabelledSpan[]): string {
  if (spans.length === 0) return text
  let clean = ''
  let done = 0
  for (const { span, label } of spans.toSorted((a, b) => a.span[0] - b.span[0])) {
    if (span[0] >= done) clean += text.slice(done, span[0]) + label
    done = Math.max(done, span[1])
  }
  return clean + text.slice(done)
}
