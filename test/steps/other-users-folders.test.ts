import { describe, expect, it, test } from 'vitest'
import { runInCopy, shells, type Setup } from './copy/copy.ts'
import { hosts, outcomes, programOf, type StepFixture } from './copy/plan.ts'

// Root in a folder that another user can change: any name there may become a link at any moment. What bob prepares must
// neither be written through, nor given away, nor shown.

const secret = 'the secret of root'
const prepare = `echo 'bob:x:4711:4711::/home/bob:/bin/sh' >>/etc/passwd; echo 'bob:x:4711:' >>/etc/group
echo 'eve:x:4712:4712::/home/eve:/bin/sh' >>/etc/passwd; echo 'eve:x:4712:' >>/etc/group
mkdir -m 0755 /home/bob /home/eve; chown bob:bob /home/bob; chown eve:eve /home/eve
umask 077; mkdir -p /root/folder; echo '${secret}' >/root/victim; echo '${secret}' >/root/folder/victim
as_bob() { setpriv --reuid=4711 --regid=4711 --clear-groups sh -c "umask 022; cd /home/bob && $1"; }
`
/** Prints what is not as it was with root's own files. */
const intact = `[ "$(cat /root/victim /root/folder/victim)" = "$(printf '%s\\n' '${secret}' '${secret}')" ] || echo victim was written
[ "$(stat -c '%a %U %G' /root/victim /root/folder/victim /root/folder | tr '\\n' ,)" = '600 root root,600 root root,700 root root,' ] || stat -c '%a %U %G %n' /root/*
[ "$(ls -A /root/folder)" = victim ] || ls -A /root/folder
`
const file = (params: Record<string, string>): StepFixture => ({ kind: 'file', params })
const text = { path: '/home/bob/x', content: 'new' }
const bob = { owner: 'bob' }

async function run(setup: Setup, steps: readonly StepFixture[], afterwards = '') {
  const results = await runInCopy({ ...setup, prepare: prepare + (setup.prepare ?? '') }, [
    { name: 'plan', text: programOf(steps, hosts.debian12, 'check') },
    { name: 'apply', text: programOf(steps, hosts.debian12, 'apply') },
    { name: 'again', text: programOf(steps, hosts.debian12, 'apply') },
    { name: 'after', text: intact + afterwards },
  ])
  const output = (name: string) => results.get(name)?.output ?? ''
  const shown = [...output('plan').matchAll(/ content (\S+)/g)].map(([, text = '']) => Buffer.from(text, 'base64'))
  return {
    plan: outcomes(output('plan')),
    planned: output('plan'),
    apply: outcomes(output('apply')),
    again: outcomes(output('again')),
    output: output('apply'),
    shown: shown.join(''),
    after: output('after'),
  }
}

const refusedSteps: readonly (readonly [what: string, bobDoes: string, step: StepFixture, says: string])[] = [
  ['a file', 'ln -s /root/victim .x.nodeprep; ln -s /root/victim x', file(text), '/home/bob belongs to bob'],
  ['a new file', ':', file(text), '/home/bob belongs to bob'],
  [
    'a file of his below a link',
    'ln -s /root/folder d',
    file({ ...text, ...bob, path: '/home/bob/d/victim' }),
    'denied',
  ],
  ['a file in a new folder', ':', file({ ...text, path: '/home/bob/a/b/c' }), '/home/bob belongs to bob'],
  ['a folder', 'mkdir d', file({ path: '/home/bob/d', state: 'directory', mode: '0700' }), '/home/bob belongs to bob'],
  [
    'a folder of his that is a link',
    'ln -s /root/folder d',
    file({ path: '/home/bob/d', state: 'directory', ...bob }),
    'Permission denied',
  ],
  [
    'an absent file',
    'ln -s /root/folder d',
    file({ path: '/home/bob/d/victim', state: 'absent' }),
    '/home/bob belongs to bob',
  ],
  [
    'an absent file of his below a link',
    'ln -s /root/folder d',
    file({ path: '/home/bob/d/victim', state: 'absent', ...bob }),
    'denied',
  ],
  [
    'a download',
    'ln -s /root/victim .x.nodeprep',
    { kind: 'download', params: { url: 'file:///etc/passwd', path: '/home/bob/x' } },
    '/home/bob belongs to bob',
  ],
  ["another one's file", ':', file({ ...text, owner: 'eve' }), '/home/bob belongs to bob'],
  ['a file in his folder in /tmp', 'mkdir /tmp/d', file({ ...text, path: '/tmp/d/x' }), '/tmp/d belongs to bob'],
  [
    'a file by way of his link in /tmp',
    'ln -s /root/folder /tmp/d',
    file({ ...text, path: '/tmp/d/victim' }),
    '/tmp/d belongs to bob',
  ],
  [
    'his folder in /tmp',
    'ln -s /root/folder /tmp/d',
    file({ path: '/tmp/d', state: 'directory', mode: '0777' }),
    '/tmp/d belongs to bob',
  ],
]

describe.each(shells)('in %s', (shell) => {
  it.each(refusedSteps)('%s is refused, and what root has stays', async (_what, bobDoes, step, says) => {
    const { plan, planned, apply, output, shown, after } = await run({ shell, prepare: `as_bob '${bobDoes}'` }, [step])
    expect(apply, output).toEqual(['failed'])
    expect(output).toContain(says)
    // What bob himself is refused is not asked for by a plan.
    const told = says.includes('belongs to')
    expect(plan, planned).toEqual([told ? 'denied' : 'would'])
    if (told) expect(planned).toMatch(new RegExp(`nonce denied 1 cannot change \\S+: ${says}`))
    expect(shown).not.toContain(secret)
    expect(after).toBe('')
  })

  it('files, folders and their absence are made as the user that the step names', async () => {
    const bobDoes = `ln -s /root/victim .x.nodeprep; ln -s /root/victim x; ln -s /root/victim gone; echo old >y; mkdir d`
    const steps = [
      file({ ...text, ...bob }),
      file({ ...text, ...bob, path: '/home/bob/y', mode: '0600' }),
      file({ ...text, ...bob, path: '/home/bob/new/folders/z' }),
      file({ ...bob, path: '/home/bob/gone', state: 'absent' }),
      file({ ...bob, path: '/home/bob/d', state: 'directory', mode: '0700' }),
      file({ ...bob, path: '/tmp/his', content: 'x' }),
    ]
    const { apply, again, output, shown, after } = await run(
      { shell, prepare: `as_bob '${bobDoes}'` },
      steps,
      `cd /home/bob; stat -c '%a %U %G %F %n' x y new new/folders new/folders/z d /tmp/his; cat x y; ls -A . /tmp
       cat /var/lib/nodeprep/before/files/home/bob/y; readlink /var/lib/nodeprep/before/files/home/bob/x`,
    )
    expect(apply, output).toEqual(steps.map(() => 'changed'))
    expect(again).toEqual(steps.map(() => 'ok'))
    expect(shown).toBe('old\n')
    expect(after.split('\n')).toEqual([
      '644 bob bob regular file x',
      '600 bob bob regular file y',
      '755 bob bob directory new',
      '755 bob bob directory new/folders',
      '644 bob bob regular file new/folders/z',
      '700 bob bob directory d',
      '644 bob bob regular file /tmp/his',
      ...['new', 'new', '.:', '.x.nodeprep', 'd', 'new', 'x', 'y', '', '/tmp:', 'his', 'old', '/root/victim', ''],
    ])
  })

  it('root follows links of its own, and writes in /tmp, where nobody else can take a name of its away', async () => {
    const { apply, again, output, after } = await run(
      {
        shell,
        prepare: `mkdir -p /etc/np/real/sub; ln -s real/../real /etc/np/link; ln -s /etc/np /var/np
          chmod 0755 /etc/np /etc/np/real /etc/np/real/sub; ln -s /root/victim /tmp/.x.nodeprep; as_bob 'ln -s /root/victim /tmp/x; ln -s /root/victim /tmp/y'`,
      },
      [
        file({ content: 'x', path: '/var/np/link/sub/x' }),
        file({ path: '/etc/np/link', state: 'directory', mode: '0750' }),
        file({ content: 'x', path: '/tmp/x' }),
        { kind: 'download', params: { url: 'file:///etc/np/real/sub/x', path: '/tmp/y', sha256: sha256OfX } },
        file({ path: '/tmp/new/folder', state: 'directory' }),
      ],
      'stat -c "%a %U %F %n" /etc/np/real/sub/x /etc/np/real /tmp/x /tmp/y /tmp/new/folder; ls -A /tmp',
    )
    expect(apply, output).toEqual(['changed', 'changed', 'changed', 'changed', 'changed'])
    expect(again).toEqual(['ok', 'ok', 'ok', 'ok', 'ok'])
    expect(after.split('\n')).toEqual([
      '644 root regular file /etc/np/real/sub/x',
      '750 root directory /etc/np/real',
      '644 root regular file /tmp/x',
      '644 root regular file /tmp/y',
      '755 root directory /tmp/new/folder',
      ...['.x.nodeprep', 'new', 'x', 'y', ''],
    ])
  })

  it('a link to a folder where a file is wanted is replaced, and nothing is left in the folder', async () => {
    const setup = { shell, prepare: 'ln -s /root/folder /etc/np-link' }
    const { apply, after } = await run(setup, [file({ content: 'x', path: '/etc/np-link' })], 'cat /etc/np-link')
    expect([apply, after]).toEqual([['changed'], 'x\n'])
  })

  it('a secret of root is not shown by way of a link, nor does a pipe hold up a plan', async () => {
    const steps = [
      file(text),
      file({ ...text, ...bob }),
      file({ ...text, path: '/home/bob/d/victim' }),
      file({ ...text, ...bob, path: '/home/bob/pipe' }),
      file({ ...text, path: '/etc/np-link' }),
      file({ ...text, path: '/tmp/x' }),
    ]
    const bobDoes = 'ln -s /root/victim x; ln -s /root/folder d; mkfifo pipe; ln -s /root/victim /tmp/x'
    const setup = { shell, prepare: `as_bob '${bobDoes}'; ln -s /home/bob/x /etc/np-link` }
    const { shown, output } = await run(setup, steps)
    expect(shown).toBe('')
    expect(output).not.toContain(Buffer.from(secret).toString('base64').slice(0, 16))
  })

  it('a folder that is exchanged with a link all the time leads nowhere', async () => {
    const steps = Array.from({ length: 12 }, (_, i) => file({ ...text, ...bob, path: `/home/bob/d/${i}` }))
    const bobDoes =
      'mkdir real; (while :; do ln -sfn /root/folder d; rm -f d; ln -sfn real d; rm -f d; done >/dev/null 2>&1 &)'
    const { after } = await run({ shell, prepare: `as_bob '${bobDoes}'` }, steps)
    expect(after).toBe('')
  })

  it.each([
    ['a group', 'chgrp bob /srv/np; chmod 0775 /srv/np', '/srv/np can be changed by others than root'],
    ['everybody', 'chmod 0777 /srv/np', '/srv/np can be changed by others than root'],
  ])('a folder that %s can change is refused', async (_who, open, says) => {
    const setup = { shell, prepare: `mkdir -m 0755 /srv/np; ${open}` }
    const { plan, planned, apply, output } = await run(setup, [file({ ...text, path: '/srv/np/x' }), file(text)])
    expect(apply).toEqual(['failed'])
    expect(output).toContain(`cannot write /srv/np/x: ${says}`)
    // The steps after it are looked at, too.
    expect(plan).toEqual(['denied', 'denied'])
    expect(planned).toContain(`nonce denied 1 cannot change /srv/np/x: ${says}`)
  })

  it('a plan only warns where an earlier step may make the folder a safe one, as it does here', async () => {
    const steps = [file({ path: '/srv/np', state: 'directory', mode: '0755' }), file({ ...text, path: '/srv/np/x' })]
    const { plan, planned, apply } = await run({ shell, prepare: 'mkdir /srv/np; chmod 0777 /srv/np' }, steps)
    expect(plan).toEqual(['would', 'would'])
    expect(planned).toContain(
      'nonce warn 2 apply will fail unless an earlier step removes the cause: cannot change /srv/np/x: /srv/np can be changed by others than root',
    )
    expect(apply).toEqual(['changed', 'changed'])
  })
})

const sha256OfX = '73cb3858a687a8494ca3323053016282f3dad39d42cf62ca4e79dda2aac7d9ac'

test('where there is no setpriv, chroot does it; without either it is said', async () => {
  const none = '#!/bin/sh\nexit 1\n'
  const steps = [file({ ...text, ...bob })]
  const alone = await run({ shell: 'dash', doubles: { setpriv: none } }, steps, 'stat -c %U /home/bob/x')
  expect([alone.apply, alone.after]).toEqual([['changed'], 'bob\n'])
  const neither = await run({ shell: 'dash', doubles: { setpriv: none, chroot: none } }, steps)
  expect(neither.output).toContain('this host has neither setpriv of util-linux nor chroot of coreutils')
})

test('a group that the user is not in is named', async () => {
  const { output } = await run({ shell: 'dash' }, [file({ ...text, ...bob, group: 'root' })])
  expect(output).toContain('who is not in the group root')
})
