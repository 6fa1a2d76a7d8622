/** Hosts of files that a mirror for files is meant for. */
const HOSTS = /^https:\/\/((github\.com|raw\.githubusercontent\.com|storage\.googleapis\.com|dl\.k8s\.io)\/.*)$/

/** A URL of GitHub and the like with the mirror's prefix before host and path; any other URL as it is. */
export function throughFilesMirror(url: string, prefix: string | undefined): string {
  const place = HOSTS.exec(url)?.[1]
  return prefix === undefined || place === undefined ? url : `${prefix.replace(/\/*$/, '/')}${place}`
}
