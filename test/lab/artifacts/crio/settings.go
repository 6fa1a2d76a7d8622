package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"sort"

	"github.com/BurntSushi/toml"
)

const (
	configFile   = "/etc/crio/crio.conf"
	configFolder = "/etc/crio/crio.conf.d"
)

// Settings are the keys of crio.conf that the stand-in obeys; it accepts the others and does nothing with them.
type Settings struct {
	Crio struct {
		Root    string  `toml:"root"`
		RunRoot string  `toml:"runroot"`
		Runtime Runtime `toml:"runtime"`
		Image   Image   `toml:"image"`
		Network Network `toml:"network"`
	} `toml:"crio"`
}

type Runtime struct {
	CgroupManager  string             `toml:"cgroup_manager"`
	ConmonCgroup   string             `toml:"conmon_cgroup"`
	DefaultRuntime string             `toml:"default_runtime"`
	Selinux        bool               `toml:"selinux"`
	LogLevel       string             `toml:"log_level"`
	Runtimes       map[string]Handler `toml:"runtimes"`
}

type Handler struct {
	RuntimePath string `toml:"runtime_path"`
	RuntimeType string `toml:"runtime_type"`
	RuntimeRoot string `toml:"runtime_root"`

	PrivilegedWithoutHostDevices bool `toml:"privileged_without_host_devices"`
}

type Image struct {
	PauseImage         string   `toml:"pause_image"`
	PauseCommand       string   `toml:"pause_command"`
	InsecureRegistries []string `toml:"insecure_registries"`
	GlobalAuthFile     string   `toml:"global_auth_file"`
}

type Network struct {
	NetworkDir        string   `toml:"network_dir"`
	PluginDirs        []string `toml:"plugin_dirs"`
	CniDefaultNetwork string   `toml:"cni_default_network"`
}

func defaultSettings() Settings {
	var s Settings
	s.Crio.Root = "/var/lib/containers/storage"
	s.Crio.RunRoot = "/var/run/containers/storage"
	s.Crio.Runtime = Runtime{
		CgroupManager: "systemd", ConmonCgroup: "system.slice", DefaultRuntime: "runc", LogLevel: "info",
		Runtimes: map[string]Handler{"runc": {RuntimeType: "oci", RuntimeRoot: "/run/runc"}},
	}
	s.Crio.Image = Image{PauseImage: "k8s.gcr.io/pause:3.2", PauseCommand: "/pause", InsecureRegistries: []string{}}
	s.Crio.Network = Network{NetworkDir: "/etc/cni/net.d/", PluginDirs: []string{"/opt/cni/bin/"}}
	return s
}

// loadSettings reads crio.conf, then the files of crio.conf.d in the order of their names; the last word on a key wins.
func loadSettings() (Settings, error) {
	settings := defaultSettings()
	files, err := filepath.Glob(configFolder + "/*")
	if err != nil {
		return settings, err
	}
	sort.Strings(files)
	for _, file := range append([]string{configFile}, files...) {
		_, err := toml.DecodeFile(file, &settings)
		if err != nil && !(os.IsNotExist(err) && file == configFile) {
			return settings, fmt.Errorf("unable to load configuration %s: %v", file, err)
		}
		if err == nil {
			log("info", "Starting CRI-O stand-in, using configuration "+file)
		}
	}
	return settings, settings.validate()
}

func (s *Settings) toml() (string, error) {
	var text bytes.Buffer
	err := toml.NewEncoder(&text).Encode(s)
	return text.String(), err
}
