/** Text of what a hostile host says, none of which may be believed, shown as another's, kept or run. */
export const FORGED = 'forged-by-the-hostile-host'
/** A line that an honest host prints, and that the hostile one gives away as its secret. */
export const HONEST_LINE = 'honest-output-4711-of-h1'
/** How much it offers in one run. */
export const OFFERED_MIB = 620

const base64 = (text: string): string => Buffer.from(text).toString('base64')
/** The text as an expression of perl. */
const perl = (text: string): string => `pack('H*','${Buffer.from(text).toString('hex')}')`
const canary = (where: string): string => `$(touch /tmp/canary-${where} canary-${where}) \`touch canary-${where}\``

/** As many «secrets» as a value can hold: words of other hosts, and hundreds of its own. */
const secrets = [HONEST_LINE, ...Array.from({ length: 800 }, (_, i) => `secret${1e6 + i}`)].join('\n')

/** A kubeconfig whose user is a program. */
const kubeconfig = `apiVersion: v1
kind: Config
clusters: [{ name: k, cluster: { server: "https://10.77.0.11:6443" } }]
users: [{ name: u, user: { exec: { apiVersion: client.authentication.k8s.io/v1, command: touch, args: [/tmp/canary-kubeconfig] } } }]
contexts: [{ name: c, context: { cluster: k, user: u } }]
current-context: c
`

/** What it says of itself, numbers that cannot be, and orders to a terminal. */
const facts = [
  ...['os.id debian', `os.name \u001b]0;${FORGED}\u0007\u001b[2J ${canary('fact')}`, 'os.version 12'],
  ...['os.codename bookworm', 'uname 6.1.0 x86_64', 'uid 0', 'boot b1', 'init systemd', 'hostname evil'],
  ...[`machineId ${'e'.repeat(32)}`, 'packageManager apt-get', 'cgroup 2', 'cpus 9'.padEnd(40, '9')],
  ...[
    'memoryKiB 4000000',
    'swap 0',
    'criSocket /var/run/crio/crio.sock',
    `selinux ${'x'.repeat(100_000)}`,
    `nonsense ${'n'.repeat(50_000)}`,
  ],
  'addresses 192.0.2.1=10.77.0.99 eth0=::ffff:10.0.0.1 eth0=$(touch canary-address)',
  `file:/etc/containerd/config.toml ${base64(`[plugins."x"]\npassword = "${HONEST_LINE}"\n`)}`,
]

/**
 * Runs in place of every command that a client asks for on the hostile host: answers as the bootstrap and as programs would, and
 * lies. With /root/control-plane there it calls itself a control plane whose steps are all done, and has a kubeconfig of 600 MB.
 * What it is told goes to /root/heard, how many bytes it has sent to /root/sent.
 */
export const liar = `use strict;
binmode STDIN; binmode STDOUT;
my $state = -e '/root/control-plane' ? 'control-plane' : 'none';
my ($tag) = $ENV{SSH_ORIGINAL_COMMAND} =~ /T=([0-9a-f]+)/ or exit 1;
my ($nonce, $sent, $block) = ('', 0, 'z' x (1 << 20));
open(my $heard, '>>', '/root/heard');
sub out {
  my ($text) = @_;
  for (my $at = 0; $at < length $text;) { my $n = syswrite(STDOUT, $text, length($text) - $at, $at) or exit; $at += $n; $sent += $n }
}
sub event { my $by = shift; out("\\n\\x1e$by $_\\n") for @_ }
sub done { open(my $file, '>', '/root/sent'); print $file $sent; close $file }
sub take {
  my ($size) = @_;
  my $text = '';
  while (length $text < $size) { read(STDIN, $text, $size - length $text, length $text) or exit }
  ($nonce) = $text =~ /NP_NONCE='?(\\w+)/;
  return $text;
}

event($tag, 'open liar');
event('liar', map { "fact $_" } ('clock ' . time, "kubernetes $state", ${facts.map(perl).join(', ')}));
event('liar', 'ready');
while (my $line = <STDIN>) {
  syswrite($heard, $line);
  if ($line =~ /^start \\S+ (\\d+)/) { take($1); $state eq 'none' ? lie() : kubeconfig() }
  elsif ($line =~ /^check (\\d+)/) { take($1); agree() }
}
sub agree { event($nonce, 'begin', 'ok 1', 'ok 2', 'end 0 '); event('liar', 'checked') }
sub kubeconfig {
  event('liar', 'following 0');
  event($nonce, 'begin', 'ok 1', 'ok 2', 'ok 3');
  out("\\n\\x1e$nonce value kubeconfig ");
  out('A' x (1 << 20)) for 1 .. ${OFFERED_MIB};
  event($nonce, 'value kubeconfig ${base64(kubeconfig)}');
  done();
  event($nonce, 'end 0 ');
}
sub lie {
  event('liar', 'following 99999999999');
  event($nonce, 'begin', 'start 1 gives');
  # Events of others, by all the nonces that it has seen or can think of, and by none.
  for my $by ($tag, 'liar', '', '0' x 32, 'f' x 32, 'h1', scalar reverse $nonce) {
    event($by, 'value join ${base64(FORGED)}', 'changed 1', 'go 1', 'end 1 ');
  }
  # Values that are not its own, a wait for what is not for it, a reboot that no step makes.
  event($nonce, 'value join ${base64(FORGED)}', 'await 1 join', 'go 1', 'reboot 1 86400');
  out(${perl(`\u001b]0;${FORGED}\u0007\u001b[2J\u001b[31m\u009b31m ${canary('output')}\n`)});
  event($nonce, ${perl(`say 1 \u001b]52;c;${base64(FORGED)}\u0007\u001b[2J ${canary('note')}`)}, "warn 1 \\e[8m\\r\\x7f");
  event($nonce, 'before 1 content ${base64(`\u001b[2J${canary('diff')}\n`)}', 'changed 1');
  # While the honest host that provides it is still at work.
  event($nonce, 'value join ${base64(FORGED)}');
  # Without end, with beginnings in between that would make bounds begin anew.
  for my $i (1 .. ${OFFERED_MIB}) {
    out($block);
    next if $i % 5;
    event($nonce, 'begin', 'start 2 file', 'start 1 gives', 'say 1 ' . 'n' x 100_000, 'warn 2 ' . "$i " x 20_000);
    event($nonce, 'before 2 digest ' . 'x' x 200_000 . ' 1', 'before 2 content ' . 'QkJC' x 100_000, 'reboot 2 86400');
  }
  # Not before, for of a host with so many secrets nothing is shown.
  event($nonce, 'value own ${base64(secrets)}', 'value join ${base64(FORGED)}', 'value own ${base64(FORGED)}');
  out("\\n\\x1e$nonce say 2 " . 'never ending ' x 200_000 . "\\n");
  done();
  event($nonce, 'changed 2', 'changed 2', 'end 7 perfect');
}
`
