import { network } from '../../lab/network.ts'
import { run } from '../../lab/run.ts'
import { point } from './steps.ts'
import { inScene, type ClusterFault, type ClusterScene } from './fault.ts'

const always = (): boolean => true
// The program's own shell, by the lock that it holds; an instant too late there is none.
const shell = 'read -r _ pid _ </run/nodeprep/lock || exit 0'
/** Down from the program to the process that has no further child. */
const deepest = `${shell}; top=$pid
while next=$(pgrep -P "$pid" | tail -n 1) && [ -n "$next" ]; do pid=$next; done`

const link = async ({ bed, host }: ClusterScene, state: 'up' | 'down'): Promise<void> => {
  const port = `port${bed.lab.host(host).address.slice(network.prefix.length)}`
  await run('nsenter', [`--net=${bed.lab.netns}`, 'ip', 'link', 'set', port, state])
}

/** Faults of the client, of the connection, and of processes on the host. */
export const runFaults: readonly ClusterFault[] = [
  {
    name: 'kill-client',
    what: 'the client is killed with -9, and the same command given again at once',
    fits: always,
    inject: async (scene) => {
      scene.run.kill()
      await scene.run.ended
      scene.run = scene.startRun()
      // It has to be there before anything else is done to it.
      await scene.run.noted(/a run started by /, 15).catch(() => undefined)
    },
    says: /a run started by|no value|value of .* did not come|waiting for/,
  },
  {
    name: 'cut',
    what: 'the connection to the host is cut: the server’s side of it is killed',
    fits: always,
    inject: (scene) => inScene(scene, `for p in $(pgrep -f '[s]shd: .*@notty'); do kill -9 "$p"; done`),
    then: ({ run: client }) => client.noted(/^reconnected/),
    says: /^reconnected/,
  },
  {
    name: 'freeze',
    what: 'the host’s cable is pulled for longer than the keepalive, without a reset',
    fits: always,
    inject: (scene) => link(scene, 'down'),
    then: async (scene) => {
      await scene.run.noted(/connection lost; work continues/, 120)
      await link(scene, 'up')
    },
    says: /reconnected|connection|timed out/,
  },
  {
    name: 'kill-shell',
    what: 'the program’s shell on the host is killed with -9; its children go on',
    fits: always,
    inject: (scene) => inScene(scene, `${shell}; kill -9 "$pid"`),
    says: /the program was killed on the host/,
  },
  {
    name: 'kill-step',
    what: 'the program’s shell and the step’s are killed with -9; what they started (kubeadm) goes on alone',
    fits: ({ id }, phase) => id.startsWith('kubeadm-') && /^(inside-|through)/.test(phase),
    inject: (scene) =>
      inScene(
        scene,
        `{ read -r _ && read -r s; } </run/nodeprep/lock || exit 0; kill -9 $(pgrep -s "$s" -f 'sh /run/nodeprep/')`,
      ),
    says: /the program was killed on the host/,
  },
  {
    name: 'kill-child',
    what: 'the deepest child of the step is killed with -9: kubeadm itself, kubectl, crictl',
    // What holds a step at a point is no child of the step's.
    fits: ({ phases }, phase) => phase.startsWith('inside') && phases[phase] !== point,
    inject: (scene) => inScene(scene, `${deepest}; [ "$pid" = "$top" ] || kill -9 "$pid" || :`),
    says: /killed/i,
  },
  {
    name: 'power',
    what: 'the host loses power and boots again',
    fits: always,
    inject: ({ bed, host }) => bed.lab.powerOff(host),
    then: ({ bed, host }) => bed.lab.powerOn(host),
    says: /as after a reboot|reconnected/,
  },
]
