package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
)

const (
	// Where the programs of the handlers are found by the handlers' names, and where this program stands before each of them.
	runtimesFolder = "/run/crio/runtimes"
	wrappedFolder  = "/run/crio/wrapped"
)

var shimName = regexp.MustCompile(`^containerd-shim-[a-zA-Z0-9+-]+-v2$`)

// program is what a handler runs: runtime_path, or its name in $PATH. The package's own runc is beside this program.
func (h Handler) program(name string) (string, error) {
	if h.RuntimePath != "" {
		if _, err := os.Stat(h.RuntimePath); err != nil {
			return "", fmt.Errorf("invalid runtime_path for runtime '%s': %q", name, err)
		}
		return h.RuntimePath, nil
	}
	if name == "runc" {
		return realRunc, nil
	}
	found, err := exec.LookPath(name)
	if err != nil {
		return "", fmt.Errorf("%q not found in $PATH: %v", name, err)
	}
	return found, nil
}

func (h Handler) validate(name string) error {
	program, err := h.program(name)
	if err != nil {
		return err
	}
	switch h.RuntimeType {
	case "", "oci":
		return nil
	case "vm":
		if base := filepath.Base(program); !shimName.MatchString(base) {
			return fmt.Errorf("invalid runtime_path for runtime '%s': %q is no name of a containerd shim", name, base)
		}
		return nil
	}
	return fmt.Errorf("invalid `runtime_type` %q for runtime %q", h.RuntimeType, name)
}

// placeRuntimes puts this program before the handlers' programs, see runc.go.
func placeRuntimes(handlers map[string]Handler) error {
	for _, folder := range []string{runtimesFolder, wrappedFolder} {
		if err := os.MkdirAll(folder, 0755); err != nil {
			return err
		}
	}
	for name, handler := range handlers {
		program, err := handler.program(name)
		if err != nil {
			return err
		}
		for link, target := range map[string]string{runtimesFolder: program, wrappedFolder: "/usr/bin/crio"} {
			link = filepath.Join(link, name)
			// Containers that run already call it at any time, so it is never missing.
			if err := os.Symlink(target, link+".new"); err != nil && !os.IsExist(err) {
				return err
			}
			if err := os.Rename(link+".new", link); err != nil {
				return err
			}
		}
	}
	return nil
}
