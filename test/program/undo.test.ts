import { describe, expect, it } from 'vitest'
import { prelude } from '../../src/program/assets.ts'
import { runInCopy, shells, type Script } from '../steps/copy/copy.ts'
import { hosts, programOf } from '../steps/copy/plan.ts'

const file = (path: string, content: string, more: object = {}) => ({
  kind: 'file',
  params: { path, content, ...more },
})
const steps = [
  file('/etc/np-new/sub/a.conf', 'nodeprep\n'),
  file('/etc/np-there.conf', 'nodeprep\n', { mode: '0600' }),
  file('/etc/np-edited.conf', 'nodeprep\n'),
  file('/etc/np-link', 'nodeprep\n'),
  { kind: 'file', params: { path: '/etc/np-gone', state: 'absent' } },
  { kind: 'file', params: { path: '/etc/np-folder/sub', state: 'directory' } },
  { kind: 'file', params: { path: '/etc/np-full', state: 'directory' } },
]
const prepare = `mkdir -p /etc/np-folder
echo before >/etc/np-there.conf; chmod 0640 /etc/np-there.conf; chgrp adm /etc/np-there.conf
echo before >/etc/np-edited.conf
ln -s np-there.conf /etc/np-link
echo gone >/etc/np-gone`
const list =
  'cd /etc; find np-* | sort | while read -r f; do stat -c "%n %F %a %U %G" "$f"; [ ! -f "$f" ] || cat "$f"; done'
const edit = 'echo user >/etc/np-edited.conf; echo user >/etc/np-full/mine'

/** A program that calls functions of the prelude; `kill` ends it at the first of these commands that is called for the nth time. */
const calling = (name: string, script: string): Script => ({
  name,
  text: `NP_NONCE=n NP_MODE=apply NP_ID=x NP_RUN=/run/np; mkdir -p /run/np/values
${prelude()}
np_event() { case $1 in warn*) printf '%s\\n' "$1" >&9 ;; esac; }
systemctl() { :; }
${script}`,
})
const undo = calling('undo', '(set -eu; np_undo_files apply); np_undo_files check && echo checked')

describe.each(shells)('what nodeprep did to files is undone in %s', (shell) => {
  const apply = { name: 'apply', text: programOf(steps, hosts.debian12, 'apply') }
  const as = (name: string): Script => ({ name, text: list })

  it('but for what somebody else changed, which is named', async () => {
    const results = await runInCopy({ shell, prepare }, [
      as('before'),
      apply,
      { name: 'edit', text: edit },
      calling('plan', 'np_undo_files check || echo pending; np_undo_files changes'),
      undo,
      as('after'),
    ])
    const said = (name: string) => results.get(name)?.output ?? ''
    expect(said('plan').split('\n').sort().join('\n')).toBe(
      `
+ /etc/np-gone as it was before
+ /etc/np-link as it was before
+ /etc/np-there.conf as it was before
- /etc/np-folder/sub
- /etc/np-gone as nodeprep wrote it
- /etc/np-link as nodeprep wrote it
- /etc/np-new/sub/a.conf
- /etc/np-there.conf as nodeprep wrote it
pending`,
    )
    expect(results.get('plan')?.changed).toBe('')
    expect(said('undo')).toContain('/etc/np-edited.conf was changed by somebody else')
    expect(said('undo')).toContain('/etc/np-full was changed by somebody else')
    expect(said('undo')).toContain('checked')
    const kept = '\nnp-full directory 755 root root\nnp-full/mine regular file 644 root root\nuser'
    expect(said('after').replace(kept, '').replace('644 root root\nuser', '644 root root\nbefore')).toBe(said('before'))
  })

  it('also by the run after one that was killed, wherever that was', async () => {
    // Each time it comes one command of those that change something further.
    const killed = Array.from({ length: 12 }, (_, i) =>
      calling(
        `killed-${i}`,
        `np_left_to_do=${i}
step() { np_left_to_do=$((np_left_to_do - 1)); [ "$np_left_to_do" -ge 0 ] || { kill -9 $$; exit 1; }; }
for np_command in mv rm rmdir ln chmod; do eval "$np_command() { step; command $np_command \\"\\$@\\"; }"; done
(set -eu; np_undo_files apply)`,
      ),
    )
    for (const one of shell === 'dash' ? killed : killed.slice(3, 4)) {
      const results = await runInCopy({ shell, prepare }, [as('before'), apply, one, undo, as('after')])
      expect(results.get('undo')?.output, one.name).toContain('checked')
      expect(results.get('after')?.output, one.name).toBe(results.get('before')?.output)
    }
  })
})
