import { hostname, userInfo } from 'node:os'

/** Who runs nodeprep, for whoever meets the run on a host: `user@machine`. */
export function whoRuns(): string {
  return `${process.env['SUDO_USER'] ?? process.env['USER'] ?? String(userInfo().uid)}@${hostname()}`
}
