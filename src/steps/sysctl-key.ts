/** Either separator is allowed, as in sysctl.d(5); slashes are needed for an interface called `eth0.7`. */
export const sysctlKey = /^[A-Za-z0-9_]+([./][A-Za-z0-9_@:-]+)+$/

/** Where the kernel shows a key: the first separator says whether dots or slashes separate. */
export function sysctlPath(key: string): string {
  const slashed = /[./]/.exec(key)?.[0] === '/'
  const path = slashed ? key : key.replaceAll(/[./]/g, (separator) => (separator === '.' ? '/' : '.'))
  return `/proc/sys/${path}`
}
