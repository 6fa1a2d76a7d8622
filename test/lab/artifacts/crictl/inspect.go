package main

import (
	"fmt"
	"time"

	cri "k8s.io/cri-api/pkg/apis/runtime/v1alpha2"
)

func inspectPod(c client, args []string) error {
	for _, id := range parse("inspectp", args, "q,quiet").names {
		got, err := c.runtime.PodSandboxStatus(c, &cri.PodSandboxStatusRequest{PodSandboxId: id, Verbose: true})
		if err != nil {
			return fmt.Errorf("getting the status of the pod sandbox %q: %v", id, err)
		}
		pod := got.Status
		status := map[string]interface{}{
			"id": pod.Id, "state": pod.State.String(), "createdAt": timeOf(pod.CreatedAt), "labels": pod.Labels,
			"annotations": pod.Annotations, "runtimeHandler": pod.RuntimeHandler,
			"metadata": map[string]interface{}{
				"name": pod.Metadata.Name, "namespace": pod.Metadata.Namespace, "uid": pod.Metadata.Uid, "attempt": pod.Metadata.Attempt,
			},
		}
		if pod.Network != nil {
			status["network"] = map[string]interface{}{"ip": pod.Network.Ip}
		}
		if err := printWithInfo(status, got.Info); err != nil {
			return err
		}
	}
	return nil
}

func inspectContainer(c client, args []string) error {
	for _, id := range parse("inspect", args, "q,quiet").names {
		got, err := c.runtime.ContainerStatus(c, &cri.ContainerStatusRequest{ContainerId: id, Verbose: true})
		if err != nil {
			return fmt.Errorf("getting the status of the container %q: %v", id, err)
		}
		container := got.Status
		status := map[string]interface{}{
			"id": container.Id, "state": container.State.String(), "createdAt": timeOf(container.CreatedAt), "exitCode": container.ExitCode,
			"image": map[string]string{"image": container.Image.Image}, "imageRef": container.ImageRef, "logPath": container.LogPath,
			"metadata": map[string]interface{}{"name": container.Metadata.Name, "attempt": container.Metadata.Attempt},
		}
		if err := printWithInfo(status, got.Info); err != nil {
			return err
		}
	}
	return nil
}

func timeOf(nanoseconds int64) string {
	return time.Unix(0, nanoseconds).UTC().Format(time.RFC3339Nano)
}
