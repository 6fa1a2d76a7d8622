package main

import (
	"fmt"
	"strings"
)

const (
	libexec          = "/usr/libexec/crio"
	containerdConfig = "/run/crio/containerd.toml"
	containerdSocket = "/run/crio/containerd.sock"
)

const containerdTemplate = `version = 2
root = %q
state = %q
disabled_plugins = ["io.containerd.internal.v1.opt"]
[grpc]
  address = %q
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = %q
  enable_selinux = %t
  [plugins."io.containerd.grpc.v1.cri".cni]
    conf_dir = %q
    bin_dir = %q
  [plugins."io.containerd.grpc.v1.cri".containerd]
    default_runtime_name = %q
`

const runtimeTemplate = `  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.%q]
    runtime_type = "io.containerd.runc.v2"
    privileged_without_host_devices = %t
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.%q.options]
      BinaryName = %q
      Root = %q
      SystemdCgroup = %t
`

const mirrorTemplate = `[plugins."io.containerd.grpc.v1.cri".registry.mirrors."*"]
  endpoint = ["http://%s"]
`

// containerdToml says the same to containerd as the settings say to CRI-O; images come by way of `pulls`, see pulls.go.
func containerdToml(s *Settings, pulls string) string {
	crio := s.Crio
	var text strings.Builder
	fmt.Fprintf(&text, containerdTemplate, crio.Root, crio.RunRoot, containerdSocket, crio.Image.PauseImage, crio.Runtime.Selinux,
		strings.TrimRight(crio.Network.NetworkDir, "/"), strings.TrimRight(crio.Network.PluginDirs[0], "/"), crio.Runtime.DefaultRuntime)
	for name, handler := range crio.Runtime.Runtimes {
		fmt.Fprintf(&text, runtimeTemplate, name, handler.PrivilegedWithoutHostDevices, name, wrappedFolder+"/"+name,
			handler.RuntimeRoot, crio.Runtime.CgroupManager == "systemd")
	}
	fmt.Fprintf(&text, mirrorTemplate, pulls)
	return text.String()
}
