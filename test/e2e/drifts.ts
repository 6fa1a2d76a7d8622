/** Something that another hand changed on a host, or in the cluster by way of cp1. */
export interface Drift {
  readonly what: string
  readonly host: 'cp1' | 'w1'
  /** Shell that changes it. */
  readonly plant: string
  /** Steps that a plan has to name, `HOST ID`. */
  readonly steps: readonly string[]
  /** What the plan has to tell of the first of them. */
  readonly tells: readonly string[]
  /** Shell that prints what is in effect, what that has to be once it was put right, and where it runs if not on that host. */
  readonly effect: readonly [shell: string, is: string, at?: 'cp1']
}

const kubectl = 'kubectl --kubeconfig /etc/kubernetes/admin.conf'
/** A field of what the kubelet of a node itself says that it runs with. */
const configz = (node: string, field: string) =>
  `${kubectl} get --raw /api/v1/nodes/${node}/proxy/configz | grep -o '"${field}":[^,]*'`
const editConfigMap = (name: string, sed: string) =>
  `${kubectl} -n kube-system get configmap ${name} -o yaml | sed '${sed}' | ${kubectl} replace -f -`
const crioConfig = (key: string) =>
  `curl -sf --unix-socket /var/run/crio/crio.sock http://crio/config | grep -o '${key} = .*'`
/** A daemon that somebody has started with another setting, which he has then taken back from the file again. */
const startedWith = (unit: string, file: string, sed: string) =>
  `cp ${file} /root/former && sed -i '${sed}' ${file} && systemctl restart ${unit} && sleep 4 && cat /root/former >${file} && rm /root/former`
const pause = 'registry.lab:5000/google_containers/pause'

const hosts: readonly Drift[] = [
  {
    what: 'the file that loads a kernel module was removed',
    host: 'w1',
    plant: 'rm /etc/modules-load.d/nodeprep-overlay.conf',
    steps: ['w1 overlay'],
    tells: ['+++ /etc/modules-load.d/nodeprep-overlay.conf', '+overlay'],
    effect: ['systemctl restart systemd-modules-load; cat /etc/modules-load.d/nodeprep-overlay.conf', 'overlay'],
  },
  {
    what: 'a kernel parameter was set in the kernel alone',
    host: 'w1',
    plant: 'echo 0 >/proc/sys/net/ipv4/ip_forward',
    steps: ['w1 forwarding'],
    tells: ['- net.ipv4.ip_forward: 0', '+ net.ipv4.ip_forward: 1'],
    effect: ['cat /proc/sys/net/ipv4/ip_forward', '1'],
  },
  {
    what: 'the file of kernel parameters was edited',
    host: 'cp1',
    plant: `sed -i 's/ip_forward = 1/ip_forward = 0/' /etc/sysctl.d/99-zz-nodeprep.conf && sysctl -qp /etc/sysctl.d/99-zz-nodeprep.conf`,
    steps: ['cp1 forwarding'],
    tells: ['-net.ipv4.ip_forward = 0', '+net.ipv4.ip_forward = 1'],
    effect: ['systemctl restart systemd-sysctl; cat /proc/sys/net/ipv4/ip_forward', '1'],
  },
  {
    what: 'swap was added to fstab',
    host: 'w1',
    plant: `echo '/dev/none none swap sw 0 0' >>/etc/fstab`,
    steps: ['w1 swap-off'],
    tells: ['- /etc/fstab: /dev/none none swap sw 0 0'],
    effect: ['systemctl daemon-reload; systemctl list-units --all --no-legend --type swap', ''],
  },
  {
    what: 'a file was opened to everybody',
    host: 'w1',
    plant: 'chmod 666 /etc/crictl.yaml',
    steps: ['w1 crictl-config'],
    tells: ['- /etc/crictl.yaml: 666 root root', '+ /etc/crictl.yaml: 644 root root'],
    effect: ['stat -c %a /etc/crictl.yaml', '644'],
  },
  {
    what: 'crictl was pointed at another runtime',
    host: 'cp1',
    plant: `sed -i 's#crio/crio.sock#containerd/containerd.sock#' /etc/crictl.yaml`,
    steps: ['cp1 crictl-config', 'cp1 runtime-ready'],
    tells: ['-runtime-endpoint: unix:///var/run/containerd/containerd.sock'],
    effect: [`crictl version | awk '/RuntimeName/ { print $2 }'`, 'cri-o'],
  },
  {
    what: 'a hold was taken off a package',
    host: 'cp1',
    plant: 'apt-mark unhold kubelet',
    steps: ['cp1 kubernetes-packages', 'cp1 kubelet'],
    tells: ['- kubelet: not held', '+ kubelet: held'],
    effect: ['apt-mark showhold kubelet', 'kubelet'],
  },
  {
    what: 'a package was removed',
    host: 'cp1',
    plant: 'dpkg --force-depends -P socat',
    steps: ['cp1 kubernetes-tools'],
    tells: ['+ socat'],
    effect: ['socat -V >/dev/null && echo there', 'there'],
  },
  {
    what: 'a repository was disabled',
    host: 'w1',
    plant: `sed -i 's/^deb /# deb /' /etc/apt/sources.list.d/nodeprep-kubernetes.list`,
    steps: ['w1 kubernetes-repository'],
    tells: ['-# deb [arch=amd64', '+deb [arch=amd64'],
    effect: [
      `apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep -c http://mirror.lab/kubernetes/apt`,
      '1',
    ],
  },
]

const services: readonly Drift[] = [
  {
    what: 'the container runtime was stopped and disabled',
    host: 'w1',
    plant: 'systemctl disable --now crio',
    steps: ['w1 crio', 'w1 cri-o-in-effect', 'w1 runtime-ready', 'w1 handlers-in-effect'],
    tells: ['- crio: disabled', '+ crio: enabled', '- crio: inactive', '+ crio: active'],
    effect: [
      'systemctl is-enabled crio && systemctl is-active crio && crictl info >/dev/null && echo answers',
      'enabled\nactive\nanswers',
    ],
  },
  {
    what: 'kubelet was masked and stopped',
    host: 'w1',
    plant: 'systemctl mask --now kubelet',
    steps: ['w1 kubelet', 'w1 kubelet-running', 'w1 kubelet-cgroup-driver'],
    tells: ['- kubelet: masked', '+ kubelet: loaded, not masked'],
    effect: ['systemctl is-enabled kubelet && systemctl is-active kubelet', 'enabled\nactive'],
  },
  {
    what: 'CRI-O was started with another sandbox image than its files have',
    host: 'cp1',
    plant: startedWith('crio', '/etc/crio/crio.conf.d/20-nodeprep.conf', 's/pause:3.2/pause:3.9/'),
    steps: ['cp1 cri-o-as-in-files', 'cp1 cri-o-in-effect'],
    tells: ['- crio: started before /etc/crio/crio.conf.d/20-nodeprep.conf last changed', '+ crio: restarted'],
    effect: [crioConfig('pause_image'), `pause_image = "${pause}:3.2"`],
  },
  {
    what: 'kubelet was started with other settings than its file has',
    host: 'cp1',
    plant: startedWith('kubelet', '/var/lib/kubelet/config.yaml', 's/^maxPods: .*/maxPods: 50/'),
    steps: ['cp1 kubelet-as-in-files'],
    tells: ['- kubelet: started before /var/lib/kubelet/config.yaml last changed', '+ kubelet: restarted'],
    effect: [configz('cp1', 'maxPods'), '"maxPods":100'],
  },
  {
    what: "root's kubeconfig was deleted",
    host: 'cp1',
    plant: 'rm /root/.kube/config',
    steps: ['cp1 admin-kubeconfig'],
    tells: ['- /root/.kube/config: not there'],
    effect: ['HOME=/root kubectl auth can-i create nodes', 'yes'],
  },
]

const objects: readonly Drift[] = [
  {
    what: 'the registries of CRI-O were edited',
    host: 'w1',
    plant: `sed -i 's/insecure = true/insecure = false/' /etc/containers/registries.conf.d/20-nodeprep.conf && systemctl restart crio`,
    steps: ['w1 registries', 'w1 crio'],
    tells: ['-insecure = false', '+insecure = true'],
    effect: [`crictl pull ${pause}:3.2 >/dev/null && echo pulled`, 'pulled'],
  },
  {
    what: 'the drop-in of kubelet was edited',
    host: 'cp1',
    plant:
      "sed -i 's/=systemd/=cgroupfs/' /etc/systemd/system/kubelet.service.d/20-nodeprep.conf && systemctl daemon-reload && systemctl restart kubelet && sleep 1",
    steps: ['cp1 kubelet-cgroup-args', 'cp1 kubelet', 'cp1 kubelet-cgroup-driver'],
    tells: ['-Environment="KUBELET_CGROUP_ARGS=--cgroup-driver=cgroupfs"'],
    effect: [
      `tr '\\0' '\\n' </proc/$(systemctl show -p MainPID kubelet | cut -d= -f2)/cmdline | grep cgroup-driver`,
      '--cgroup-driver=systemd',
    ],
  },
  {
    what: 'a RuntimeClass was deleted',
    host: 'cp1',
    plant: `${kubectl} delete runtimeclass small`,
    steps: ['cp1 runtime-classes'],
    tells: ['+ small=crun'],
    effect: [`${kubectl} get runtimeclass small -o 'jsonpath={.handler}'`, 'crun'],
  },
  {
    what: 'the Secret with the accounts of registries was deleted',
    host: 'cp1',
    plant: `${kubectl} delete secret registries`,
    steps: ['cp1 pull-secret'],
    tells: ['+ default/registries'],
    effect: [`${kubectl} get secret registries -o 'jsonpath={.type}'`, 'kubernetes.io/dockerconfigjson'],
  },
  {
    what: 'a label and a taint were taken off a node',
    host: 'cp1',
    plant: `${kubectl} label node w1 example.com/rack- && ${kubectl} taint node w1 example.com/slow-`,
    steps: ['cp1 node-settings'],
    tells: ['+ w1: label example.com/rack=r1', '+ w1: taint example.com/slow:PreferNoSchedule'],
    effect: [
      `${kubectl} get node w1 -o 'jsonpath={.metadata.labels.example\\.com/rack} {.spec.taints[?(@.key=="example.com/slow")].effect}'`,
      'r1 PreferNoSchedule',
    ],
  },
  {
    what: "the network's DaemonSet was deleted",
    host: 'cp1',
    plant: `${kubectl} -n kube-system delete daemonset lab-cni`,
    steps: ['cp1 cni'],
    tells: ['+ apps.v1.DaemonSet.kube-system.lab-cni'],
    effect: [
      `${kubectl} -n kube-system get daemonset lab-cni -o 'jsonpath={.status.numberReady} of {.status.desiredNumberScheduled}'`,
      '2 of 2',
    ],
  },
]

const settings: readonly Drift[] = [
  {
    what: "kubelet's configuration was edited, and kubelet runs with it",
    host: 'w1',
    plant: `sed -i 's/^maxPods: .*/maxPods: 50/' /var/lib/kubelet/config.yaml && systemctl restart kubelet`,
    steps: ['w1 roll-kubelet'],
    tells: ['- KubeletConfiguration.maxPods: 50', '+ KubeletConfiguration.maxPods: 100'],
    effect: [configz('w1', 'maxPods'), '"maxPods":100', 'cp1'],
  },
  {
    what: 'an argument of kubelet was edited',
    host: 'cp1',
    plant: `sed -i 's/--v=2/--v=5/' /var/lib/kubelet/kubeadm-flags.env && systemctl restart kubelet`,
    steps: ['cp1 roll-kubelet'],
    tells: [
      '- InitConfiguration.nodeRegistration.kubeletExtraArgs.v: 5',
      '+ InitConfiguration.nodeRegistration.kubeletExtraArgs.v: 2',
    ],
    effect: [
      `tr '\\0' '\\n' </proc/$(systemctl show -p MainPID kubelet | cut -d= -f2)/cmdline | grep -e --v=`,
      '--v=2',
    ],
  },
  {
    what: "an argument in a static pod's manifest was edited",
    host: 'cp1',
    plant: `sed -i 's/- --v=1$/- --v=3/' /etc/kubernetes/manifests/kube-scheduler.yaml`,
    steps: ['cp1 roll-pod-kube-scheduler', 'cp1 roll-cluster-copy'],
    tells: ['- ClusterConfiguration.scheduler.extraArgs.v: 3', '+ ClusterConfiguration.scheduler.extraArgs.v: 1'],
    effect: [`tr '\\0' '\\n' </proc/$(pidof kube-scheduler)/cmdline | grep -e --v=`, '--v=1'],
  },
  {
    what: "the cluster's ClusterConfiguration was edited",
    host: 'cp1',
    plant: editConfigMap(
      'kubeadm-config',
      's#imageRepository: registry.lab:5000.*#imageRepository: other.lab/mine#; s/threshold: "100"/threshold: "9"/',
    ),
    steps: ['cp1 roll-cluster-copy'],
    tells: [
      '- ClusterConfiguration.imageRepository: other.lab/mine',
      '- ClusterConfiguration.controllerManager.extraArgs.terminated-pod-gc-threshold: ["9"]',
    ],
    effect: [
      `${kubectl} -n kube-system get configmap kubeadm-config -o yaml | grep -c 'imageRepository: registry.lab:5000/google_containers$'`,
      '1',
    ],
  },
  {
    what: "the cluster's KubeletConfiguration was edited",
    host: 'cp1',
    plant: editConfigMap('kubelet-config-1.20', 's/maxPods: .*/maxPods: 77/'),
    steps: ['cp1 roll-kubelet-copy'],
    tells: ['- KubeletConfiguration.maxPods: 77', '+ KubeletConfiguration.maxPods: 100'],
    effect: [
      `${kubectl} -n kube-system get configmap kubelet-config-1.20 -o yaml | grep -o 'maxPods: [0-9]*' | head -n 1`,
      'maxPods: 100',
    ],
  },
  {
    what: 'the configuration of kube-proxy was edited',
    host: 'cp1',
    plant: editConfigMap('kube-proxy', 's/maxPerCore: .*/maxPerCore: 5/'),
    steps: ['cp1 roll-proxy'],
    tells: ['- KubeProxyConfiguration.conntrack.maxPerCore: 5', '+ KubeProxyConfiguration.conntrack.maxPerCore: 0'],
    effect: [
      `${kubectl} -n kube-system get configmap kube-proxy -o yaml | grep -o 'maxPerCore: [0-9]*' | head -n 1`,
      'maxPerCore: 0',
    ],
  },
  {
    what: "the pods of the network's DaemonSet were changed",
    host: 'cp1',
    plant: `${kubectl} -n kube-system set image daemonset/lab-cni lab-cni=${pause}:3.2`,
    steps: ['cp1 cni'],
    tells: [
      '  apps.v1.DaemonSet.kube-system.lab-cni',
      `-        image: ${pause}:3.2`,
      '+        image: registry.lab:5000/lab/cni:1',
    ],
    effect: [
      `${kubectl} -n kube-system get pods -l app=lab-cni -o 'jsonpath={.items[*].spec.containers[*].image}'`,
      'registry.lab:5000/lab/cni:1 registry.lab:5000/lab/cni:1',
    ],
  },
]

/** What is planted at once: none of a group hides another of it. */
export const drifts: Readonly<Record<string, readonly Drift[]>> = {
  'files, packages and kernel': hosts,
  'services, and what they were started with': services,
  'files of services, and objects of the cluster': objects,
  'settings of nodes and of the cluster': settings,
}
