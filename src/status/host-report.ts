import { X509Certificate } from 'node:crypto'
import { numberIn, reportLines } from './report-lines.ts'

/** A certificate and the end of its validity. */
export interface Certificate {
  readonly file: string
  readonly expires: Date
  /** It signs others: an authority. */
  readonly authority: boolean
}

/** What one host has said of itself; undefined where it did not, or not in a form that can be believed. */
export interface HostReport {
  /** By unit, what `systemctl is-active` says. */
  readonly units: Readonly<Record<string, string>>
  /** By which kubelet works, and the runtime. */
  readonly kubeletCgroupDriver: string | undefined
  readonly cgroupDriver: string | undefined
  readonly sandboxImage: string | undefined
  /** The file system of /var. In bytes. */
  readonly var: { readonly size: number; readonly free: number } | undefined
  readonly certificates: readonly Certificate[]
  /** The run that is at work there now: its name and who started it. */
  readonly run: { readonly id: string; readonly who: string } | undefined
  /** The version that an upgrade of this node goes to, while it is under way. */
  readonly upgrade: string | undefined
}

const MOST_CERTIFICATES = 64

/** Reads what np_status_host of playbooks/lib/status.sh prints. The first line of a kind counts. Never throws. */
export function parseHostReport(text: string): HostReport {
  const lines = reportLines(text)
  const all = (key: string, form: RegExp) =>
    lines.flatMap(([name, rest]) => (name === key ? [form.exec(rest)] : [])).filter((match) => match !== null)
  const one = (key: string, form: RegExp) => all(key, form)[0]
  const [, size, free] = one('var', /^(\d+) (\d+)$/) ?? []
  const [sizeKib, freeKib] = [numberIn(size), numberIn(free)]
  const [, id, who = ''] = one('run', /^([A-Za-z0-9][\w.-]{0,299}) (.{0,200})/) ?? []
  return {
    units: Object.fromEntries(
      all('unit', /^([\w@.-]{1,64}) ([a-z]{1,20})$/).map(([, unit = '', state = '']) => [unit, state]),
    ),
    kubeletCgroupDriver: one('kubeletCgroupDriver', /^(systemd|cgroupfs)$/)?.[1],
    cgroupDriver: one('cgroupDriver', /^(systemd|cgroupfs)$/)?.[1],
    sandboxImage: one('sandboxImage', /^([\w.:/@-]{1,300})$/)?.[1],
    var:
      sizeKib === undefined || freeKib === undefined || sizeKib === 0 || freeKib > sizeKib
        ? undefined
        : { size: sizeKib * 1024, free: freeKib * 1024 },
    certificates: all('certificate', /^(\/[\w./-]{1,200}) ([A-Za-z0-9+/=]{1,20000})$/)
      .slice(0, MOST_CERTIFICATES)
      .flatMap(([, file = '', base64 = '']) => certificate(file, base64)),
    run: id === undefined ? undefined : { id, who },
    upgrade: one('upgrade', /^([\w.+-]{1,64})$/)?.[1],
  }
}

function certificate(file: string, base64: string): readonly Certificate[] {
  try {
    const { validToDate, ca } = new X509Certificate(Buffer.from(base64, 'base64'))
    return Number.isNaN(validToDate.getTime()) ? [] : [{ file, expires: validToDate, authority: ca }]
  } catch {
    return []
  }
}
