/** How a host that misbehaves is made, and how a run has to end on it. */
export interface Misbehaving {
  /** What the machine does to every command that comes by ssh, before it runs it; see host-of-its-own.pl. */
  readonly wrong?: string
  /** A user of its own whose login is special: lines of its .bashrc, or another login shell. */
  readonly bashrc?: string
  readonly shell?: string
  /** The user has no home. */
  readonly homeless?: true
  /** Lines of sshd_config for this host alone. */
  readonly sshd?: readonly string[]
  /** Something else than an sshd: what a perl program does with the socket $c of each client. */
  readonly server?: string
  /** It is reached through the host of this name. */
  readonly via?: string
  /** `ok`, or the code, message and remedy that it must end with. */
  readonly ends: 'ok' | readonly [code: string, message: RegExp, remedy: RegExp]
}

const silent = ['protocol', /gave no facts within 120 s/, /login script that waits for input/] as const
const flood = ['protocol', /printed more than 1 MiB before it ran our command/, /login scripts/] as const

export const misbehaving: Readonly<Record<string, Misbehaving>> = {
  good: { ends: 'ok' },
  // Before the log-in
  'closes-at-connect': { server: 'close $c', ends: ['unreachable', /./, /sshd is reachable|`ssh` by hand/] },
  'silent-at-connect': {
    server: 'sleep 300',
    ends: ['unreachable', /within 20 s|timed out/i, /firewall|`ssh` by hand/],
  },
  'prints-at-connect': {
    server: 'while (syswrite $c, "y" x 4096) {}',
    ends: ['unreachable', /./, /sshd is reachable|firewall|`ssh` by hand/],
  },
  // Between the log-in and the first line of ours
  'silent-after-log-in': { wrong: 'sleep 300', ends: silent },
  'slow-facts': { wrong: 'sleep 65', ends: 'ok' },
  'prints-forever': { wrong: 'yes', ends: flood },
  'prints-forever-on-stderr': { wrong: 'yes >&2', ends: flood },
  'closes-after-log-in': {
    wrong: 'kill -9 $PPID',
    ends: ['protocol', /before it gave the facts and said nothing/, /forced command/],
  },
  'closes-in-facts': {
    wrong: 'sh -c "$SSH_ORIGINAL_COMMAND" | { dd bs=1 count=300 2>/dev/null; kill -9 $PPID; }',
    ends: ['protocol', /before it gave the facts/, /./],
  },
  'noisy-bashrc': { bashrc: 'seq 20000; echo to stderr >&2', ends: 'ok' },
  'bashrc-reads-stdin': { bashrc: 'cat >/dev/null', ends: silent },
  'bashrc-execs': { bashrc: 'exec sleep 300', ends: silent },
  'bashrc-exits': {
    bashrc: 'echo bye; exit 0',
    ends: ['protocol', /ended with status 0 before it gave the facts: .*bye/s, /\.bashrc/],
  },
  'no-sh': { bashrc: 'PATH=/nonexistent', ends: ['protocol', /not found/, /needs \/bin\/sh/] },
  nologin: { shell: '/usr/sbin/nologin', ends: ['protocol', /not available/, /another ssh\.user/] },
  rbash: { shell: '/bin/rbash', ends: ['protocol', /restricted/, /restricted one/] },
  'missing-shell': { shell: '/bin/missing', ends: ['auth-failed', /./, /key/] },
  'forced-command': {
    sshd: ['ForceCommand echo hello'],
    ends: ['protocol', /status 0 before it gave the facts: hello/, /forced command/],
  },
  'no-sessions': { sshd: ['MaxSessions 0'], ends: ['protocol', /./, /MaxSessions/] },
  homeless: { homeless: true, ends: 'ok' },
  'noisy-locale': { bashrc: 'export LC_ALL=xx_YY.UTF-8 LANG=xx; locale 2>&1', ends: 'ok' },
  // What is unusual and must do no harm
  'one-session': { sshd: ['MaxSessions 1', 'PermitTTY no', 'Banner /root/banner'], ends: 'ok' },
  'tmp-noexec': {
    wrong: 'mount -t tmpfs -o noexec,size=4k none /tmp; mount -t tmpfs -o noexec none /var/tmp',
    ends: 'ok',
  },
  'bastion-forwards-nothing': { sshd: ['AllowTcpForwarding no'], ends: 'ok' },
  'behind-that-bastion': {
    via: 'bastion-forwards-nothing',
    ends: ['unreachable', /./, /AllowTcpForwarding|`ssh` by hand/],
  },
  // After the facts
  'run-is-full': {
    wrong: 'mount -t tmpfs -o size=16k none /run/nodeprep; head -c 99999 /dev/zero >/run/nodeprep/full 2>/dev/null',
    ends: ['protocol', /could not start the run on the host: cannot write to \/run\/nodeprep/, /df -h \/run/],
  },
  'prints-in-a-step': { wrong: 'touch /var/lib/nodeprep/flood', ends: 'ok' },
  'cuts-every-connection': {
    wrong: 'sh -c "$SSH_ORIGINAL_COMMAND" | { dd bs=1 count=1650 2>/dev/null; kill -9 $PPID; }',
    ends: 'ok',
  },
  'loses-every-answer': {
    wrong: 'sh -c "$SSH_ORIGINAL_COMMAND" | { sed -u "/ ready$/q"; kill -9 $PPID; }',
    ends: ['connection-lost', /lost 8 times in a row without any progress/, /log of its sshd/],
  },
}
