package main

import (
	"fmt"
	"strings"
)

// reference is an image's name in full: the registry, the repository there, and `:tag` or `@digest`.
type reference struct{ host, path, version string }

func (r reference) name() string     { return r.host + "/" + r.path }
func (r reference) String() string   { return r.name() + r.version }
func (r reference) byDigest() bool   { return r.version[0] == '@' }
func (r reference) manifest() string { return "/v2/" + r.path + "/manifests/" + r.version[1:] }

// source is a place that an image may come from.
type source struct {
	reference
	insecure bool
}

// parse completes a name as CRI-O does: without a registry it is looked for in the first of unqualified-search-registries.
func (all Registries) parse(image string) (reference, error) {
	first := strings.SplitN(image, "/", 2)[0]
	if first == image || !(strings.ContainsAny(first, ".:") || first == "localhost") {
		if len(all.Unqualified) == 0 {
			return reference{}, fmt.Errorf("short-name %q did not resolve to an alias and no unqualified-search registries are defined", image)
		}
		// The containerd behind keeps images under the names that it would give them.
		if all.Unqualified[0] != "docker.io" {
			return reference{}, fmt.Errorf("the lab's stand-in for CRI-O can't look for %q in %s", image, all.Unqualified[0])
		}
		image = "docker.io/" + image
	}
	return parseFull(image), nil
}

func parseFull(image string) reference {
	version := ":latest"
	if at := strings.Index(image, "@"); at >= 0 {
		image, version = image[:at], image[at:]
	}
	if at := strings.LastIndex(image, ":"); at > strings.LastIndex(image, "/") {
		if version[0] != '@' {
			version = image[at:]
		}
		image = image[:at]
	}
	parts := strings.SplitN(image+"/", "/", 2)
	path := strings.TrimSuffix(parts[1], "/")
	if parts[0] == "docker.io" && !strings.Contains(path, "/") {
		path = "library/" + path
	}
	return reference{parts[0], path, version}
}

// stands tells whether a prefix is for an image: it ends where a part of the name ends.
func stands(prefix, image string) bool {
	rest := strings.TrimPrefix(image, prefix)
	return strings.HasPrefix(image, prefix) && (rest == "" || strings.ContainsAny(rest[:1], "/:@"))
}

// find is the registry with the longest prefix that matches.
func (all Registries) find(image string) (Registry, bool) {
	var found Registry
	for prefix, registry := range all.Known {
		if stands(prefix, image) && len(prefix) > len(found.Prefix) {
			found = registry
		}
	}
	return found, found.Prefix != ""
}

// sources are the places of an image in the order in which they are asked: mirrors first, the registry itself last.
func (all Registries) sources(image reference, insecure []string) ([]source, error) {
	places := []source{{reference: image}}
	if registry, known := all.find(image.String()); known {
		if registry.Blocked {
			return nil, fmt.Errorf("registry %s is blocked in %s or %s", registry.Prefix, registriesFile, registriesFolder)
		}
		places = nil
		rest := strings.TrimPrefix(image.String(), registry.Prefix)
		for _, mirror := range registry.Mirrors {
			byDigest := mirror.PullFromMirror == "digest-only" || registry.MirrorByDigestOnly
			if (image.byDigest() || !byDigest) && !(image.byDigest() && mirror.PullFromMirror == "tag-only") {
				places = append(places, source{parseFull(mirror.Location + rest), mirror.Insecure})
			}
		}
		places = append(places, source{parseFull(registry.Location + rest), registry.Insecure})
	}
	for i := range places {
		for _, host := range insecure {
			places[i].insecure = places[i].insecure || places[i].host == host
		}
	}
	return places, nil
}
