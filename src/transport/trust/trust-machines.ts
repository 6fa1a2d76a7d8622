import type { TransportOptions } from '../run-options.ts'
import { resolveTarget, type Host } from '../target/resolve-target.ts'
import { heedHashing } from '../target/ssh-config.ts'
import { hopsOf, type Target } from '../target/target.ts'

/** A machine whose identity counts: a host, or a jump host on the way to some. */
export interface Machine {
  readonly target: Target
  readonly isJumpHost: boolean
  /** Why it must be asked by the system's ssh, or undefined. */
  readonly needsOpenssh: string | undefined
}

/** The machines on the way to the hosts, in stages: each can be reached once those before it are trusted. */
export async function machinesToTrust(hosts: readonly Host[], options: TransportOptions): Promise<Machine[][]> {
  heedHashing(options)
  const stages: Map<string, Machine>[] = []
  const remote = hosts.filter(({ ssh }) => ssh.transport !== 'local')
  const targets = await Promise.all(remote.map(async (host) => [host, await resolveTarget(host, options)] as const))
  for (const [{ ssh }, target] of targets)
    for (const [depth, hop] of hopsOf(target).entries()) {
      const stage = (stages[depth] ??= new Map<string, Machine>())
      const key = JSON.stringify([hop.knownAs, hop.host, hop.port, hop.knownHostsFiles, hop.via])
      const asked = ssh.transport === 'openssh' && hop.via ? 'cluster.yaml asks for it' : undefined
      const machine = { target: hop, isJumpHost: hop !== target, needsOpenssh: asked ?? hop.needsOpenssh }
      if (!stage.has(key) || hop === target) stage.set(key, machine)
    }
  return stages.map((stage) => [...stage.values()])
}
