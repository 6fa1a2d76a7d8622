import { describe, expect, it } from 'vitest'
import { Host, shells } from './scripts.ts'

const own = 'np_remove() { echo "removed $1"; }\nnp_warn() { echo "warning: $*"; }'
const env = { NAMES: 'lab.answer nosmt', LEFT: '', REBOOT: '' }

describe.each(shells)('kernel parameters that cluster.yaml does not have any more, in %s', (shell) => {
  const host = (doubles: Readonly<Record<string, string>>) => {
    const made = new Host(shell, doubles)
    for (const name of ['lab.answer', 'nosmt']) made.write(`state/made/kernel-${name}`, '')
    return made
  }

  it('leave the file of update-grub, and no mark of them stands', () => {
    const debian = host({ 'update-grub': 'echo updated' })
    expect(debian.run('former-kernel-parameters', 'check', env).ok).toBe(false)
    expect(debian.run('former-kernel-parameters', 'changes', env).output).toBe('- lab.answer\n- nosmt\n')
    expect(debian.run('former-kernel-parameters', 'apply', env, own)).toEqual({
      ok: true,
      output: 'removed /etc/default/grub.d/99-nodeprep-cluster.cfg\nupdated\n',
    })
    expect(debian.run('former-kernel-parameters', 'check', env).ok).toBe(true)
  })

  it('leave it to the others where there are some', () => {
    const debian = host({ 'update-grub': 'echo updated' })
    expect(debian.run('former-kernel-parameters', 'apply', { ...env, LEFT: 'quiet ' }, own).output).toBe('updated\n')
  })

  it('give way to what stood there before, with grubby', () => {
    const rhel = host({ grubby: 'echo "$*"' })
    rhel.write('state/before/kernelParameter/lab.answer', 'lab.answer=1\n')
    rhel.write('state/before/kernelParameter/nosmt', '\n')
    const noGrub = `${own}\ncommand() { [ "$2" != update-grub ] && which "$2"; }`
    expect(rhel.run('former-kernel-parameters', 'apply', env, noGrub).output).toContain(
      '--update-kernel=ALL --remove-args=lab.answer\n--update-kernel=ALL --args=lab.answer=1\n--update-kernel=ALL --remove-args=nosmt\n',
    )
  })

  it('owe no reboot where nobody has rebooted since they were written', () => {
    const debian = host({ 'update-grub': ':' })
    const owed = `${own}\nnp_reboot_owed() { np_why='kernel parameters lab.answer=42'; }`
    debian.write('state/owed/reboot', 'x')
    expect(debian.run('former-kernel-parameters', 'apply', env, owed).ok).toBe(true)
    expect(debian.has('state/owed/reboot')).toBe(false)
  })
})
