import { WordMatcher, type Span } from './word-matcher.ts'

/** Words to be found in texts, which may become more at any time: a thousand hosts tell their passwords one by one. */
export class WordList {
  private readonly known = new Set<string>()
  private fresh: string[] = []
  /** Each at least twice as large as the next: what is added costs little, however often. */
  private built: { readonly words: readonly string[]; readonly matcher: WordMatcher }[] = []

  add(words: Iterable<string>): void {
    for (const word of words) {
      if (this.known.has(word)) continue
      this.known.add(word)
      this.fresh.push(word)
    }
  }

  find(text: string): readonly Span[] {
    if (this.fresh.length > 0) this.build()
    return this.built.flatMap(({ matcher }) => matcher.find(text))
  }

  private build(): void {
    let words: readonly string[] = this.fresh
    this.fresh = []
    for (let last = this.built.at(-1); last && last.words.length < 2 * words.length; last = this.built.at(-1)) {
      words = [...last.words, ...words]
      this.built.pop()
    }
    this.built.push({ words, matcher: new WordMatcher(words) })
  }
}
