import { describe, expect, it } from 'vitest'
import { Host, shells } from './scripts.ts'

const BRIDGE =
  '{"name":"x","plugins":[{"type":"bridge","ipam":{"type":"host-local","ranges":[[{"subnet":"10.88.0.0/16"}]]}}]}'

describe.each(shells)('in %s', (shell) => {
  describe('case 1: on a host that has not joined', () => {
    const FILES = ['10-containerd-net.conflist', '10-flannel.conflist', '87-podman-bridge.conf', '99-loopback.json']

    it('every CNI configuration is moved away, kept and named', () => {
      const host = new Host(shell, {})
      for (const name of FILES) host.write(`etc/cni/net.d/${name}`, BRIDGE)
      host.write('etc/cni/net.d/calico-kubeconfig', 'k')
      expect(host.run('other-networks', 'check').ok).toBe(false)
      const { ok, output } = host.run('other-networks', 'apply')
      expect([ok, host.run('other-networks', 'check').ok]).toEqual([true, true])
      for (const name of FILES) {
        expect(host.has(`etc/cni/net.d/${name}`)).toBe(false)
        expect(host.read(`etc/cni/net.d/${name}.disabled`)).toBe(BRIDGE)
        expect(host.read(`state/before/files${host.root}/etc/cni/net.d/${name}`)).toBe(BRIDGE)
        expect(output).toContain(`/${name} is now `)
      }
      expect(host.read('etc/cni/net.d/calico-kubeconfig')).toBe('k')
    })

    it('none is what is wanted, also without the folder', () => {
      expect(new Host(shell, {}).run('other-networks', 'check').ok).toBe(true)
    })

    it("the network's own stays where a join was cut off when it was through", () => {
      const host = new Host(shell, {})
      host.write('etc/cni/net.d/10-flannel.conflist', BRIDGE)
      host.write('etc/kubernetes/kubelet.conf', 'x')
      expect(host.run('other-networks', 'check').ok).toBe(true)
    })
  })

  describe('case 14: the API server reaches every kubelet', () => {
    const kubectl = (w1: string) => `case "$*" in
'get nodes -o '*) printf 'cp1 True\nw1 True\nw2 Unknown\n' ;;
'get --raw /api/v1/nodes/cp1/proxy/healthz') echo ok ;;
'get --raw /api/v1/nodes/w1/proxy/healthz') ${w1} ;;
*) echo "unexpected: kubectl $*" >&2; exit 99 ;;
esac`

    it('those of nodes that are Ready', () => {
      expect(new Host(shell, { kubectl: kubectl('echo ok') }).run('kubelets-reachable', 'check').ok).toBe(true)
    })

    it('or the node is named, with what kubectl says of it', () => {
      const host = new Host(shell, {
        kubectl: kubectl('echo "Error from server: dial tcp 10.0.0.21:10250: i/o timeout" >&2; exit 1'),
      })
      expect(host.run('kubelets-reachable', 'check').ok).toBe(false)
      expect(host.run('kubelets-reachable', 'why').output).toBe(
        `port 10250 of w1 cannot be reached from the control plane: Error from server: dial tcp 10.0.0.21:10250: i/o timeout
kubectl logs and kubectl exec fail for pods on these nodes. Open TCP port 10250 there for the control planes.
`,
      )
    })

    it('and nothing is known where the nodes cannot be listed', () => {
      expect(new Host(shell, { kubectl: 'exit 1' }).run('kubelets-reachable', 'check').ok).toBe(false)
    })
  })

  describe("case 1: pods have addresses of their node's podCIDR", () => {
    const kubectl = (...pods: string[]) => `case "$*" in
'get nodes -o '*) printf 'cp1=10.244.0.0/24 w1=10.244.1.0/24 w2= w3=fd01::/64 ' ;;
'get pods --all-namespaces --field-selector status.phase=Running -o '*) printf '%s\\n' ${pods.map((pod) => `'${pod}'`).join(' ')} ;;
*) echo "unexpected: kubectl $*" >&2; exit 99 ;;
esac`
    const check = (conflist: string, ...pods: string[]) => {
      const host = new Host(shell, { kubectl: kubectl(...pods) })
      host.write('etc/cni/net.d/10-flannel.conflist', conflist)
      return host.run('pod-addresses', 'check').ok
    }

    it.each([
      ['inside', ',w1,10.244.1.255,default/a', true],
      ['of another network', ',w1,10.88.0.5,default/a', false],
      ["of another node's", ',w1,10.244.0.5,kube-system/coredns', false],
      ["in the host's network", 'true,w1,10.0.0.21,kube-system/proxy', true],
      ['of a node without podCIDR', ',w2,10.88.0.5,default/a', true],
      ['of a node whose podCIDR is of IPv6', ',w3,10.88.0.5,default/a', true],
      ['without an address yet', ',w1,,default/a', true],
      ['of a node that is gone', ',w9,10.88.0.5,default/a', true],
    ])('%s', (_, pod, ok) => {
      expect(check(BRIDGE, ',cp1,10.244.0.2,default/b', pod)).toBe(ok)
      expect(check('{"type": "flannel"}', pod)).toBe(ok)
    })

    it('or they need not, by a network that has subnets of its own', () => {
      expect(check('{"type": "calico", "ipam": {"type": "calico-ipam"}}', ',w1,192.168.3.4,default/a')).toBe(true)
    })

    it('is not known while the API server does not answer', () => {
      const host = new Host(shell, { kubectl: 'exit 1' })
      host.write('etc/cni/net.d/10-flannel.conflist', BRIDGE)
      expect(host.run('pod-addresses', 'check').ok).toBe(false)
    })

    it('or each that is outside is named with its node', () => {
      const host = new Host(shell, { kubectl: kubectl(',w1,10.88.0.5,default/a') })
      expect(host.run('pod-addresses', 'why').output).toContain(
        "default/a on w1 has address 10.88.0.5, outside the node's podCIDR 10.244.1.0/24\n",
      )
    })
  })

  describe('case 6: every node has an address of its own', () => {
    const of = (...nodes: string[]) =>
      new Host(shell, { kubectl: `printf '%s\\n' ${nodes.map((node) => `'${node}'`).join(' ')}` })

    it.each([
      ['as it should be', ['cp1 10.0.0.11', 'w1 10.0.0.21 fd00::21', 'w2'], true],
      ['but for two', ['cp1 10.0.2.15', 'w1 10.0.2.15'], false],
      ['but for one of IPv6', ['cp1 10.0.0.11 fd00::1', 'w1 10.0.0.21 fd00::1'], false],
      ['where one begins as another', ['cp1 10.0.0.1', 'w1 10.0.0.11'], true],
    ])('%s', (_, nodes, ok) => {
      expect(of(...nodes).run('node-addresses', 'check').ok).toBe(ok)
    })

    it('or the two are named', () => {
      const { output } = of('cp1 10.0.0.11', 'w1 10.0.2.15', 'w2 10.0.2.15').run('node-addresses', 'why', {})
      expect(output).toContain('nodes w1 and w2 both have address 10.0.2.15\n')
    })

    it('is not known while the API server does not answer', () => {
      expect(new Host(shell, { kubectl: 'exit 1' }).run('node-addresses', 'check').ok).toBe(false)
    })
  })

  /** A cluster whose Service, ready pods, other pods and nodes are these. */
  const dns = ({ service = '10.96.0.10', ready = '', pods = '', nodes = 'True' }) => `case "$*" in
'-n kube-system get service kube-dns --ignore-not-found -o jsonpath={.spec.clusterIP}') printf '%s' '${service}' ;;
'-n kube-system get endpoints kube-dns -o '*) printf '%s' '${ready}' ;;
'get nodes -o '*) printf '%s ' '${nodes}' ;;
'-n kube-system get pods -l k8s-app=kube-dns -o '*) printf '${pods}' ;;
'-n kube-system logs --previous --tail=1 coredns-1') echo 'plugin/forward: no nameservers found' ;;
'-n kube-system logs '*) exit 1 ;;
*) echo "unexpected: kubectl $*" >&2; exit 99 ;;
esac`

  describe("case 20: the cluster's DNS serves", () => {
    it.each([
      ['with a pod that is ready', {}, { ready: '10.244.0.2' }, true],
      ['not without one', {}, {}, false],
      ['or there is none to serve', {}, { service: '' }, true],
      ['or waits for a network that the user brings', { CNI: 'none' }, { nodes: 'False' }, true],
      ['not without a pod on a network that the user brought', { CNI: 'none' }, {}, false],
    ])('%s', (_, env, cluster, ok) => {
      const host = new Host(shell, { kubectl: dns(cluster) })
      expect(host.run('cluster-dns', 'check', { CNI: 'flannel', ...env }).ok).toBe(ok)
    })

    it('is not known while the API server does not answer', () => {
      const host = new Host(shell, { kubectl: 'exit 1' })
      expect(host.run('cluster-dns', 'check', { CNI: 'flannel' }).ok).toBe(false)
    })

    it('or its pods are named, with the last words of those that end', () => {
      const pods =
        'coredns-1 false Running CrashLoopBackOff\\ncoredns-2 false Pending ContainerCreating\\ncoredns-3 true Running\\n'
      const { output } = new Host(shell, { kubectl: dns({ pods }) }).run('cluster-dns', 'why')
      expect(output.split('\n').slice(1)).toEqual([
        'coredns-1 is not ready: Running CrashLoopBackOff; its log ends with: plugin/forward: no nameservers found',
        'coredns-2 is not ready: Pending ContainerCreating',
        '',
      ])
    })
  })

  describe('case 20: the smoke test asks the DNS from its pods', () => {
    const env = { VERSION: '1.36.5', MANIFEST: 'm', NAME: 'kubernetes.default.svc.cluster.local' }
    const kubectl = (exec: string, service?: string) => `case "$*" in
'-n nodeprep-smoke-test exec nginx-1 -- timeout 30 getent hosts '* | '-n nodeprep-smoke-test exec nginx-2 -- timeout 30 getent hosts '*) echo "$4" >>"$ROOT/asked"; ${exec} ;;
'-n nodeprep-smoke-test get pods -l app=nginx -o jsonpath={.items[*].metadata.name}') printf 'nginx-1 nginx-2' ;;
'-n nodeprep-smoke-test get service nginx '*) printf 10.96.0.77 ;;
'-n nodeprep-smoke-test rollout status '* | 'delete namespace '*) ;;
'apply -f -') cat >>"$ROOT/applied" ;;
*) ${dns({ pods: 'coredns-1 false Running CrashLoopBackOff\\n', ...(service === undefined ? {} : { service }) })}
esac`
    const host = (exec: string, service?: string) =>
      new Host(shell, { kubectl: kubectl(exec, service), curl: 'exit 0' })

    const once = 'np_wait() { shift 2; "$@" </dev/null >/dev/null 2>&1; }'

    it('all of them', () => {
      const one = host('echo "10.96.0.1 $8"')
      expect(one.run('smoke-test', 'apply', env)).toMatchObject({ ok: true })
      expect(one.read('asked')).toBe('nginx-1\nnginx-2\n')
      expect(one.read('applied')).toContain('name: nodeprep-smoke-test')
    })

    it('and fails by what its pods are at when it does not answer', () => {
      const one = host('exit 2')
      const { ok, output } = one.run('smoke-test', 'apply', env, once)
      expect(ok).toBe(false)
      expect(output).toContain('its log ends with: plugin/forward: no nameservers found')
      expect(output).toContain(
        "pod nginx-1 could not resolve kubernetes.default.svc.cluster.local for 90 s; the cluster's DNS is at 10.96.0.10",
      )
      expect(one.read('applied')).not.toContain('kind: ConfigMap')
    })

    it('and fails by the message of kubectl exec when that is what fails', () => {
      const one = host('echo "dial tcp 10.0.0.21:10250: i/o timeout" >&2; exit 1')
      const { ok, output } = one.run('smoke-test', 'apply', env, once)
      expect(ok).toBe(false)
      expect(output).toContain('dial tcp 10.0.0.21:10250: i/o timeout')
      expect(output).toContain('kubectl exec in pod nginx-1 failed')
    })

    it('unless the cluster has another one', () => {
      const one = host('exit 2', '')
      expect(one.run('smoke-test', 'apply', env)).toMatchObject({ ok: true })
      expect(one.has('asked')).toBe(false)
    })
  })
})
