package main

import (
	"fmt"
	"sort"
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
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.%q.options]
      BinaryName = %q
      Root = %q
      SystemdCgroup = %t
`

// containerdToml says the same to containerd as the settings say to CRI-O.
func containerdToml(s *Settings, registries map[string]Registry) string {
	crio := s.Crio
	var text strings.Builder
	fmt.Fprintf(&text, containerdTemplate, crio.Root, crio.RunRoot, containerdSocket, crio.Image.PauseImage, crio.Runtime.Selinux,
		strings.TrimRight(crio.Network.NetworkDir, "/"), strings.TrimRight(crio.Network.PluginDirs[0], "/"), crio.Runtime.DefaultRuntime)
	for name, handler := range crio.Runtime.Runtimes {
		fmt.Fprintf(&text, runtimeTemplate, name, name, wrappedFolder+"/"+name, handler.RuntimeRoot, crio.Runtime.CgroupManager == "systemd")
	}
	hosts := map[string][]string{}
	insecure := map[string]bool{}
	for _, host := range crio.Image.InsecureRegistries {
		hosts[host] = endpoints(Endpoint{host, true}, insecure)
	}
	for prefix, registry := range registries {
		if strings.ContainsAny(prefix, "/*") {
			log("warning", "the stand-in for CRI-O can't follow a prefix that is not a host alone: "+prefix)
			continue
		}
		hosts[prefix] = nil
		for _, mirror := range append(registry.Mirrors, Endpoint{registry.Location, registry.Insecure}) {
			hosts[prefix] = append(hosts[prefix], endpoints(mirror, insecure)...)
		}
	}
	for _, host := range sortedKeys(hosts) {
		fmt.Fprintf(&text, "[plugins.\"io.containerd.grpc.v1.cri\".registry.mirrors.%q]\n  endpoint = [%s]\n", host, strings.Join(hosts[host], ", "))
	}
	for host := range insecure {
		fmt.Fprintf(&text, "[plugins.\"io.containerd.grpc.v1.cri\".registry.configs.%q.tls]\n  insecure_skip_verify = true\n", host)
	}
	return text.String()
}

// endpoints are a location's URLs: an insecure one is tried by TLS without proof first and then in the clear, as CRI-O does.
func endpoints(location Endpoint, insecure map[string]bool) []string {
	parts := strings.SplitN(location.Location, "/", 2)
	path := parts[0]
	if len(parts) == 2 {
		path += "/v2/" + parts[1]
	}
	if path == "docker.io" {
		path = "registry-1.docker.io"
	}
	if !location.Insecure {
		return []string{fmt.Sprintf("%q", "https://"+path)}
	}
	insecure[parts[0]] = true
	return []string{fmt.Sprintf("%q", "https://"+path), fmt.Sprintf("%q", "http://"+path)}
}

func sortedKeys(hosts map[string][]string) []string {
	var keys []string
	for key := range hosts {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}
