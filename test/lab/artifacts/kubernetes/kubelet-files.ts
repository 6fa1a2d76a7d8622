import type { Entry, Files } from '../packages/tree.ts'

/** kubelet's unit. Until kubeadm has written its configuration kubelet ends at once and systemd starts it again. */
export const kubeletUnit: Entry = {
  text: `[Unit]
Description=kubelet: The Kubernetes Node Agent
Documentation=https://kubernetes.io/docs/
Wants=network-online.target
After=network-online.target

[Service]
ExecStart=/usr/bin/kubelet
Restart=always
StartLimitInterval=0
RestartSec=10

[Install]
WantedBy=multi-user.target
`,
}

/** kubeadm's drop-in for the unit. `environment` is the file that KUBELET_EXTRA_ARGS is read from. */
export const kubeadmDropIn = (environment: string): Entry => ({
  text: `# Settings of this host alone belong into KUBELET_EXTRA_ARGS in ${environment}.
[Service]
Environment="KUBELET_KUBECONFIG_ARGS=--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf"
Environment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml"
EnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env
EnvironmentFile=-${environment}
ExecStart=
ExecStart=/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS $KUBELET_EXTRA_ARGS
`,
})

/** The maintainer scripts of the legacy kubelet .deb, which enabled and started the service. */
export const kubeletScripts: Readonly<Record<string, string>> = {
  postinst: `#!/bin/sh
set -e
if [ "$1" = configure ] && [ -d /run/systemd/system ]; then
  systemctl daemon-reload
  systemctl enable --quiet kubelet
  systemctl restart kubelet
fi
`,
  prerm: `#!/bin/sh
set -e
if [ "$1" = remove ] && [ -d /run/systemd/system ]; then
  systemctl disable --quiet --now kubelet
fi
`,
}

/** A package's reload of systemd, for one whose files are unit files. */
export const reloadScripts: Readonly<Record<string, string>> = {
  postinst: `#!/bin/sh
set -e
if [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
`,
}

export const manifestsFolder: Files = { '/etc/kubernetes/manifests': { folder: true } }
