import { NEWEST_KUBERNETES } from '../kubernetes/versions/compatibility.ts'

/** The cluster.yaml that `nodeprep init` writes: valid as it stands, every further setting beside it in a comment. */
export function clusterTemplate(): string {
  return `# A Kubernetes cluster for nodeprep. Every setting: docs/reference/cluster-yaml.md
apiVersion: nodeprep.dev/v1alpha1
kind: Cluster
metadata:
  name: demo
spec:
  kubernetes:
    version: ${NEWEST_KUBERNETES}
    # controlPlaneEndpoint: api.example.com:6443   # needed with several control planes
    # podSubnet: 10.244.0.0/16
    # serviceSubnet: 10.96.0.0/12
    # certSANs: [api.example.com]
    # ignorePreflightErrors: [SystemVerification]  # kubeadm's own checks

  # runtime:
  #   kind: cri-o
  #   version: ${NEWEST_KUBERNETES.replace(/\.\d+$/, '')}                                # by default that of Kubernetes

  # Where packages and images come from: upstream (the default), aliyun, tuna, ustc, daocloud,
  # or one of them with parts of your own.
  # mirror: aliyun

  # Registries of images: mirrors, certificates, accounts.
  # registries:
  #   - { host: "registry.local:5000", insecure: true }
  #   - { host: docker.io, mirrors: [{ url: "https://mirror.example.com" }] }

  # proxy: { http: http://proxy.example:3128, noProxy: [.example.com] }   # auth: { username, passwordFile }

  cni: flannel                                     # or none, or { manifest: net.yaml }

  # selinux: enforcing                             # permissive by default
  # kernel: { parameters: { systemd.unified_cgroup_hierarchy: 1 } }
  # reboot: allowed                                # where such a change needs it
  # smokeTest: nginx                               # deploy nginx at the end and ask it

  # For every host; a group or a host can say otherwise.
  ssh:
    user: root
    # port: 22
    # identityFile: ~/.ssh/id_ed25519
    # bastion: { address: jump.example.com, user: ops }
    # become: { method: sudo, password: ask }      # or { env: NAME } or { file: PATH }

  # groups: { gpu: { hosts: [w1], labels: { accelerator: nvidia } } }   # settings of several hosts

  hosts:
    - { name: cp1, address: 192.0.2.11, role: control-plane }
    - { name: w1, address: 192.0.2.21, role: worker }
    # - { name: w2, address: 192.0.2.22, role: worker, ssh: { user: ops, become: { method: sudo } } }
    # - { name: w3, address: 192.0.2.23, role: worker, nodeIP: 10.0.0.23, labels: { rack: r1 }, taints: [dedicated=gpu:NoSchedule] }

# Further documents go to kubeadm, over what nodeprep writes:
# ---
# apiVersion: kubelet.config.k8s.io/v1beta1
# kind: KubeletConfiguration
# maxPods: 200
`
}
