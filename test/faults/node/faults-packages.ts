import type { MirrorWay } from './mirror.ts'
import { inHost, type Fault, type Phase } from './fault.ts'
import type { FaultStep } from './steps.ts'

/** Takes a lock as apt, dpkg and rpm do (fcntl), keeps it for some seconds once it has it, and lets go. */
const holder = (file: string) => `mkdir -p $(dirname ${file})
setsid perl -e 'use Fcntl; open my $f, "+>>", "${file}" or die; my $lock = pack "ssx4qqlx4", F_WRLCK, 0, 0, 0, 0; fcntl $f, F_SETLKW, $lock or die $!; sleep 5' >/opt/faults/lock.log 2>&1 </dev/null &
sleep 0.5; cat /opt/faults/lock.log /proc/locks; stat -c "%i %n" ${file}`

const lock = (name: string, what: string, file: string, forKind: 'apt' | 'rpm'): Fault => ({
  name,
  what,
  fits: ({ installs = false }, phase, kind) =>
    installs && phase !== 'after' && (kind === 'centos') === (forKind === 'rpm'),
  inject: (scene) => inHost(scene, holder(file)),
  says: /pid \d+ \(perl/,
})

const halfDone = (name: string, what: string, text: string): Fault => ({
  name,
  what,
  fits: ({ installs = false }, phase, kind) => installs && phase === 'before' && kind !== 'centos',
  inject: (scene) => inHost(scene, text),
  says: /dpkg/,
})

const status = (name: string, was: string) =>
  `sed -i '/^Package: ${name}$/,/^$/s/^Status: .*/Status: ${was}/' /var/lib/dpkg/status; dpkg-query -W -f '\${Status}' ${name}`

/** Where something is asked of the mirror. */
const fetching = ({ fetches = false, installs = false }: FaultStep, phase: Phase): boolean =>
  fetches && (phase === 'before' || (phase === 'inside' && installs))

const mirror = (name: string, what: string, way: MirrorWay, says: RegExp): Fault => ({
  name,
  what: `the mirror ${what}`,
  fits: fetching,
  inject: ({ bed }) => bed.mirror.fail(way),
  remove: ({ bed }) => bed.mirror.fail('pass'),
  lasts: true,
  says,
})

/** Faults of what packages come from and of who installs them. */
export const packageFaults: readonly Fault[] = [
  lock('lock-apt', 'another process holds the lock of apt’s lists for 5 s', '/var/lib/apt/lists/lock', 'apt'),
  lock('lock-dpkg', 'another process holds dpkg’s lock for 5 s', '/var/lib/dpkg/lock-frontend', 'apt'),
  lock('lock-rpm', 'another process holds rpm’s lock for 5 s', '/var/lib/rpm/.rpm.lock', 'rpm'),
  halfDone('half-configured', 'dpkg left a package half-configured', status('iproute2', 'install ok half-configured')),
  halfDone(
    'unpacked',
    'dpkg left a package unpacked whose dependencies are not there',
    `cd /tmp; curl -sSfo socat.deb "http://mirror.lab/debian/$(apt-cache show socat | sed -n 's/^Filename: //p' | head -n 1)"
     dpkg --unpack socat.deb; rm socat.deb`,
  ),
  halfDone('reinstall', 'dpkg was killed while it unpacked', status('iproute2', 'install reinstreq half-installed')),
  mirror('403', 'answers 403', '403', /403/),
  mirror('404', 'answers 404', '404', /404/),
  mirror('500', 'answers 500', '500', /500/),
  mirror('stall', 'stops sending half way, and keeps the connection', 'stall', /timed? ?out|too slow|stall/i),
  mirror(
    'truncate',
    'closes the connection half way',
    'truncate',
    /closed|partial|transfer|remaining|unexpected size|prematurely/i,
  ),
  mirror(
    'wrong-content',
    'sends a login page',
    'wrong-content',
    /hash sum|OpenPGP|unexpected size|clearsigned|signature|gpg|checksum|corrupt|NODATA/i,
  ),
  {
    ...mirror('expired', 'has a repository that was valid until yesterday', 'expired', /expired/i),
    fits: ({ installs = false }, phase, kind) => installs && kind !== 'centos' && phase !== 'after',
  },
  {
    ...mirror(
      'wrong-signature',
      'is signed by another key',
      'wrong-signature',
      /NO_PUBKEY|not signed|public key|signature|gpg/i,
    ),
    fits: ({ installs = false }, phase) => installs && phase !== 'after',
  },
  {
    name: 'no-dns',
    what: 'the name of the mirror cannot be resolved',
    fits: fetching,
    inject: async (scene) => {
      await inHost(
        scene,
        `sed '/mirror.lab/d' /etc/hosts >/opt/faults/hosts; mount --bind /opt/faults/hosts /etc/hosts`,
      )
    },
    remove: (scene) => inHost(scene, 'umount -l /etc/hosts'),
    lasts: true,
    says: /resolv/i,
  },
]
