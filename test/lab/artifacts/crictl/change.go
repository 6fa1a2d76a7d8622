package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	cri "k8s.io/cri-api/pkg/apis/runtime/v1alpha2"
)

// each does one thing to every name given.
func each(command string, args []string, act func(name string) (string, error)) error {
	return eachOf(command, parse(command, args).names, act)
}

func eachOf(command string, names []string, act func(name string) (string, error)) error {
	if len(names) == 0 {
		return errors.New("ID cannot be empty")
	}
	for _, name := range names {
		said, err := act(name)
		if err != nil {
			return fmt.Errorf("%s: %v", command, err)
		}
		fmt.Println(said)
	}
	return nil
}

// pull pulls images, with --creds USER:PASSWORD as that account, as a kubelet does for a pod with a pull secret.
func pull(c client, args []string) error {
	flags := flag.NewFlagSet("pull", flag.ExitOnError)
	creds := flags.String("creds", "", "")
	flags.Parse(args)
	var auth *cri.AuthConfig
	if *creds != "" {
		parts := strings.SplitN(*creds, ":", 2)
		auth = &cri.AuthConfig{Username: parts[0], Password: parts[len(parts)-1]}
	}
	return eachOf("pulling image", flags.Args(), func(name string) (string, error) {
		got, err := c.images.PullImage(c, &cri.PullImageRequest{Image: &cri.ImageSpec{Image: name}, Auth: auth})
		if err != nil {
			return "", err
		}
		return "Image is up to date for " + got.ImageRef, nil
	})
}

func removeImage(c client, args []string) error {
	return each("rmi", args, func(name string) (string, error) {
		_, err := c.images.RemoveImage(c, &cri.RemoveImageRequest{Image: &cri.ImageSpec{Image: name}})
		return "Deleted: " + name, err
	})
}

func stop(c client, args []string) error {
	return each("stop", args, func(id string) (string, error) {
		_, err := c.runtime.StopContainer(c, &cri.StopContainerRequest{ContainerId: id})
		return id, err
	})
}

// remove removes containers; one that runs must be stopped before, or by -f.
func remove(c client, args []string) error {
	given := parse("rm", args, "f,force")
	return eachOf("rm", given.names, func(id string) (string, error) {
		got, err := c.runtime.ContainerStatus(c, &cri.ContainerStatusRequest{ContainerId: id})
		if err != nil {
			return "", err
		}
		if got.Status.State == cri.ContainerState_CONTAINER_RUNNING {
			if !given.flags["f"] {
				return "", fmt.Errorf("container %q is running, please stop it first", id)
			}
			if _, err := c.runtime.StopContainer(c, &cri.StopContainerRequest{ContainerId: id}); err != nil {
				return "", err
			}
		}
		_, err = c.runtime.RemoveContainer(c, &cri.RemoveContainerRequest{ContainerId: id})
		return id, err
	})
}

func logs(c client, args []string) error {
	names := parse("logs", args).names
	if len(names) != 1 {
		return errors.New("ID cannot be empty")
	}
	list, err := c.runtime.ListContainers(c, &cri.ListContainersRequest{Filter: &cri.ContainerFilter{Id: names[0]}})
	if err != nil {
		return err
	}
	for _, container := range list.Containers {
		got, err := c.runtime.ContainerStatus(c, &cri.ContainerStatusRequest{ContainerId: container.Id})
		if err != nil {
			return err
		}
		file, err := os.Open(got.Status.LogPath)
		if err != nil {
			return err
		}
		defer file.Close()
		if err := printLog(file); err != nil {
			return err
		}
	}
	return nil
}

// Each line of a log in CRI's format is «TIME STREAM TAGS TEXT»; the tag P is of a line that goes on in the next one.
func printLog(file io.Reader) error {
	lines := bufio.NewReader(file)
	for {
		line, err := lines.ReadString('\n')
		if fields := strings.SplitN(strings.TrimSuffix(line, "\n"), " ", 4); len(fields) == 4 {
			out := os.Stdout
			if fields[1] == "stderr" {
				out = os.Stderr
			}
			end := "\n"
			if strings.Split(fields[2], ":")[0] == "P" {
				end = ""
			}
			if _, err := io.WriteString(out, fields[3]+end); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
