import { execFileSync, spawn } from 'node:child_process'
import { describe, expect, it, onTestFinished } from 'vitest'
import { parseClusterReport } from '../../src/status/cluster-report.ts'
import { parseHostReport } from '../../src/status/host-report.ts'
import { Host, shells } from './scripts.ts'

const SOCKETS = { crio: '/var/run/crio/crio.sock', containerd: '/run/containerd/containerd.sock' }
const systemctl = `case "$*" in
'is-active kubelet') echo inactive; exit 3 ;;
'is-active '*) echo active ;;
'show -p MainPID kubelet') echo MainPID=0 ;;
*) echo "unexpected: systemctl $*" >&2; exit 99 ;;
esac`

describe.each(shells)('in %s', (shell) => {
  const told = (
    doubles: Readonly<Record<string, string>>,
    SOCKET: string,
    prepare: (host: Host) => void = () => undefined,
  ) => {
    const host = new Host(shell, { systemctl, ...doubles })
    prepare(host)
    const { ok, output } = host.run('status-host', 'script', { SOCKET, UNIT: 'crio' })
    return { ok, output, report: parseHostReport(output) }
  }

  describe('a host', () => {
    it('tells its units, its disk, and by what CRI-O works, whichever client there is', () => {
      const config = `cat <<'END'
[crio.runtime]
cgroup_manager = "systemd"
[crio.image]
pause_image = "registry.k8s.io/pause:3.10"
END`
      for (const doubles of [
        { curl: config },
        { curl: 'exit 7', 'crio-status': config },
        { curl: 'exit 7', 'crio-status': 'exit 1', crio: config },
      ]) {
        const { report } = told(doubles, SOCKETS.crio)
        expect(report).toMatchObject({
          units: { kubelet: 'inactive', crio: 'active' },
          ...{
            cgroupDriver: 'systemd',
            sandboxImage: 'registry.k8s.io/pause:3.10',
            run: undefined,
            upgrade: undefined,
          },
        })
        expect(report.var?.size).toBeGreaterThan(0)
      }
    })

    it.each([
      ['true', 'systemd'],
      ['false', 'cgroupfs'],
    ])('tells by what containerd 1.x works: SystemdCgroup %s', (value, driver) => {
      const info = `cat <<'END'
{ "config": { "containerd": { "runtimes": { "runc": { "runtimeType": "io.containerd.runc.v2", "options": { "SystemdCgroup": ${value} } } } }, "sandboxImage": "k8s.gcr.io/pause:3.2" } }
END`
      expect(told({ crictl: info }, SOCKETS.containerd).report).toMatchObject({
        ...{ cgroupDriver: driver, sandboxImage: 'k8s.gcr.io/pause:3.2' },
      })
    })

    it('tells by what containerd 2.x works, which keeps its images to itself', () => {
      const info = `echo '{ "runtimes": { "runc": { "runtimeType": "io.containerd.runc.v2", "options": { "SystemdCgroup": true } } } }'`
      const containerd = `echo "    sandbox = 'registry.k8s.io/pause:3.10'"`
      expect(told({ crictl: info, containerd }, SOCKETS.containerd).report).toMatchObject({
        ...{ cgroupDriver: 'systemd', sandboxImage: 'registry.k8s.io/pause:3.10' },
      })
    })

    it.each([
      [
        'the last such argument of the kubelet that runs',
        ['--cgroup-driver=systemd', '--cgroup-driver=cgroupfs', '-v=2'],
        'cgroupfs',
      ],
      ['its file', ['-v=2'], 'systemd'],
    ])('tells the cgroup driver of kubelet by %s', (_, args, driver) => {
      const kubelet = spawn(process.execPath, ['-e', 'setTimeout(() => 0, 60000)', '--', ...args], { stdio: 'ignore' })
      onTestFinished(() => void kubelet.kill())
      const running = systemctl.replace('MainPID=0', `MainPID=${kubelet.pid}`)
      const { report } = told({ systemctl: running }, '', (host) =>
        host.write('var/lib/kubelet/config.yaml', 'a: b\ncgroupDriver: systemd\n'),
      )
      expect(report.kubeletCgroupDriver).toBe(driver)
      expect(told({}, '').report.kubeletCgroupDriver).toBeUndefined()
    })

    it('leaves out what a runtime that is down does not say, and tells the rest', () => {
      for (const [doubles, socket] of [
        [{ curl: 'exit 7', 'crio-status': 'exit 1', crio: 'exit 1' }, SOCKETS.crio],
        [{ crictl: 'exit 1' }, SOCKETS.containerd],
        [{}, ''],
      ] as const) {
        const { ok, report } = told(doubles, socket)
        expect([ok, report.cgroupDriver, report.sandboxImage, report.var === undefined]).toEqual([
          true,
          undefined,
          undefined,
          false,
        ])
      }
    })

    it('tells its certificates, of kubeconfigs as well, and no key', () => {
      const pem = execFileSync(
        'openssl',
        ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=x', '-keyout', '/dev/null', '-days', '10'],
        { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
      )
      const { output, report } = told({}, '', (host) => {
        host.write('etc/kubernetes/pki/apiserver.crt', `Certificate:\n    Data: x\n${pem}${pem}`)
        host.write('etc/kubernetes/pki/apiserver.key', '-----BEGIN RSA PRIVATE KEY-----\nsecretkey\n')
        host.write('etc/kubernetes/pki/etcd/ca.crt', pem)
        host.write(
          'etc/kubernetes/admin.conf',
          `users:\n- user:\n    client-certificate-data: ${Buffer.from(pem).toString('base64')}\n    client-key-data: secretkey\n`,
        )
        host.write(
          'var/lib/kubelet/pki/kubelet-client-current.pem',
          `${pem}-----BEGIN EC PRIVATE KEY-----\nsecretkey\n-----END EC PRIVATE KEY-----\n`,
        )
      })
      expect(report.certificates.map(({ file }) => file.replace(/^.*?\/(?=etc\/|var\/)/, ''))).toEqual([
        ...['etc/kubernetes/pki/apiserver.crt', 'etc/kubernetes/pki/etcd/ca.crt', 'etc/kubernetes/admin.conf'],
        'var/lib/kubelet/pki/kubelet-client-current.pem',
      ])
      expect(output).not.toContain('secretkey')
    })

    it('tells of a run that is at work, of none that has ended, and of an upgrade', () => {
      const start = execFileSync('cut', ['-d', ' ', '-f', '22', `/proc/${process.pid}/stat`], {
        encoding: 'utf8',
      }).trim()
      const lock = (pid: number) => (host: Host) => {
        host.write('run/nodeprep/lock', `r1-w1 ${pid} ${start} n0nce root@laptop (pid 7)\n`)
        host.write('state/upgrade/to', '1.36.5\n')
      }
      const { output, report } = told({}, '', lock(process.pid))
      expect([report.run, report.upgrade]).toEqual([{ id: 'r1-w1', who: 'root@laptop (pid 7)' }, '1.36.5'])
      expect(output).not.toContain('n0nce')
      expect(told({}, '', lock(2 ** 22 + 1)).report.run).toBeUndefined()
    })

    it('says nothing that a terminal would act on', () => {
      const config = String.raw`printf 'pause_image = "a\033[2Jb"\ncgroup_manager = "systemd"\n'`
      expect(told({ curl: config }, SOCKETS.crio).output).toMatch(/^[ -~\n]*$/)
    })
  })

  describe('a control plane', () => {
    const PKI = 'etc/kubernetes/manifests/etcd.yaml'
    const kubectl = `case "$*" in
'get nodes -o go-template={{range .items}}node '*) printf 'node cp1 kubelet="v1.36.5" runtime="cri-o://1.36.1" ready="True"\n' ;;
'-n kube-system get service kube-dns '*) printf 10.96.0.10 ;;
'-n kube-system get endpoints kube-dns '*) printf 10.244.0.2 ;;
*) echo "unexpected: kubectl $*" >&2; exit 99 ;;
esac`
    const socat = (api: string) => `read -r method path version
printf 'HTTP/1.0 200 OK\\r\\n\\r\\n'
case "$4 $method $path" in
*'POST ${api}/cluster/member/list') printf '%s' '{"members":[{"ID":"81","name":"cp1","clientURLs":["https://10.0.0.11:2379"]},{"ID":"82","name":"cp2","clientURLs":["https://10.0.0.12:2379"]},{"ID":"83"}]}' ;;
OPENSSL:10.0.0.11:2379,*'POST ${api}/maintenance/status') printf '%s' '{"header":{"member_id":"81"},"version":"3.6.4","dbSize":"2203648","leader":"81","dbSizeInUse":"1"}' ;;
*) printf '404 page not found' ;;
esac`
    const cluster = (doubles: Readonly<Record<string, string>>, etcd = true) => {
      const host = new Host(shell, doubles)
      if (etcd) host.write(PKI, '    - --listen-client-urls=https://127.0.0.1:2379,https://10.0.0.11:2379\n')
      return parseClusterReport(host.run('status-cluster', 'script').output)
    }

    it.each(['/v3', '/v3beta'])(
      'tells nodes, DNS, and members of etcd by %s, those that answer with size and leader',
      (api) => {
        const { nodes, dns, etcd, api: answers, complete } = cluster({ kubectl, socat: socat(api) })
        expect([[...nodes.keys()], dns, answers, complete]).toEqual([
          ['cp1'],
          { address: '10.96.0.10', serves: true },
          true,
          true,
        ])
        const silent = { size: undefined, leader: false, version: '' }
        expect(etcd).toEqual([
          { name: 'cp1', size: 2_203_648, leader: true, version: '3.6.4' },
          { name: 'cp2', ...silent },
          { name: '-', ...silent },
        ])
      },
    )

    it('says that the API server or etcd does not answer', () => {
      expect(cluster({ kubectl: 'exit 1', socat: 'exit 1' })).toMatchObject({
        api: false,
        etcdDown: true,
        complete: true,
      })
      expect(cluster({ kubectl: 'exit 1' }, false)).toMatchObject({
        api: false,
        etcdDown: false,
        etcd: [],
        complete: true,
      })
    })

    it('has no word of DNS where the cluster has none of its own', () => {
      expect(cluster({ kubectl: kubectl.replace('printf 10.96.0.10', ':') }, false)).toMatchObject({
        api: true,
        dns: undefined,
      })
    })
  })
})
