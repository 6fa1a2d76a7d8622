import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { run, tryRun } from './run.ts'

/** The lab's own network. It exists inside the lab's namespaces only, so every lab has the same. */
export const network = { prefix: '10.77.0.', bits: 24, gateway: '10.77.0.1', firstHost: 11, bridge: 'lab0' } as const

/** Runs lines of ip(8) in a network namespace. */
async function ip(netns: string, lines: readonly string[]): Promise<void> {
  await run('nsenter', [`--net=${netns}`, 'ip', '-batch', '-'], `${lines.join('\n')}\n`)
}

/** Makes a network namespace that lives as long as this file is there. */
async function makeNetns(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, '')
  await run('unshare', [`--net=${file}`, 'true'])
}

/** Removes a network namespace made here and every interface in it. No error if it is not there. */
export async function removeNetns(file: string): Promise<void> {
  await tryRun('umount', [file])
  await rm(file, { force: true })
}

/** Makes the lab's namespace with the bridge in it. No way leads out of it. */
export async function makeLabNetwork(netns: string): Promise<void> {
  await makeNetns(netns)
  await ip(netns, [
    'link set lo up',
    `link add ${network.bridge} type bridge`,
    `addr add ${network.gateway}/${network.bits} dev ${network.bridge}`,
    `link set ${network.bridge} up`,
  ])
}

/** Makes a host's namespace with eth0 plugged into the lab's bridge. */
export async function plugHost(labNetns: string, hostNetns: string, address: string): Promise<void> {
  await makeNetns(hostNetns)
  const number = address.slice(network.prefix.length)
  const port = `port${number}`
  // A card keeps its address over a reboot; else the others would go on sending to the one it had.
  const mac = `02:4c:41:42:00:${Number(number).toString(16).padStart(2, '0')}`
  // The kernel takes a namespace that is gone apart when it finds time: its end of the old cable may still be here.
  await tryRun('nsenter', [`--net=${labNetns}`, 'ip', 'link', 'delete', port])
  await ip(labNetns, [
    `link add ${port} type veth peer name eth0 netns ${hostNetns}`,
    `link set ${port} master ${network.bridge} up`,
  ])
  await ip(hostNetns, [
    'link set lo up',
    `addr add ${address}/${network.bits} dev eth0`,
    `link set eth0 address ${mac} up`,
    `route add default via ${network.gateway}`,
  ])
}
