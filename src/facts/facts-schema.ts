import * as z from 'zod'
import { say } from '../validation/say.ts'
import { liveSchema } from './live/live-schema.ts'
import type { Facts } from './facts.ts'

/** No fact is longer, and none holds what a terminal would act on. */
const LONGEST = 256
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/** A text as a host said it, made fit to be shown and written into files. */
export function cleanText(said: string): string {
  return said
    .slice(0, 4 * LONGEST)
    .replace(hidden, '')
    .trim()
    .slice(0, LONGEST)
}

/** A number as a host said it; 0 for what is none, or could not be. */
export function cleanNumber(said: string): number {
  return /^-?\d{1,15}$/.test(said) ? Number(said) || 0 : 0
}

const text = () =>
  z
    .string()
    .refine((value) => cleanText(value) === value, say('not a fact', 'write one line without control characters'))
const count = () => z.int().min(0)

/** It stands between the brackets of an apt source. */
const ARCH = /^[A-Za-z0-9_.-]*$/

/** An architecture as a host said it, or '' for what cannot be the name of one. */
export const cleanArch = (said: string): string => (ARCH.test(said) ? cleanText(said) : '')

/** Facts as `nodeprep facts --output json` prints them. */
export const factsSchema = z.strictObject({
  os: z.strictObject({
    id: text(),
    family: z.enum(['debian', 'rhel', 'other']),
    version: text(),
    codename: text(),
    name: text(),
  }),
  arch: text().regex(ARCH, say('not an architecture', 'write it as amd64')),
  kernel: text(),
  init: text(),
  packageManager: z.enum(['apt', 'dnf5', 'dnf', 'yum', 'none']),
  cgroup: z.union([z.literal(1), z.literal(2)]),
  cpus: count(),
  memoryMiB: count(),
  hostname: text(),
  machineId: text(),
  productUuid: text(),
  address: text(),
  address6: text().default(''),
  addresses: z.array(z.strictObject({ interface: text(), address: text() })).default([]),
  selinux: z.enum(['enforcing', 'permissive', 'disabled', 'absent']),
  swap: z.boolean(),
  kubernetes: z.strictObject({
    state: z.enum(['none', 'control-plane', 'worker']),
    criSocket: text().default(''),
    migratedFrom: text().default(''),
    migrating: z.boolean().default(false),
    cutOff: z.boolean().default(false),
    nodeSettings: z.boolean().default(false),
    removed: z.array(z.string()).default([]),
  }),
  live: liveSchema,
  made: z.array(text()).default([]),
  containerd: z.strictObject({ format: count() }).default({ format: 0 }),
  // They are not printed, since they may hold passwords.
  files: z.record(z.string(), z.string()).default({}),
  uid: count(),
  clockOffset: z.number(),
  clockError: z.number().min(0).default(0),
}) satisfies z.ZodType<Facts>
