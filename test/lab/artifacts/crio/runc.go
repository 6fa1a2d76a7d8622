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
// do, a container can't be given it, nor a negative OOM score: both are taken out of what the program reads first.
func runRuntime(handler string, args []string) error {
	program, err := os.Readlink(filepath.Join(runtimesFolder, handler))
	if err != nil {
		return err
	}
	if file := fileOf(args); file != "" && !may(capSysResource) {
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

// fileOf is the file that tells a runtime what to give a container that it makes, or a process that it starts in one.
func fileOf(args []string) string {
	command, bundle, process := "", ".", ""
	for i, arg := range args {
		following := ""
		if i+1 < len(args) {
			following = args[i+1]
		}
		switch arg {
		case "create", "run", "restore", "exec":
			if command == "" {
				command = arg
			}
		case "--bundle", "-b":
			bundle = following
		case "--process", "-p":
			process = following
		}
	}
	switch command {
	case "":
		return ""
	case "exec":
		return process
	}
	return filepath.Join(bundle, "config.json")
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
