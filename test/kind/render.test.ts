import { execa } from 'execa'
import { load } from 'js-yaml'
import { parse } from 'smol-toml'
import { describe, expect, test } from 'vitest'
import { renderKindFiles } from '../../src/kind/render.ts'
import { cases } from './clusters.ts'

/** The lines of install.sh that differ from one image to the next. */
const particular = (script: string) => script.split('\n').filter((line) => /^add_repository | {2}v1\./.test(line))

describe.each(Object.entries(cases))('%s', (name, image) => {
  const wanted = image()
  const files = renderKindFiles(wanted)
  const text = (path: string) => files.get(path) ?? ''

  test('is rendered as before', async () => {
    const shown = [text('Dockerfile'), text('kind.yaml'), `${particular(text('node/install.sh')).join('\n')}\n`]
    await expect(shown.join('\n')).toMatchFileSnapshot(`golden/${name}.txt`)
  })

  test('has a Dockerfile that builds over the base in three steps, without any privilege', () => {
    const steps = text('Dockerfile')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
    expect(steps).toEqual([
      `FROM ${wanted.base}`,
      'COPY node /kind/nodeprep',
      'RUN sh /kind/nodeprep/install.sh',
      'RUN sh /kind/nodeprep/preload.sh',
    ])
  })

  test("has kind's configuration with CRI-O's socket for the nodes that init and those that join", () => {
    const config = load(text('kind.yaml')) as {
      kubeadmConfigPatches: string[]
      networking: object
      nodes: object[]
      name: string
    }
    const socket = { criSocket: 'unix:///var/run/crio/crio.sock' }
    const patches = config.kubeadmConfigPatches.map((patch) => load(patch))
    expect(patches.slice(0, 2)).toEqual([
      { kind: 'InitConfiguration', nodeRegistration: socket },
      { kind: 'JoinConfiguration', nodeRegistration: socket },
    ])
    const { ipFamily, podSubnet, serviceSubnet, dnsDomain, disableDefaultCni } = wanted
    expect(patches.slice(2)).toEqual(
      dnsDomain === '' ? [] : [{ kind: 'ClusterConfiguration', networking: { dnsDomain } }],
    )
    expect(config.networking).toEqual({
      ...(ipFamily && { ipFamily }),
      ...(podSubnet && { podSubnet, serviceSubnet }),
      disableDefaultCNI: disableDefaultCni,
    })
    expect(config.name).toBe(wanted.name)
    expect(config.nodes).toEqual(wanted.nodes.map(({ role }) => ({ role, image: wanted.tag })))
  })

  test.each(['dash', 'bash', 'busybox sh'])('has scripts that %s reads', async (shell) => {
    const [program = '', ...args] = shell.split(' ')
    for (const path of ['node/install.sh', 'node/preload.sh'])
      await execa(program, [...args, '-n'], { input: text(path) })
  })

  test('has configuration that is what it says, as data', () => {
    const socket = 'unix:///var/run/crio/crio.sock'
    expect(load(text('node/crictl.yaml'))).toEqual({ 'runtime-endpoint': socket, 'image-endpoint': socket })
    expect(parse(text('node/20-nodeprep.conf'))).toEqual({
      crio: {
        image: { pause_image: 'PAUSE_IMAGE' },
        runtime: { cgroup_manager: 'systemd', conmon_cgroup: 'system.slice' },
        network: { plugin_dirs: ['/opt/cni/bin'] },
      },
    })
    expect(parse(text('node/storage.conf'))['storage']).toMatchObject({ graphroot: '/var/lib/containers/storage' })
  })
})
