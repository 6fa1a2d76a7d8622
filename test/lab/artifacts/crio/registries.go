package main

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/BurntSushi/toml"
)

const (
	registriesFile   = "/etc/containers/registries.conf"
	registriesFolder = "/etc/containers/registries.conf.d"
)

// Registry is one [[registry]] of registries.conf, version 2 of the format.
type Registry struct {
	Prefix   string     `toml:"prefix"`
	Location string     `toml:"location"`
	Insecure bool       `toml:"insecure"`
	Blocked  bool       `toml:"blocked"`
	Mirrors  []Endpoint `toml:"mirror"`
}

type Endpoint struct {
	Location string `toml:"location"`
	Insecure bool   `toml:"insecure"`
}

type registriesConf struct {
	Registries  []Registry                               `toml:"registry"`
	Unqualified []string                                 `toml:"unqualified-search-registries"`
	V1          map[string]struct{ Registries []string } `toml:"registries"`
}

// loadRegistries reads registries.conf and its drop-ins by name; a later entry for a prefix replaces the earlier one whole.
func loadRegistries() (map[string]Registry, error) {
	known := map[string]Registry{}
	files, err := filepath.Glob(registriesFolder + "/*.conf")
	if err != nil {
		return nil, err
	}
	sort.Strings(files)
	for _, file := range append([]string{registriesFile}, files...) {
		var conf registriesConf
		if _, err := toml.DecodeFile(file, &conf); os.IsNotExist(err) {
			continue
		} else if err != nil {
			return nil, fmt.Errorf("loading registries configuration %q: %v", file, err)
		}
		if len(conf.V1) > 0 && (len(conf.Registries) > 0 || len(conf.Unqualified) > 0 || file != registriesFile) {
			return nil, fmt.Errorf("loading registries configuration %q: mixing sysregistry v1/v2 is not supported", file)
		}
		for _, registry := range conf.Registries {
			if err := registry.check(); err != nil {
				return nil, fmt.Errorf("loading registries configuration %q: %v", file, err)
			}
			known[registry.Prefix] = registry
		}
	}
	return known, nil
}

func (r *Registry) check() error {
	if r.Location == "" {
		if r.Prefix == "" {
			return fmt.Errorf("invalid registry: neither prefix nor location is set")
		}
		return fmt.Errorf("invalid location: cannot be empty")
	}
	locations := []*string{&r.Location, &r.Prefix}
	for i := range r.Mirrors {
		locations = append(locations, &r.Mirrors[i].Location)
		if r.Mirrors[i].Location == "" {
			return fmt.Errorf("invalid location: cannot be empty")
		}
	}
	for _, location := range locations {
		if strings.HasPrefix(*location, "http://") || strings.HasPrefix(*location, "https://") {
			return fmt.Errorf("invalid location '%s': URI schemes are not supported", *location)
		}
		*location = strings.TrimRight(*location, "/")
	}
	if r.Prefix == "" {
		r.Prefix = r.Location
	}
	return nil
}
