import { join } from 'node:path'
import type { Files } from '../packages/tree.ts'

/** What containers-common brings: where images come from and that none needs a signature. */
export const commonFiles: Files = {
  '/etc/containers/registries.conf': {
    text: '# Further settings: registries.conf.d\nunqualified-search-registries = ["docker.io"]\n',
  },
  '/etc/containers/registries.conf.d': { folder: true },
  '/etc/containers/policy.json': { text: '{ "default": [{ "type": "insecureAcceptAnything" }] }\n' },
}

/** The files of a cri-o package of the Kubic project. `debian` is a tree with Debian's containerd in it. */
export function crioFiles(crio: string, debian: string, format: 'deb' | 'rpm'): Files {
  const environment = format === 'deb' ? '/etc/default/crio' : '/etc/sysconfig/crio'
  return {
    '/usr/bin/crio': { from: crio },
    '/usr/bin/crio-status': { link: 'crio' },
    '/usr/libexec/crio/containerd': { from: join(debian, 'usr/bin/containerd') },
    '/usr/libexec/crio/containerd-shim-runc-v2': { from: join(debian, 'usr/bin/containerd-shim-runc-v2') },
    '/usr/libexec/crio/ctr': { from: join(debian, 'usr/bin/ctr') },
    '/usr/lib/systemd/system/crio.service': { text: unit(environment) },
    '/etc/crio/crio.conf': { text: crioConf },
    '/etc/crio/crio.conf.d': { folder: true },
    '/etc/cni/net.d/100-crio-bridge.conf': { text: bridge },
    [environment]: { text: '# Environment of the crio service\n' },
  }
}

// KillMode: containers go on while crio is stopped.
const unit = (environment: string): string => `[Unit]
Description=Container Runtime Interface for OCI (CRI-O), the lab's stand-in
Documentation=https://github.com/cri-o/cri-o
Wants=network-online.target
Before=kubelet.service
After=network-online.target

[Service]
Type=notify
EnvironmentFile=-${environment}
Environment=GOTRACEBACK=crash
ExecStart=/usr/bin/crio
ExecReload=/bin/kill -s HUP $MAINPID
TasksMax=infinity
LimitNOFILE=1048576
LimitNPROC=1048576
LimitCORE=infinity
Delegate=yes
KillMode=process
TimeoutStartSec=0
Restart=on-abnormal

[Install]
WantedBy=multi-user.target
Alias=cri-o.service
`

const crioConf = `# Own settings belong into a file of crio.conf.d, where later names win.
[crio.runtime]
cgroup_manager = "systemd"
conmon_cgroup = "system.slice"
default_runtime = "runc"

[crio.runtime.runtimes.runc]
runtime_path = ""
runtime_type = "oci"
runtime_root = "/run/runc"

[crio.image]
pause_image = "k8s.gcr.io/pause:3.2"

[crio.network]
network_dir = "/etc/cni/net.d/"
plugin_dirs = [
	"/opt/cni/bin/",
]
`

/** Active as it was in these packages: whoever leaves it there gets pods on a bridge that ends at the host. */
const bridge = `{
  "cniVersion": "0.3.1",
  "name": "crio",
  "type": "bridge",
  "bridge": "cni0",
  "isGateway": true,
  "ipMasq": true,
  "hairpinMode": true,
  "ipam": {
    "type": "host-local",
    "routes": [{ "dst": "0.0.0.0/0" }, { "dst": "1100:200::1/24" }],
    "ranges": [[{ "subnet": "10.85.0.0/16" }], [{ "subnet": "1100:200::/24" }]]
  }
}
`
