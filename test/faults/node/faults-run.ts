import { network } from '../../lab/network.ts'
import { run } from '../../lab/run.ts'
import { always, inHost, onlyInside, type Fault, type Scene } from './fault.ts'

// The program's own shell, by the lock that it holds.
const shell = 'read -r _ pid _ </run/nodeprep/lock'
/**
 * Down from the program to the process that has no further child; what holds a step is no child of the step's. When the
 * step has ended by then, what is at work is another's, held for a fault of its own.
 */
const killDeepest = (step: string): string => `for try in 1 2 3 4 5 6 7 8; do
${shell}
while next=$(for p in $(pgrep -P "$pid"); do case $(cat /proc/$p/comm) in sleep) ;; *) echo $p ;; esac; done | tail -n 1)
  [ -n "$next" ]; do pid=$next; done
  # Not one that is just about to become the sleep of a held step, or ends at once.
  sleep 0.1; if [ -d "/proc/$pid" ]; then break; fi
done
read -r _ top _ </run/nodeprep/lock
case $(tail -n 1 /var/lib/nodeprep/journal) in
  *' ${step} began') cat "/proc/$pid/comm"; [ "$pid" = "$top" ] || kill -9 "$pid" || : ;;
esac`

const link = async ({ bed }: Scene, state: 'up' | 'down'): Promise<void> => {
  const port = `port${bed.lab.host('cp1').address.slice(network.prefix.length)}`
  await run('nsenter', [`--net=${bed.lab.netns}`, 'ip', 'link', 'set', port, state])
}

/** Faults of the client, of the connection, and of processes on the host. */
export const runFaults: readonly Fault[] = [
  {
    name: 'kill-client',
    what: 'the client is killed with -9; the next one finds its program at work',
    fits: always,
    inject: async (scene) => {
      scene.run.kill()
      await scene.run.ended
      // So that the rest of the journey is the new client's.
      if (scene.more) await inHost(scene, `for d in /run/nodeprep/*/; do [ ! -s "$d/lock" ] || : >"$d/stop"; done`)
      scene.run = scene.startRun()
      if (scene.held) await scene.run.noted(/a run started by /)
    },
    says: /a run started by .* is at work on this host/,
  },
  {
    name: 'cut',
    what: 'the connection is cut: the server’s side of it is killed',
    fits: always,
    inject: async (scene) => {
      await inHost(scene, `for p in $(pgrep -f '[s]shd: .*@notty'); do kill -9 "$p" || :; done`)
    },
    then: ({ run: client }) => client.noted(/^reconnected/),
    says: /^reconnected/,
  },
  {
    name: 'freeze',
    what: 'the cable is pulled for longer than the keepalive, without a reset',
    fits: always,
    inject: (scene) => link(scene, 'down'),
    then: async (scene) => {
      await scene.run.noted(/connection lost; work continues/, 120)
      await link(scene, 'up')
      await scene.run.noted(/^reconnected/, 120)
    },
    remove: (scene) => link(scene, 'up'),
    says: /^reconnected/,
  },
  {
    name: 'kill-shell',
    what: 'the program’s shell on the host is killed with -9; its children go on',
    fits: always,
    inject: async (scene) => {
      await inHost(scene, `${shell}; kill -9 "$pid"`)
    },
    says: /the program was killed on the host/,
  },
  {
    name: 'kill-child',
    what: 'the deepest child of the step is killed with -9',
    fits: onlyInside,
    inject: (scene) =>
      // One that has ended meanwhile needs no killing.
      inHost(scene, killDeepest(scene.step)),
    says: /./,
  },
  {
    name: 'power',
    what: 'the host loses power and boots again',
    fits: always,
    inject: async ({ bed }) => {
      await bed.lab.powerOff('cp1')
    },
    then: async (scene) => {
      await scene.bed.lab.powerOn('cp1')
      await scene.run.noted(/as after a reboot|^reconnected/, 120)
    },
    says: /as after a reboot/,
  },
]
