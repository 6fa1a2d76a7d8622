import { describe, expect, it } from 'vitest'
import { bootstrap } from '../../src/program/bootstrap.ts'
import { LONGEST_FILE } from '../../src/facts/files.ts'
import { parseFacts } from '../../src/facts/parse-facts.ts'
import type { Facts } from '../../src/facts/facts.ts'
import { runInCopy, shells } from '../steps/copy/copy.ts'

/** What a host says of itself once it is in the state that the shell text makes. */
async function factsAfter(
  shell: (typeof shells)[number],
  states: Readonly<Record<string, string>>,
  doubles: Readonly<Record<string, string>> = {},
  reads: readonly string[] = [],
): Promise<ReadonlyMap<string, Facts>> {
  const clear =
    'rm -rf /var/lib/kubelet /etc/containerd /etc/default/kubelet; mkdir -p /var/lib/kubelet /etc/containerd /var/lib/nodeprep/migration'
  const scripts = Object.entries(states).flatMap(([name, text]) => [
    { name: `${name}, made`, text: `${clear}\n${text}` },
    { name, text: `T=tag\nR='${reads.join(' ')}'\n${bootstrap()}` },
  ])
  const results = await runInCopy({ shell, doubles }, scripts)
  return new Map(
    Object.keys(states).map((name) => {
      const { output = '' } = results.get(name) ?? {}
      const [, nonce = ''] = /^\x1etag open (\S+)$/m.exec(output) ?? []
      const said = [...output.matchAll(new RegExp(`^\x1e${nonce} fact (\\S+) ?(.*)$`, 'gm'))]
      return [name, parseFacts(new Map(said.map(([, key = '', value = '']) => [key, value])), 0, 0, reads)]
    }),
  )
}

const write = (path: string, text: string) => `cat >${path} <<'END'\n${text}\nEND`
const TOML = '/etc/containerd/config.toml'
const FLAGS = '/var/lib/kubelet/kubeadm-flags.env'

describe.each(shells)('in %s', (shell) => {
  it('the format of containerd is that of its file, else of what is installed', async () => {
    const containerd =
      '#!/bin/sh\n[ "$*" = "config default" ] && printf "disabled_plugins = []\\nversion = 3\\n[grpc]\\n"\n'
    const facts = await factsAfter(
      shell,
      {
        'no file': ':',
        'its own': write(TOML, '# é "quoted" $(touch /pwned)\n  version=2 # two\n[grpc]'),
        'wide spaces': write(TOML, 'root = "/x"\nversion   =   2'),
        'none of its own': write(TOML, 'disabled_plugins = ["cri"]'),
        'one of a table': write(TOML, '[plugins.x]\nversion = 2'),
        long: `{ echo version = 2; head -c 400000 /dev/zero | tr '\\0' '#'; } >${TOML}`,
      },
      { containerd },
    )
    const formats = [...facts].map(([name, { containerd }]) => [name, containerd.format])
    expect(formats).toEqual([
      ['no file', 3],
      ['its own', 2],
      ['wide spaces', 2],
      ['none of its own', 3],
      ['one of a table', 3],
      ['long', 2],
    ])
    expect([...facts.values()].every(({ files }) => Object.keys(files).length === 0)).toBe(true)
  })

  it('files that are asked for are told as far as they are texts of a bearable length, and no others', async () => {
    const other = '/etc/np_other-1.toml'
    const facts = await factsAfter(
      shell,
      {
        'no file': `rm -f ${other}`,
        both: `${write(TOML, '# é "quoted" $(touch /pwned)\n  version=2 # two\n[grpc]')}\n${write(other, 'a = 1')}`,
        long: `{ echo version = 2; head -c 400000 /dev/zero | tr '\\0' '#'; } >${TOML}; : >${other}`,
        odd: `ln -s /dev/zero ${TOML}; rm ${other}; mkfifo ${other}`,
      },
      {},
      [TOML, other],
    )
    expect(facts.get('no file')?.files).toEqual({ [TOML]: '', [other]: '' })
    expect(facts.get('both')?.files).toEqual({
      [TOML]: '# é "quoted" $(touch /pwned)\n  version=2 # two\n[grpc]\n',
      [other]: 'a = 1\n',
    })
    expect(facts.get('long')?.files[TOML]).toHaveLength(LONGEST_FILE)
    expect(facts.get('long')?.files[other]).toBe('')
    expect(facts.get('odd')?.files).toEqual({ [TOML]: '', [other]: '' })
  })

  it('what nodeprep made is told by the names of files', async () => {
    const facts = await factsAfter(shell, {
      nothing: 'rm -rf /var/lib/nodeprep/made /etc/apt/sources.list.d/nodeprep-*',
      some: `mkdir -p /var/lib/nodeprep/made /etc/apt/sources.list.d
: >/var/lib/nodeprep/made/containerd-account-r.lab:5000; : >'/var/lib/nodeprep/made/a b'
: >/etc/apt/sources.list.d/nodeprep-containerd.list; : >/etc/apt/sources.list.d/mine.list`,
    })
    expect(facts.get('nothing')?.made).toEqual([])
    expect(facts.get('some')?.made).toEqual([
      '/var/lib/nodeprep/made/a',
      '/var/lib/nodeprep/made/containerd-account-r.lab:5000',
      '/etc/apt/sources.list.d/nodeprep-containerd.list',
    ])
  })

  it('without containerd there is no format, unless a file of it was left', async () => {
    const facts = await factsAfter(shell, {
      nothing: ':',
      left: write(TOML, 'version = 2'),
      old: write(TOML, 'root = "/x"'),
    })
    expect([...facts.values()].map(({ containerd }) => containerd.format)).toEqual([0, 2, 0])
  })

  it('the socket that kubelet is pointed at is that of its flags, else of its files', async () => {
    const facts = await factsAfter(shell, {
      none: ':',
      dockershim: write(
        FLAGS,
        'KUBELET_KUBEADM_ARGS="--network-plugin=cni --pod-infra-container-image=k8s.gcr.io/pause:3.2"',
      ),
      flags: write(
        FLAGS,
        'KUBELET_KUBEADM_ARGS="--container-runtime=remote --container-runtime-endpoint=/var/run/crio/crio.sock --x=y"',
      ),
      last: write(
        FLAGS,
        'KUBELET_KUBEADM_ARGS="--x=y --container-runtime-endpoint=unix:///run/containerd/containerd.sock"',
      ),
      instance: write(
        '/var/lib/kubelet/instance-config.yaml',
        'apiVersion: v1\ncontainerRuntimeEndpoint: "unix:///var/run/crio/crio.sock"',
      ),
      plain: write('/var/lib/kubelet/config.yaml', 'containerRuntimeEndpoint: ""\nx: y'),
    })
    expect([...facts].map(([name, { kubernetes }]) => [name, kubernetes.criSocket])).toEqual([
      ['none', ''],
      ['dockershim', ''],
      ['flags', '/var/run/crio/crio.sock'],
      ['last', '/run/containerd/containerd.sock'],
      ['instance', '/var/run/crio/crio.sock'],
      ['plain', ''],
    ])
  })

  it('a node that was moved remembers from where', async () => {
    const facts = await factsAfter(shell, { never: ':', moved: 'echo docker >/var/lib/nodeprep/migration/from' })
    expect([...facts.values()].map(({ kubernetes }) => kubernetes.migratedFrom)).toEqual(['', 'docker'])
  })

  it('its addresses are asked of one ip, without those that pass or are Services', async () => {
    const ip = `#!/bin/sh
[ "$*" = "-o -force -batch -" ] || exit 99
cat >/asked
cat <<'END'
192.0.2.1 via 10.0.2.2 dev eth0 src 10.0.2.15 uid 0 \\    cache
2001:db8::1 from :: via fe80::2 dev eth0 proto ra src fd17::15 metric 100 pref medium
2: eth0    inet 10.0.2.15/24 brd 10.0.2.255 scope global dynamic eth0\\       valid_lft 86000sec preferred_lft 86000sec
2: eth0    inet6 fd17::99/64 scope global temporary dynamic \\       valid_lft 86000sec preferred_lft 14000sec
2: eth0    inet6 fd17::15/64 scope global dynamic mngtmpaddr \\       valid_lft 86000sec preferred_lft 14000sec
3: eth1    inet 192.168.56.11/24 scope global eth1\\       valid_lft forever preferred_lft forever
5: kube-ipvs0    inet 10.96.0.1/32 scope global kube-ipvs0\\       valid_lft forever preferred_lft forever
END
`
    const facts = (await factsAfter(shell, { host: ':' }, { ip })).get('host')
    expect([facts?.address, facts?.address6]).toEqual(['10.0.2.15', 'fd17::15'])
    expect(facts?.addresses.map((one) => `${one.interface} ${one.address}`)).toEqual([
      'eth0 10.0.2.15',
      'eth0 fd17::15',
      'eth1 192.168.56.11',
    ])
  })

  it('of an ip that takes no batch only the default route is known', async () => {
    const ip = `#!/bin/sh
[ "$*" = "-4 route get 192.0.2.1" ] || { echo usage >&2; exit 1; }
echo '192.0.2.1 via 10.0.2.2 dev eth0 src 10.0.2.15 uid 0'
`
    const facts = (await factsAfter(shell, { host: ':' }, { ip })).get('host')
    expect([facts?.address, facts?.address6, facts?.addresses]).toEqual(['10.0.2.15', '', []])
  })
})
