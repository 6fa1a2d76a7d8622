import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Lab } from '../lab/lab.ts'
import { formsOf, unique, type Canary } from './canary.ts'

/** Found at all of these, or the search is worth nothing. */
export const selfTestPlaces = [
  ...['output', 'JSON events', 'run logs', 'plan files', 'state and cache', 'temporary files'],
  ...['/proc/*/cmdline', '/proc/*/environ', 'disk', '/run/nodeprep', '/var/lib/nodeprep', 'logs', 'shell history'],
] as const

export const selfTestCanary = (): Canary => ({ name: 'self-test', value: `cnry-self ${unique()}` })

/** Leaves a canary, in its various forms, at every place of a host, in processes that last for a fifth of a second. */
export async function leaveOnHost(lab: Lab, host: string, canary: Canary): Promise<void> {
  const forms = formsOf(canary)
  const at = (i: number): string => forms[i % forms.length] ?? ''
  const script = `read -r a; read -r b; read -r c; read -r d; read -r e; read -r f; read -r g
    mkdir -p /run/nodeprep/self /var/lib/nodeprep/before
    printf '%s' "$a" >/srv/self; chmod 644 /srv/self; printf 'x%sx' "$b" >/run/nodeprep/self/log
    printf '%s' "$c" >/var/lib/nodeprep/before/self; printf '%s\\n' "$d" >/home/ops/.bash_history
    printf '%s' "$e" | systemd-cat -t self; sleep 0.3
    sh -c 'sleep 0.2; :' sh "$f"; HIDDEN=$g sh -c 'sleep 0.2; :'`
  const { code, stderr } = await lab.exec(host, script, `${[0, 1, 2, 3, 4, 5, 6].map(at).join('\n')}\n`)
  if (code !== 0) throw new Error(`the self-test could not be planted: ${stderr}`)
}

/** Takes away what would be found as a leak of the next search. */
export async function clearHost(lab: Lab, host: string): Promise<void> {
  await lab.exec(host, 'rm -rf /srv/self /run/nodeprep/self /var/lib/nodeprep/before/self /home/ops/.bash_history')
}

/** The same among the files of the client. */
export async function leaveOnClient(folder: string, canary: Canary): Promise<void> {
  const forms = formsOf(canary)
  for (const [i, name] of ['logs', 'plans', 'state', 'tmp'].entries())
    await writeFile(join(folder, name, 'self'), forms[i % forms.length] ?? '')
}
