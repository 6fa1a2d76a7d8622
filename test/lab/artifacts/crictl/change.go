package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	cri "k8s.io/cri-api/pkg/apis/runtime/v1alpha2"
)

// each does one thing to every name given.
func each(command string, args []string, act func(name string) (string, error)) error {
	names, _ := parse(command, args)
	if len(names) == 0 {
		return errors.New("ID cannot be empty")
	}
	for _, name := range names {
		said, err := act(name)
		if err != nil {
			return fmt.Errorf("%s %q: %v", command, name, err)
		}
		fmt.Println(said)
	}
	return nil
}

func pull(c client, args []string) error {
	return each("pull", args, func(name string) (string, error) {
		got, err := c.images.PullImage(c, &cri.PullImageRequest{Image: &cri.ImageSpec{Image: name}})
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

func stopPod(c client, args []string) error {
	return each("stopp", args, func(id string) (string, error) {
		_, err := c.runtime.StopPodSandbox(c, &cri.StopPodSandboxRequest{PodSandboxId: id})
		return "Stopped sandbox " + id, err
	})
}

func removePod(c client, args []string) error {
	return each("rmp", args, func(id string) (string, error) {
		_, err := c.runtime.RemovePodSandbox(c, &cri.RemovePodSandboxRequest{PodSandboxId: id})
		return "Removed sandbox " + id, err
	})
}

func stop(c client, args []string) error {
	return each("stop", args, func(id string) (string, error) {
		_, err := c.runtime.StopContainer(c, &cri.StopContainerRequest{ContainerId: id})
		return id, err
	})
}

func remove(c client, args []string) error {
	return each("rm", args, func(id string) (string, error) {
		_, err := c.runtime.RemoveContainer(c, &cri.RemoveContainerRequest{ContainerId: id})
		return id, err
	})
}

func logs(c client, args []string) error {
	names, _ := parse("logs", args)
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
		if _, err := io.Copy(os.Stdout, file); err != nil {
			return err
		}
	}
	return nil
}
