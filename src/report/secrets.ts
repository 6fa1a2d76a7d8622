const patterns: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, '[private key]'],
  // A bootstrap token: id and secret, as kubeadm writes them.
  [/(?<![a-z0-9.])[a-z0-9]{6}\.[a-z0-9]{16}(?![a-z0-9.])/g, '[token]'],
  [/(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/g, '[token]'],
  [/\b(bearer|basic) [\w.~+/=-]{8,}/gi, '$1 [token]'],
  [/((?:certificate-?key|client-key-data|secretboxkey)["'\s:=]+)[A-Za-z0-9+/=]{16,}/gi, '$1[key]'],
  [/((?:password|passwd|passphrase)["']?\s*[:=]\s*["']?)[^\s"',]+/gi, '$1[password]'],
]

/** Shorter ones would blot out ordinary text and are no secrets worth the name. */
const shortest = 4

/** A token or a key: no path, no address, no name of a thing, no digest. */
const secretWord = /^(?=.*\d)[\w.+=-]{12,}$/

/** A value as it is, inside a line of JSON, and as programs write it that pass it on. */
function forms(secret: string): readonly string[] {
  const bytes = Buffer.from(secret)
  const base64 = bytes.toString('base64').replace(/=+$/, '')
  const encoded = secret.length < 8 ? [] : [base64, bytes.toString('hex'), encodeURIComponent(bytes.toString())]
  return [secret, JSON.stringify(secret).slice(1, -1), ...encoded]
}

/** What must appear in no log and on no screen: values that the run knows, and whatever looks like a key or a token. */
export class Secrets {
  readonly #known = new Set<string>()

  /** Keeps a value, and each line of it, out of everything that is scrubbed from now on. */
  register(value: string): void {
    for (const secret of [value.trim(), ...value.split('\n').map((line) => line.trim())])
      if (secret.length >= shortest) for (const form of forms(secret)) this.#known.add(form)
  }

  /** The same for a value that goes from host to host: some of its words are secret, others are ordinary text. */
  registerValue(value: string): void {
    for (const word of value.split(/\s+/)) if (secretWord.test(word)) this.register(word)
  }

  /** The text without them. */
  scrub(text: string): string {
    let scrubbed = text
    for (const secret of this.#known) scrubbed = scrubbed.replaceAll(secret, '[secret]')
    for (const [pattern, replacement] of patterns) scrubbed = scrubbed.replace(pattern, replacement)
    return scrubbed
  }
}
