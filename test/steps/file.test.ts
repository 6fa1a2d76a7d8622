import { testConverges, testFails, testGolden, testRefused } from './copy/tests.ts'

const crictl = { path: '/etc/crictl.yaml', content: 'runtime-endpoint: unix:///var/run/crio/crio.sock\n' }

testGolden('file', [
  { name: 'present', params: crictl },
  {
    name: 'hostile',
    params: { path: `/etc/it's $(here) — \`and\` "there"`, content: 'no newline\n\nat the end', mode: '0600' },
  },
  { name: 'directory', params: { path: '/etc/crio/crio.conf.d', state: 'directory', group: 'adm' } },
  { name: 'absent', params: { path: '/etc/cni/net.d/10-crio-bridge.conflist', state: 'absent' } },
])

const path = ': write an absolute path without `..`, doubled or trailing slashes and control characters'
testRefused('file', [
  [{ ...crictl, path: 'etc/crictl.yaml' }, `path${path}`],
  [{ ...crictl, path: '/etc/../root/x' }, `path${path}`],
  [{ ...crictl, path: '/etc//x' }, `path${path}`],
  [{ ...crictl, path: '/etc/x\nrm -rf /' }, `path${path}`],
  [{ ...crictl, path: '/' }, `path${path}`],
  [{ ...crictl, mode: 420 }, 'mode: write the mode as text in quotes: "0644"'],
  [{ ...crictl, mode: '0888' }, 'mode: write the mode as three or four octal digits in quotes: "0644"'],
  [{ ...crictl, owner: 'root; reboot' }, 'owner: write a user or group name'],
  [{ ...crictl, content: 'a\0b' }, 'content: must not contain NUL'],
  [{ path: '/etc/x' }, 'content: write the content of the file'],
  [{ path: '/etc/x', state: 'absent', content: '' }, 'content: a folder or an absent file has no content: remove this'],
  [{ ...crictl, colour: 'blue' }, ': Unrecognized key: "colour"'],
])

testConverges([
  {
    name: 'a new file in a new folder',
    steps: [
      {
        kind: 'file',
        params: { path: '/etc/nodeprep-test/a/b.conf', content: 'one\ntwo', mode: '0640', group: 'adm' },
      },
    ],
    afterwards: `
      printf 'one\\ntwo\\n' | cmp - /etc/nodeprep-test/a/b.conf
      [ "$(stat -c '%a %U %G' /etc/nodeprep-test/a/b.conf /etc/nodeprep-test/a | tr '\\n' ,)" = '640 root adm,755 root root,' ] || stat /etc/nodeprep-test/a
      printf '/etc/nodeprep-test\n/etc/nodeprep-test/a\n' | cmp - /var/lib/nodeprep/before/files/etc/nodeprep-test/a/b.conf.absent
      [ "$(cat /var/lib/nodeprep/wrote/etc/nodeprep-test/a/b.conf.wrote)" = "$(sha256sum </etc/nodeprep-test/a/b.conf | cut -c 1-64)" ] ||
        echo what was written was not recorded`,
  },
  {
    name: 'a file of another content, mode and owner, whose path and content are hostile',
    prepare: `printf old >"/etc/it's \\$(here)"; chown nobody "/etc/it's \\$(here)"`,
    steps: [
      {
        kind: 'file',
        params: { path: `/etc/it's $(here)`, content: `$(touch /pwned) \`x\` \\ ' " é 漢\nNP_END\n\tend\r` },
      },
    ],
    afterwards: `
      printf '$(touch /pwned) \`x\` \\\\ '"'"' " é 漢\\nNP_END\\n\\tend\\r\\n' | cmp - "/etc/it's \\$(here)"
      [ ! -e /pwned ] || echo pwned
      [ "$(cat "/var/lib/nodeprep/before/files/etc/it's \\$(here)")" = old ] || echo former content was not kept`,
  },
  {
    name: 'a link where a file is wanted: the link goes, its target stays',
    prepare: `echo target >/etc/nodeprep-target; ln -s nodeprep-target /etc/nodeprep-link`,
    steps: [{ kind: 'file', params: { path: '/etc/nodeprep-link', content: 'mine' } }],
    afterwards: `[ "$(cat /etc/nodeprep-target)" = target ] || echo the target was written to`,
  },
  {
    name: 'a folder, then one whose mode was wrong',
    prepare: 'mkdir -m 0700 /etc/nodeprep-wrong',
    steps: [
      { kind: 'file', params: { path: '/etc/nodeprep-new/sub', state: 'directory', mode: '1777' } },
      { kind: 'file', params: { path: '/etc/nodeprep-wrong', state: 'directory' } },
    ],
  },
  {
    name: 'a file, and a dangling link, that must not be',
    prepare: 'echo x >/etc/nodeprep-file; ln -s /nowhere /etc/nodeprep-dangling',
    steps: [
      { kind: 'file', params: { path: '/etc/nodeprep-file', state: 'absent' } },
      { kind: 'file', params: { path: '/etc/nodeprep-dangling', state: 'absent' } },
    ],
    afterwards: '[ "$(cat /var/lib/nodeprep/before/files/etc/nodeprep-file)" = x ] || echo not kept',
  },
])

testFails([
  {
    name: 'does not remove a folder to put a file there',
    prepare: 'mkdir /etc/nodeprep-folder',
    steps: [{ kind: 'file', params: { path: '/etc/nodeprep-folder', content: 'x' } }],
    says: '/etc/nodeprep-folder is a folder; move it away first',
  },
])
