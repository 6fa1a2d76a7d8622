import { cgroupsBySystemd } from './runtimes.ts'
import { containerdFormats, type ContainerdFormat } from './settings.ts'
import { CRI, IMAGES, RUNTIME } from './tables.ts'
import { names } from '../names.ts'
import { listAt, mergeTables, tableOf, tomlAt, without, type TomlTable } from '../../../toml/table.ts'

const criNames: ReadonlySet<unknown> = new Set(['cri', CRI[1], IMAGES[1], RUNTIME[1]])

const SOCKET = names.socket

/**
 * The format that a host's file is to have: its own, else the newest that the installed containerd knows; 0 when there is
 * neither.
 * @param installed 0 for a containerd that is not there yet
 */
export function containerdFormat(file: TomlTable, installed: number): ContainerdFormat | 0 {
  const own = Number(file['version'] ?? 0)
  const format = own > 1 ? own : installed
  if (format === 0) return 0
  const known = containerdFormats.findLast((one) => one <= format) ?? 2
  // What stands in these tables has other places in format 4.
  const old = ['grpc', 'ttrpc', 'debug', 'metrics'].some((name) => Object.hasOwn(file, name))
  return own > 1 || known < 4 || !old ? known : 3
}

type Fit = (file: TomlTable, settings: TomlTable) => TomlTable

/** What of the settings a file has to be given: what it fulfils in its own way stays, what would contradict them goes. */
export function fitTo(file: TomlTable, settings: TomlTable): TomlTable {
  const fits: readonly Fit[] = [folders, certificates, plugins, programs, socket, cgroupsBySystemd]
  return fits.reduce((fitted, fit) => fit(file, fitted), settings)
}

const folders: Fit = (file, settings) =>
  ['root', 'state'].reduce((left, key) => (Object.hasOwn(file, key) ? without(left, [key]) : left), settings)

/** Several folders may be named, with colons between. */
const certificates: Fit = (file, settings) =>
  [CRI, IMAGES].reduce((left, cri) => {
    const path = [...cri, 'registry', 'config_path']
    const wanted = tomlAt(left, path)
    const has = tomlAt(file, path)
    const holds = typeof wanted === 'string' && typeof has === 'string' && has.split(':').includes(wanted)
    return holds ? without(left, path) : left
  }, settings)

/** containerd.io comes with its CRI switched off. */
const plugins: Fit = (file, settings) => {
  const disabled = listAt(file, ['disabled_plugins'])
  const left = disabled.filter((name) => !criNames.has(name))
  return left.length === disabled.length ? settings : { ...settings, disabled_plugins: left }
}

/** bin_dirs has taken bin_dir's place in 2.1, which refuses both together and still takes the old one alone. */
const programs: Fit = (file, settings) => {
  const [one, many] = ['bin_dir', 'bin_dirs'].map((key) => [...RUNTIME, 'cni', key])
  if (!one || !many) return settings
  const wanted = listAt(settings, many)
  const has = listAt(file, many)
  const old = tomlAt(file, one)
  if (wanted.length === 0) return settings
  if (has.length > 0) {
    const all = tableOf(many, [...wanted.filter((folder) => !has.includes(folder)), ...has])
    return mergeTables(mergeTables(settings, all), typeof old === 'string' && old !== '' ? tableOf(one, '') : {})
  }
  if (typeof old !== 'string' || old === '') return settings
  return mergeTables(without(settings, many), tableOf(one, wanted[0] ?? ''))
}

const socket: Fit = (file, settings) =>
  [['grpc'], ['plugins', 'io.containerd.server.v1.grpc']].reduce((left, table) => {
    const path = [...table, 'address']
    const has = tomlAt(file, path)
    const isOther = typeof has === 'string' && has !== '' && has.replace(/^\/var\/run\//, '/run/') !== SOCKET
    return isOther ? mergeTables(left, tableOf(path, SOCKET)) : left
  }, settings)
