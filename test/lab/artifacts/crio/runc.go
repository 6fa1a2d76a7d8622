package main

import (
	"fmt"
	"io/ioutil"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
)

const (
	realRunc       = libexec + "/runc-debian"
	capSysResource = 24
)

var (
	negativeScore = regexp.MustCompile(`"oomScoreAdj":\s*-\d+`)
	resourceFirst = regexp.MustCompile(`"CAP_SYS_RESOURCE",\s*`)
	resourceLast  = regexp.MustCompile(`,?\s*"CAP_SYS_RESOURCE"`)
)

// runRuntime runs a handler's program, runc or crun. Where the machine keeps CAP_SYS_RESOURCE from the lab, as some CI machines
// do, a container can't be given it, nor a negative OOM score: both are taken out of the bundle first. Elsewhere nothing is changed.
func runRuntime(handler string, args []string) error {
	program, err := os.Readlink(filepath.Join(runtimesFolder, handler))
	if err != nil {
		return err
	}
	if bundle := bundleOf(args); bundle != "" && !may(capSysResource) {
		file := bundle + "/config.json"
		text, err := ioutil.ReadFile(file)
		if err != nil {
			return err
		}
		text = negativeScore.ReplaceAll(text, []byte(`"oomScoreAdj":0`))
		text = resourceFirst.ReplaceAll(text, nil)
		text = resourceLast.ReplaceAll(text, nil)
		if err := ioutil.WriteFile(file, text, 0600); err != nil {
			return err
		}
	}
	return syscall.Exec(program, append([]string{program}, args...), os.Environ())
}

// bundleOf is the bundle's folder when runc is asked to make a container.
func bundleOf(args []string) string {
	making, bundle := false, "."
	for i, arg := range args {
		switch {
		case arg == "create" || arg == "run" || arg == "restore":
			making = true
		case (arg == "--bundle" || arg == "-b") && i+1 < len(args):
			bundle = args[i+1]
		}
	}
	if !making {
		return ""
	}
	return bundle
}

func may(capability uint) bool {
	text, err := ioutil.ReadFile("/proc/self/status")
	if err != nil {
		return true
	}
	for _, line := range strings.Split(string(text), "\n") {
		var set string
		if _, err := fmt.Sscanf(line, "CapBnd: %s", &set); err == nil {
			bits, err := strconv.ParseUint(set, 16, 64)
			return err != nil || bits&(1<<capability) != 0
		}
	}
	return true
}
