package main

import (
	"fmt"
	"strings"
)

// validate refuses what CRI-O refuses at its start.
func (s *Settings) validate() error {
	runtime := s.Crio.Runtime
	switch runtime.CgroupManager {
	case "systemd":
		if runtime.ConmonCgroup != "pod" && !strings.HasSuffix(runtime.ConmonCgroup, ".slice") {
			return fmt.Errorf("validating runtime config: conmon cgroup should be 'pod' or a systemd slice, not %q", runtime.ConmonCgroup)
		}
	case "cgroupfs":
		if runtime.ConmonCgroup != "pod" {
			return fmt.Errorf("validating runtime config: cgroupfs manager conmon cgroup should be 'pod', not %q", runtime.ConmonCgroup)
		}
	default:
		return fmt.Errorf("validating runtime config: unable to update cgroup manager: invalid cgroup manager: %s", runtime.CgroupManager)
	}
	if _, known := runtime.Runtimes[runtime.DefaultRuntime]; !known {
		return fmt.Errorf("validating runtime config: default_runtime set to %q, but no runtime entry was found", runtime.DefaultRuntime)
	}
	for name, handler := range runtime.Runtimes {
		if err := handler.validate(name); err != nil {
			return fmt.Errorf("validating runtime config: runtime validation: %v", err)
		}
	}
	if !strings.HasPrefix(s.Crio.Network.NetworkDir, "/") || len(s.Crio.Network.PluginDirs) == 0 {
		return fmt.Errorf("validating network config: network_dir must be an absolute path and plugin_dirs not empty")
	}
	return nil
}
