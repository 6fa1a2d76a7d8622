/** A fingerprint of an OpenPGP key of version 4: 40 hexadecimal digits, with blanks as gpg prints them. */
export const FINGERPRINT = /^ *([0-9A-Fa-f] *){40}$/

/** One or more fingerprints as they are compared: upper case, no blanks. */
export function fingerprints(given: string | readonly string[] | undefined = []): readonly string[] {
  return [given].flat().map((text) => text.replaceAll(' ', '').toUpperCase())
}
