/** Names by number, from linux/capability.h; the kernel's numbers never change. */
const names = [
  ...['chown', 'dac_override', 'dac_read_search', 'fowner', 'fsetid', 'kill', 'setgid', 'setuid', 'setpcap'],
  ...['linux_immutable', 'net_bind_service', 'net_broadcast', 'net_admin', 'net_raw', 'ipc_lock', 'ipc_owner'],
  ...['sys_module', 'sys_rawio', 'sys_chroot', 'sys_ptrace', 'sys_pacct', 'sys_admin', 'sys_boot', 'sys_nice'],
  ...['sys_resource', 'sys_time', 'sys_tty_config', 'mknod', 'lease', 'audit_write', 'audit_control', 'setfcap'],
  ...['mac_override', 'mac_admin', 'syslog', 'wake_alarm', 'block_suspend', 'audit_read', 'perfmon', 'bpf'],
  'checkpoint_restore',
]

/**
 * Capabilities that the kernel has and a process can never get. `text` is the process's /proc/self/status followed by
 * /proc/sys/kernel/cap_last_cap.
 */
export function missingCapabilities(text: string): readonly string[] {
  const bounding = /^CapBnd:\s*([0-9a-f]+)$/m.exec(text)?.[1]
  const last = /^(\d+)\s*$/m.exec(text)?.[1]
  if (bounding === undefined || last === undefined) return []
  const set = BigInt(`0x${bounding}`)
  return Array.from({ length: Number(last) + 1 }, (_, number) => number)
    .filter((number) => ((set >> BigInt(number)) & 1n) === 0n)
    .map((number) => `CAP_${(names[number] ?? String(number)).toUpperCase()}`)
}
