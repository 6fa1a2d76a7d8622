import * as z from 'zod'
import { joinSh, raw, sh, type Sh } from '../shell/sh.ts'
import { moduleName } from './fields.ts'
import { defineStep } from './step.ts'
import { fileIs, writeFile } from '../shell/text-file.ts'

const params = z.strictObject({ name: moduleName.describe('Name of the module, as modprobe knows it.') })

/** Modules that have neither parameters nor a file system of their name betray themselves, when built in, only here. */
const traces: Readonly<Record<string, string>> = {
  br_netfilter: '/proc/sys/net/bridge/bridge-nf-call-iptables',
  nf_conntrack: '/proc/sys/net/netfilter/nf_conntrack_max',
}

const listFile = (name: string) => `/etc/modules-load.d/nodeprep-${name}.conf`
const underscored = (name: string) => name.replaceAll('-', '_')

/** In the running kernel, loaded or built in. Costs no process for a module that is loaded. */
function inKernel(name: string): Sh {
  const module = underscored(name)
  const trace = traces[module]
  const anySpelling = module.replaceAll('_', '[-_]')
  return joinSh(
    [
      sh`[ -d ${`/sys/module/${module}`} ]`,
      ...(trace === undefined ? [] : [sh`[ -e ${trace} ]`]),
      sh`grep -q ${`[[:blank:]]${module}$`} /proc/filesystems`,
      sh`grep -qs ${`/${anySpelling}\\.ko`} "/lib/modules/$(uname -r)/modules.builtin"`,
    ],
    ' || ',
  )
}

/** A kernel module that is there now and after a reboot. */
export const kernelModule = defineStep({
  kind: 'kernelModule',
  description:
    'A kernel module that is in the running kernel and is loaded again after a reboot. One that is built into the kernel counts as loaded.',
  example: `id: br-netfilter
kernelModule: { name: br_netfilter }
`,
  params,
  title: ({ name }) => `kernel module ${name} loaded now and after a reboot`,
  content: ({ name }) => `${name}\n`,
  path: ({ name }) => listFile(name),
  changes: ({ name }) =>
    sh`! ${fileIs(listFile(name), name)} || { ${inKernel(name)}; } || np_tell ${`module ${name}`} 'not in the kernel' loaded`,
  check: ({ name }) => sh`${fileIs(listFile(name), name)} && { ${inKernel(name)}; }`,
  apply: ({ name }, { content }) =>
    joinSh([
      writeFile(listFile(name), content),
      sh`{ ${inKernel(name)}; } || {`,
      raw(`command -v modprobe >/dev/null || np_fail 'there is no modprobe on this host: install the package kmod'`),
      sh`np_remember module ${underscored(name)} absent`,
      sh`modprobe ${name} || np_fail "the running kernel $(uname -r) has no module ${raw(name)}: reboot if the kernel was upgraded, or install the package with its extra modules (kernel-modules-extra on RHEL-likes)"`,
      raw('}'),
    ]),
})
