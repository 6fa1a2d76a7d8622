/** Where marks of what nodeprep made on a host are; nothing is in them. */
export const MADE = '/var/lib/nodeprep/made/'

/** Folders of files that nodeprep names after itself. */
const OWN =
  /^(\/etc\/(apt\/(sources\.list\.d|keyrings)|yum\.repos\.d)\/nodeprep-|\/etc\/pki\/rpm-gpg\/RPM-GPG-KEY-nodeprep-)[\w.-]+$/
const MARK = /^[A-Za-z0-9][\w.:-]*$/

/** As many as are taken of one host, and as long. */
const MOST = 256
const LONGEST = 200

/** What a host says that nodeprep made there: no other path is believed. */
export function parseMade(said: string): readonly string[] {
  const paths = said.slice(0, MOST * LONGEST).split(' ')
  return paths
    .filter(
      (path) => path.length <= LONGEST && (path.startsWith(MADE) ? MARK.test(path.slice(MADE.length)) : OWN.test(path)),
    )
    .slice(0, MOST)
}

/** The marks among it, by their names. */
export function marksOf(made: readonly string[]): readonly string[] {
  return made.filter((path) => path.startsWith(MADE)).map((path) => path.slice(MADE.length))
}
