// The lab's stand-in for CRI-O. Debian has no CRI-O, so this program takes its place: the paths, the unit, the socket, the
// configuration files and their mistakes are CRI-O's; behind the socket works Debian's containerd. By the name it is called by
// it is crio, crio-status, or one of the runtimes that containerd starts.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"
)

const version = "1.20.9"

func main() {
	var err error
	folder, name := filepath.Split(os.Args[0])
	switch {
	case filepath.Clean(folder) == wrappedFolder:
		err = runRuntime(name, os.Args[1:])
	case name == "crio-status":
		err = printStatus(os.Args[1:])
	default:
		err = crio(os.Args[1:])
	}
	if err != nil {
		log("fatal", err.Error())
		os.Exit(1)
	}
}

func crio(args []string) error {
	command := ""
	if len(args) > 0 {
		command = args[0]
	}
	switch command {
	case "":
		return serve()
	case "version", "--version", "-v":
		fmt.Printf("crio version %s\nVersion:       %s\n", version, version)
		return nil
	case "config":
		settings := defaultSettings()
		if len(args) == 1 {
			var err error
			if settings, err = loadSettings(); err != nil {
				return err
			}
		}
		text, err := settings.toml()
		fmt.Print(text)
		return err
	}
	return fmt.Errorf("the lab's stand-in for CRI-O does not know %q", command)
}

func log(level, message string) {
	now := time.Now().UTC().Format("2006-01-02 15:04:05.000000000Z07:00")
	fmt.Fprintf(os.Stderr, "time=%q level=%s msg=%q\n", now, level, message)
}
