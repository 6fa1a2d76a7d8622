const patterns: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, '[private key]'],
  // A bootstrap token: id and secret, as kubeadm writes them.
  [/(?<![a-z0-9.])[a-z0-9]{6}\.[a-z0-9]{16}(?![a-z0-9.])/g, '[token]'],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/g, '[token]'],
  [/\b(bearer|basic) [\w.~+/=-]{8,}/gi, '$1 [token]'],
  [/((?:certificate-?key|client-key-data|secretboxkey)["'\s:=]+)[A-Za-z0-9+/=]{16,}/gi, '$1[key]'],
  [/((?:password|passwd|passphrase)["']?\s*[:=]\s*["']?)[^\s"',]+/gi, '$1[password]'],
]

/** Shorter ones would blot out ordinary text and are no secrets worth the name. */
const shortest = 4

/** What must appear in no log and on no screen: values that the run knows, and whatever looks like a key or a token. */
export class Secrets {
  readonly #known = new Set<string>()

  /** Keeps a value, and each line of it, out of everything that is scrubbed from now on. */
  register(value: string): void {
    for (const secret of [value.trim(), ...value.split('\n').map((line) => line.trim())]) {
      if (secret.length < shortest) continue
      this.#known.add(secret)
      // As it looks inside a line of JSON.
      this.#known.add(JSON.stringify(secret).slice(1, -1))
    }
  }

  /** The text without them. */
  scrub(text: string): string {
    let scrubbed = text
    for (const secret of this.#known) scrubbed = scrubbed.replaceAll(secret, '[secret]')
    for (const [pattern, replacement] of patterns) scrubbed = scrubbed.replace(pattern, replacement)
    return scrubbed
  }
}
