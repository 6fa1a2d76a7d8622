import { DNS_NAME } from '../notation/dns-name.ts'
import { familyOf } from './systems.ts'
import { parseLive } from './live/parse-live.ts'
import type { Facts } from './facts.ts'
import { parseAddresses } from './parse-addresses.ts'
import { parseFiles } from './files.ts'
import { parseMade } from './made.ts'
import { cleanArch, cleanNumber, cleanText } from './facts-schema.ts'

const arches: Readonly<Record<string, string>> = { x86_64: 'amd64', aarch64: 'arm64' }
const managers: Readonly<Record<string, Facts['packageManager']>> = {
  'apt-get': 'apt',
  dnf5: 'dnf5',
  dnf: 'dnf',
  yum: 'yum',
}
const selinux: Readonly<Record<string, Facts['selinux']>> = { '1': 'enforcing', '0': 'permissive', off: 'disabled' }

/**
 * Makes facts of the `fact KEY VALUE` events that a host printed first. What is missing or cannot be becomes '' or 0.
 * @param asked the client's clock before they were asked for, in milliseconds
 * @param told and when the host's clock had come
 * @param reads the files whose text was asked for
 */
export function parseFacts(
  said: ReadonlyMap<string, string>,
  asked: number,
  told = asked,
  reads: readonly string[] = [],
): Facts {
  const word = (key: string): string => cleanText(said.get(key) ?? '')
  const number = (key: string): number => Math.max(0, cleanNumber(said.get(key) ?? ''))
  const [kernel = '', machine = ''] = word('uname').split(' ')
  const state = word('kubernetes')
  const packageManager = managers[word('packageManager')] ?? 'none'
  return {
    os: {
      id: word('os.id'),
      family: familyOf(word('os.id'), word('os.like'), packageManager),
      version: word('os.version'),
      codename: word('os.codename'),
      name: word('os.name'),
    },
    arch: arches[machine] ?? cleanArch(machine),
    kernel,
    init: word('init'),
    packageManager,
    cgroup: word('cgroup') === '2' ? 2 : 1,
    cpus: number('cpus'),
    memoryMiB: Math.floor(number('memoryKiB') / 1024),
    hostname: word('hostname'),
    machineId: word('machineId'),
    productUuid: word('productUuid'),
    ...parseAddresses(said.get('addresses') ?? ''),
    selinux: selinux[word('selinux')] ?? 'absent',
    swap: word('swap') === '1',
    kubernetes: {
      state: state === 'control-plane' || state === 'worker' ? state : 'none',
      criSocket: word('criSocket'),
      migratedFrom: word('migratedFrom'),
      migrating: word('migrating') === '1',
      cutOff: word('cutOff') === '1',
      nodeSettings: word('nodeSettings') === '1',
      removed: (said.get('removed') ?? '').split(' ').filter((name) => DNS_NAME.test(name)),
    },
    made: parseMade(said.get('made') ?? ''),
    live: parseLive(said.get('live') ?? ''),
    containerd: { format: number('containerdFormat') },
    files: parseFiles(said, reads),
    uid: number('uid'),
    ...clockOf(number('clock'), asked, told),
  }
}

/**
 * The host read its clock, in whole seconds, at some time after it was asked and before its answer came. With a busy client or
 * a slow login that can be long, and says nothing against the clock.
 */
function clockOf(seconds: number, asked: number, told: number): Pick<Facts, 'clockOffset' | 'clockError'> {
  const tenths = (ms: number): number => Math.round(ms / 100) / 10
  return {
    clockOffset: tenths(seconds * 1000 + 500 - (asked + told) / 2),
    clockError: tenths(500 + Math.abs(told - asked) / 2),
  }
}
