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
	Endpoint
	Prefix             string     `toml:"prefix"`
	Blocked            bool       `toml:"blocked"`
	MirrorByDigestOnly bool       `toml:"mirror-by-digest-only"`
	Mirrors            []Endpoint `toml:"mirror"`
}

type Endpoint struct {
	Location       string `toml:"location"`
	Insecure       bool   `toml:"insecure"`
	PullFromMirror string `toml:"pull-from-mirror"`
}

// Registries are all entries by their prefixes, and where names without a registry are looked for.
type Registries struct {
	Known       map[string]Registry
	Unqualified []string
}

type registriesConf struct {
	Registries  []Registry                               `toml:"registry"`
	Unqualified *[]string                                `toml:"unqualified-search-registries"`
	V1          map[string]struct{ Registries []string } `toml:"registries"`
}

// loadRegistries reads registries.conf and its drop-ins by name; a later entry for a prefix replaces the earlier one whole.
func loadRegistries() (Registries, error) {
	all := Registries{Known: map[string]Registry{}}
	files, err := filepath.Glob(registriesFolder + "/*.conf")
	if err != nil {
		return all, err
	}
	sort.Strings(files)
	for _, file := range append([]string{registriesFile}, files...) {
		var conf registriesConf
		if _, err := toml.DecodeFile(file, &conf); os.IsNotExist(err) {
			continue
		} else if err != nil {
			return all, fmt.Errorf("loading registries configuration %q: %v", file, err)
		}
		if len(conf.V1) > 0 && (len(conf.Registries) > 0 || conf.Unqualified != nil || file != registriesFile) {
			return all, fmt.Errorf("loading registries configuration %q: mixing sysregistry v1/v2 is not supported", file)
		}
		for _, registry := range conf.Registries {
			if err := registry.check(); err != nil {
				return all, fmt.Errorf("loading registries configuration %q: %v", file, err)
			}
			all.Known[registry.Prefix] = registry
		}
		if conf.Unqualified != nil {
			all.Unqualified = *conf.Unqualified
		}
	}
	return all, nil
}

func (r *Registry) check() error {
	if r.Location == "" {
		if r.Prefix == "" {
			return fmt.Errorf("invalid registry: neither prefix nor location is set")
		}
		return fmt.Errorf("invalid location: cannot be empty")
	}
	if strings.Contains(r.Prefix, "*") {
		return fmt.Errorf("CRI-O before 1.22 knows no prefix %q", r.Prefix)
	}
	if r.PullFromMirror != "" {
		return fmt.Errorf("pull-from-mirror must not be set for a non-mirror registry %q", r.Prefix)
	}
	locations := []*string{&r.Location, &r.Prefix}
	for i := range r.Mirrors {
		mirror := &r.Mirrors[i]
		locations = append(locations, &mirror.Location)
		if mirror.Location == "" {
			return fmt.Errorf("invalid location: cannot be empty")
		}
		if r.MirrorByDigestOnly && mirror.PullFromMirror != "" {
			return fmt.Errorf("cannot set mirror usage mirror-by-digest-only and pull-from-mirror at the same time")
		}
		switch mirror.PullFromMirror {
		case "", "all", "digest-only", "tag-only":
		default:
			return fmt.Errorf("unsupported pull-from-mirror value %q for mirror %q", mirror.PullFromMirror, mirror.Location)
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
