import { bootHost, initPid, killHost } from './boot.ts'
import { planCgroups } from './cgroups.ts'
import { hostsFile, prepareDisk, takeSnapshot } from './disk.ts'
import { down } from './down.ts'
import { execIn } from './exec.ts'
import { network } from './network.ts'
import type { RunResult } from './run.ts'
import { writeSshFiles } from './ssh-files.ts'
import { labPaths, writeState, type HostState, type LabState, type Snapshot } from './state.ts'
import { ensureTree } from './trees.ts'
import type { HostKind } from './tree/recipes.ts'

/** The password of user ops for sudo, on every host. */
export const opsPassword = 'lab-sudo-password'

export type { Snapshot } from './state.ts'

export interface HostSpec {
  readonly name: string
  readonly kind: HostKind
  readonly address?: string
  /** What its disk is at first; by default an empty one over the tree of its kind. */
  readonly from?: Snapshot | undefined
}

/** A running lab: hosts on a network of their own. Make one with createLab, find one again with openLab. */
export class Lab {
  #state: LabState

  constructor(state: LabState) {
    this.#state = state
  }

  get id(): string {
    return this.#state.id
  }

  get hosts(): readonly HostState[] {
    return this.#state.hosts
  }

  /** File of the network namespace from which the hosts are reached: `nsenter --net=FILE`. */
  get netns(): string {
    return labPaths(this.id).netns
  }

  /** What an ssh client needs: the key that every user of every host lets in, the hosts' real keys, a config for ssh -F. */
  get ssh(): { identityFile: string; knownHostsFile: string; configFile: string } {
    const { key, knownHosts, sshConfig } = labPaths(this.id)
    return { identityFile: key, knownHostsFile: knownHosts, configFile: sshConfig }
  }

  host(name: string): HostState {
    const found = this.hosts.find((host) => host.name === name)
    if (found === undefined) throw new Error(`lab ${this.id} has no host ${name}`)
    return found
  }

  /** Runs a shell command line as root in a host, without ssh. Never throws for its exit code. */
  async exec(name: string, command: string, input = ''): Promise<RunResult> {
    return execIn(this.id, this.host(name).name, command, input)
  }

  /** Adds hosts to the lab and boots them side by side; the hosts that are there learn their names. */
  async addHosts(specs: readonly HostSpec[]): Promise<void> {
    const older = this.hosts
    const added: HostState[] = []
    for (const spec of specs) added.push(await this.#plan(spec, [...older, ...added]))
    this.#state = { ...this.#state, hosts: [...older, ...added] }
    await writeState(this.#state)
    await Promise.all(added.map((host) => prepareDisk(this.#state, host)))
    await writeSshFiles(this.#state)
    await Promise.all(added.map((host) => bootHost(this.#state, host)))
    await Promise.all(older.map(({ name }) => execIn(this.id, name, 'cat >/etc/hosts', hostsFile(this.#state))))
  }

  async addHost(spec: HostSpec): Promise<void> {
    await this.addHosts([spec])
  }

  async #plan({ name, kind, address, from }: HostSpec, taken: readonly HostState[]): Promise<HostState> {
    if (!/^[a-z0-9][a-z0-9-]*$/.test(name)) throw new Error(`not a host name: ${name}`)
    if (taken.some((host) => host.name === name)) throw new Error(`lab ${this.id} has two hosts named ${name}`)
    if (from !== undefined && from.kind !== kind) throw new Error(`host ${name}: the snapshot is of kind ${from.kind}`)
    let next: number = network.firstHost
    while (taken.some((host) => host.address === `${network.prefix}${next}`)) next++
    const cgroups = await planCgroups(`nodeprep-lab.${this.id}.${name}`, this.#state.cgroup)
    return { name, kind, address: address ?? `${network.prefix}${next}`, tree: await ensureTree(kind), from, cgroups }
  }

  /** Pulls the plug of a host: nothing in it gets to say goodbye. Its disk stays. */
  async powerOff(name: string): Promise<void> {
    await killHost(this.id, this.host(name))
  }

  /** Boots a host that is off, by its own will or not, from the disk it had. */
  async powerOn(name: string): Promise<void> {
    if ((await initPid(this.id, name)) !== undefined) throw new Error(`host ${name} of lab ${this.id} is on already`)
    await killHost(this.id, this.host(name))
    await bootHost(this.#state, this.host(name))
  }

  /**
   * Keeps what is on the disk of a host that is off, at no cost: other hosts of this lab can start from it, and this one
   * goes back to it by `reset`. Of one that was not shut down it holds what a loss of power leaves.
   */
  async snapshot(name: string): Promise<Snapshot> {
    if ((await initPid(this.id, name)) !== undefined) throw new Error(`host ${name} of lab ${this.id} is on`)
    const from = await takeSnapshot(this.#state, this.host(name))
    const hosts = this.hosts.map((host) => (host.name === name ? { ...host, from } : host))
    this.#state = { ...this.#state, hosts }
    await writeState(this.#state)
    await prepareDisk(this.#state, this.host(name))
    return from
  }

  /** Makes a host as new: an empty disk, or that of its snapshot, booted. Its address and ssh host keys stay. */
  async reset(name: string): Promise<void> {
    await this.powerOff(name)
    await prepareDisk(this.#state, this.host(name))
    await this.powerOn(name)
  }

  /** Takes the lab down; nothing of it is left. */
  async down(): Promise<void> {
    await down(this.id)
  }
}
