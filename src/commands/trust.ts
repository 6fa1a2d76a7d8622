import pLimit from 'p-limit'
import { loadCluster } from '../config/load.ts'
import { NodeprepError } from '../errors.ts'
import { errorText } from '../report/error-text.ts'
import { exitCodeOfError, type ExitCode } from '../report/exit-code.ts'
import { jsonLine } from '../report/json-lines.ts'
import { styleFor } from '../report/style.ts'
import { limitedHosts } from '../runner/limited-hosts.ts'
import { transportOptions } from '../transport/options.ts'
import { machinesToTrust } from '../transport/trust/trust-machines.ts'
import { fileOf, lookAt, newKeys, recordKeys, type Sighting } from '../transport/trust/trust.ts'
import type { HostFlags, OutputKind } from './flags.ts'
import type { Io } from './io.ts'
import { Prompter } from './prompter.ts'
import { questionText, recordedText, sightingJson, sightingText, type Known } from './trust-text.ts'

export interface TrustFlags extends HostFlags {
  readonly output: OutputKind
  readonly yes?: true | undefined
}

/**
 * `nodeprep trust FILE`: shows the SSH host keys of all machines and records the new ones. It logs in to no host, only
 * to jump hosts, once these are trusted. A key that is known and another one now is never replaced.
 */
export async function trust(io: Io, file: string, flags: TrustFlags): Promise<ExitCode> {
  const { stdout, stderr, signal } = io
  const hosts = limitedHosts(loadCluster(file), flags.limit)
  const prompter = new Prompter(io, {})
  const askPassphrase = (path: string) => prompter.ask(`passphrase of ${path}: `, { hidden: true })
  const transport = transportOptions({ askPassphrase, env: io.env })
  const enough = pLimit(flags.concurrency)
  const human = flags.output === 'human'
  const told: Known[] = []
  let agreed = true
  for (const stage of await machinesToTrust(hosts, transport)) {
    const seen = await Promise.all(stage.map((machine) => enough(() => lookAt(machine, transport, signal))))
    if (human) stdout.write(seen.map((sighting) => sightingText(sighting, styleFor(stdout))).join(''))
    const fresh = seen.filter((sighting) => newKeys(sighting).length > 0)
    for (const { machine } of fresh) fileOf(machine.target)
    if (fresh.length > 0) agreed = flags.yes === true || (human && (await agrees(prompter, fresh)))
    if (signal.aborted) throw new NodeprepError('interrupted', 'interrupted before anything was recorded')
    if (agreed) recordKeys(fresh, transport)
    if (agreed && human) stdout.write(recordedText(fresh))
    told.push(...seen.map((sighting) => ({ sighting, recorded: agreed })))
    // What lies behind a jump host that is not trusted cannot be looked at.
    if (!agreed) break
  }
  if (!human) stdout.write(jsonLine({ machines: told.map(sightingJson) }))
  const nothing = agreed && !told.some(({ sighting }) => sighting.error ?? newKeys(sighting).length > 0)
  if (human && nothing) stdout.write('Every key is known: there is nothing to record.\n')
  const errors = told.flatMap(({ sighting }) => sighting.error ?? [])
  for (const error of errors) stderr.write(errorText(error, styleFor(stderr)))
  if (!agreed) stderr.write('Nothing of this was recorded: answer y, or pass --yes where there is no terminal.\n')
  return worst(errors.map(({ code }) => exitCodeOfError(code))) ?? (agreed ? 0 : 4)
}

async function agrees(prompter: Prompter, fresh: readonly Sighting[]): Promise<boolean> {
  const answer = await prompter.ask(questionText(fresh))
  return /^y(es)?$/i.test(answer?.trim() ?? '')
}

function worst(codes: readonly ExitCode[]): ExitCode | undefined {
  return ([130, 2, 1, 3] as const).find((code) => codes.includes(code))
}
