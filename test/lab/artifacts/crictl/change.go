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
	return eachOf(command, parse(command, args).names, act)
}

func eachOf(command string, names []string, act func(name string) (string, error)) error {
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

// removePod removes pods, with -a all there are; one that runs must be stopped before, or by -f.
func removePod(c client, args []string) error {
	given := parse("rmp", args, "a,all", "f,force")
	if given.flags["a"] {
		list, err := c.runtime.ListPodSandbox(c, &cri.ListPodSandboxRequest{})
		if err != nil || len(list.Items) == 0 {
			return err
		}
		given.names = nil
		for _, pod := range list.Items {
			given.names = append(given.names, pod.Id)
		}
	}
	return eachOf("rmp", given.names, func(id string) (string, error) {
		got, err := c.runtime.PodSandboxStatus(c, &cri.PodSandboxStatusRequest{PodSandboxId: id})
		if err != nil {
			return "", err
		}
		if got.Status.State == cri.PodSandboxState_SANDBOX_READY {
			if !given.flags["f"] {
				return "", fmt.Errorf("pod sandbox %q is running, please stop it first", id)
			}
			if _, err := c.runtime.StopPodSandbox(c, &cri.StopPodSandboxRequest{PodSandboxId: id}); err != nil {
				return "", err
			}
		}
		_, err = c.runtime.RemovePodSandbox(c, &cri.RemovePodSandboxRequest{PodSandboxId: id})
		return "Removed sandbox " + id, err
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
		if _, err := io.Copy(os.Stdout, file); err != nil {
			return err
		}
	}
	return nil
}
