import { expect, test } from 'vitest'
import { runInCopy, shells, type Shell } from '../steps/copy/copy.ts'
import { hosts, outcomes, programOf, type StepFixture } from '../steps/copy/plan.ts'

// A file system with no room: the step fails and names the file, and what stood there stands there still.

const full = (folder: string, more = ':') => `mkdir -p ${folder}
  mount -t tmpfs -o size=256k tmpfs ${folder}
  ${more}
  cat /dev/zero >${folder}/fill 2>/dev/null || :`
const file = (path: string, content: string): StepFixture => ({ kind: 'file', params: { path, content } })
const long = 'x'.repeat(100_000)

async function apply(shell: Shell, prepare: string, steps: readonly StepFixture[], after: string) {
  const program = programOf(steps, hosts.debian12, 'apply')
  const results = await runInCopy({ shell, prepare }, [
    { name: 'apply', text: program },
    { name: 'after', text: after },
    { name: 'room', text: 'rm -f /etc/np/fill /var/lib/nodeprep/fill /run/fill /tmp/fill' },
    { name: 'again', text: program },
  ])
  const output = results.get('apply')?.output ?? ''
  const again = results.get('again')?.output ?? ''
  return { seen: outcomes(output), output, after: results.get('after')?.output, again: outcomes(again) }
}

test.each(shells)('/etc: the file is named and stays whole, nothing else is left, in %s', async (shell) => {
  const steps = [file('/etc/np/file', long)]
  const { seen, output, after, again } = await apply(
    shell,
    full('/etc/np', 'umask 022; echo old >/etc/np/file'),
    steps,
    'cat /etc/np/file; ls -A /etc/np',
  )
  expect([seen, after, again], output).toEqual([['failed'], 'old\nfile\nfill\n', ['changed']])
  expect(output).toMatch(/^cannot write \/etc\/np\/file: No space left on device$/m)
})

test.each(shells)(
  '/var: nothing is touched before the journal and what stood there are written, in %s',
  async (shell) => {
    const steps = [file('/etc/np-file', 'new\n')]
    const prepare = `${full('/var/lib/nodeprep')}; umask 022; seq 999 >/etc/np-file`
    const { seen, output, after, again } = await apply(shell, prepare, steps, 'tail -n 1 /etc/np-file')
    expect([seen, after, again], output).toEqual([['failed'], '999\n', ['changed']])
    expect(output).toMatch(/^cannot write \/var\/lib\/nodeprep\/journal: No space left on device$/m)
  },
)

test.each(shells)('/var: what cannot be kept is not overwritten, in %s', async (shell) => {
  // Room for the journal alone.
  const prepare = `${full('/var/lib/nodeprep', 'mkdir -p /var/lib/nodeprep/before/files/etc; seq 1000 >/var/lib/nodeprep/journal')}
    umask 022; seq 999 >/etc/np-file; truncate -s 20 /var/lib/nodeprep/journal`
  const { seen, output, after, again } = await apply(
    shell,
    prepare,
    [file('/etc/np-file', 'new\n')],
    'tail -n 1 /etc/np-file; ls -A /var/lib/nodeprep/before/files/etc',
  )
  expect([seen, after, again], output).toEqual([['failed'], '999\n', ['changed']])
  expect(output).toMatch(/^cannot write \/etc\/np-file: No space left on device$/m)
})

test.each(shells)('/tmp: a text that the shell keeps there is not written empty, in %s', async (shell) => {
  const prepare = `${full('/tmp')}; umask 022; echo old >/etc/np-file`
  const { seen, output, after, again } = await apply(
    shell,
    prepare,
    [file('/etc/np-file', long)],
    'head -c 3 /etc/np-file',
  )
  // Only bash keeps it there.
  expect([seen, after, again], output).toEqual(
    shell === 'bash' ? [['failed'], 'old', ['changed']] : [['changed'], 'xxx', ['ok']],
  )
})

test.each(shells)('/run: what cannot be handed on is not written, in %s', async (shell) => {
  const prepare = `${full('/run', 'mkdir -p /run/nodeprep')}; umask 022; echo old >/etc/np-file; truncate -s -4096 /run/fill`
  const { seen, output, after, again } = await apply(
    shell,
    prepare,
    [file('/etc/np-file', long)],
    'head -c 3 /etc/np-file',
  )
  expect([seen, after, again], output).toEqual([['failed'], 'old', ['changed']])
  expect(output).toMatch(/^cannot prepare \/etc\/np-file in \/run or \/tmp: No space left on device$/m)
})

test.each(shells)('/run: a download that cannot write is given up at once and says why, in %s', async (shell) => {
  const prepare = `${full('/run', 'mkdir -p /run/nodeprep')}; truncate -s -4096 /run/fill`
  const step: StepFixture = { kind: 'download', params: { url: 'http://127.0.0.1:9/x', path: '/etc/np-file' } }
  const program = programOf([step], hosts.debian12, 'apply')
  const output = (await runInCopy({ shell, prepare }, [{ name: 'apply', text: program }])).get('apply')?.output ?? ''
  expect(outcomes(output), output).toEqual(['failed'])
  expect(output).toMatch(/could not be fetched: cannot write to \S+: No space left on device$/m)
  expect(output).not.toContain('attempt 2')
})
