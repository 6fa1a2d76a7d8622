package main

import (
	"fmt"
	"sort"
	"strings"

	cri "k8s.io/cri-api/pkg/apis/runtime/v1alpha2"
)

func printVersion(c client, _ []string) error {
	got, err := c.runtime.Version(c, &cri.VersionRequest{})
	if err != nil {
		return err
	}
	fmt.Printf("Version:  %s\nRuntimeName:  %s\nRuntimeVersion:  %s\nRuntimeApiVersion:  %s\n",
		got.Version, got.RuntimeName, got.RuntimeVersion, got.RuntimeApiVersion)
	return nil
}

// condition is written out in full because its own JSON leaves out what is false or empty.
type condition struct {
	Type    string `json:"type"`
	Status  bool   `json:"status"`
	Reason  string `json:"reason"`
	Message string `json:"message"`
}

func printInfo(c client, _ []string) error {
	got, err := c.runtime.Status(c, &cri.StatusRequest{Verbose: true})
	if err != nil {
		return fmt.Errorf("getting status of runtime: %v", err)
	}
	conditions := []condition{}
	for _, each := range got.Status.Conditions {
		conditions = append(conditions, condition{each.Type, each.Status, each.Reason, each.Message})
	}
	return printWithInfo(map[string]interface{}{"conditions": conditions}, got.Info)
}

func inspectImage(c client, args []string) error {
	for _, name := range parse("inspecti", args, "q,quiet").names {
		got, err := c.images.ImageStatus(c, &cri.ImageStatusRequest{Image: &cri.ImageSpec{Image: name}, Verbose: true})
		if err != nil {
			return fmt.Errorf("image status for %q: %v", name, err)
		}
		if got.Image == nil {
			return fmt.Errorf("no such image %q present", name)
		}
		status := map[string]interface{}{"id": got.Image.Id, "repoTags": got.Image.RepoTags, "repoDigests": got.Image.RepoDigests,
			"size": fmt.Sprint(got.Image.Size_), "username": got.Image.Username}
		if err := printWithInfo(status, got.Info); err != nil {
			return err
		}
	}
	return nil
}

func printPods(c client, args []string) error {
	quiet := parse("pods", args, "q,quiet").flags["q"]
	got, err := c.runtime.ListPodSandbox(c, &cri.ListPodSandboxRequest{})
	if err != nil {
		return err
	}
	rows := [][]string{{"POD ID", "CREATED", "STATE", "NAME", "NAMESPACE", "ATTEMPT"}}
	for _, pod := range got.Items {
		rows = append(rows, []string{pod.Id, age(pod.CreatedAt), strings.TrimPrefix(pod.State.String(), "SANDBOX_"), pod.Metadata.Name,
			pod.Metadata.Namespace, fmt.Sprint(pod.Metadata.Attempt)})
	}
	return printTable(rows, quiet)
}

func printContainers(c client, args []string) error {
	given := parse("ps", args, "q,quiet", "a,all")
	got, err := c.runtime.ListContainers(c, &cri.ListContainersRequest{})
	if err != nil {
		return err
	}
	rows := [][]string{{"CONTAINER", "IMAGE", "CREATED", "STATE", "NAME", "ATTEMPT", "POD ID"}}
	for _, each := range got.Containers {
		if given.flags["a"] || each.State == cri.ContainerState_CONTAINER_RUNNING {
			rows = append(rows, []string{each.Id, each.Image.Image, age(each.CreatedAt), strings.TrimPrefix(each.State.String(), "CONTAINER_"),
				each.Metadata.Name, fmt.Sprint(each.Metadata.Attempt), each.PodSandboxId})
		}
	}
	return printTable(rows, given.flags["q"])
}

func printImages(c client, args []string) error {
	quiet := parse("images", args, "q,quiet").flags["q"]
	got, err := c.images.ListImages(c, &cri.ListImagesRequest{})
	if err != nil {
		return err
	}
	rows := [][]string{}
	for _, image := range got.Images {
		for _, tag := range append(image.RepoTags, image.RepoDigests...) {
			at := strings.LastIndexAny(tag, ":@")
			if len(image.RepoTags) == 0 || !strings.Contains(tag, "@") {
				rows = append(rows, []string{tag[:at], tag[at+1:], strings.TrimPrefix(image.Id, "sha256:")[:13], fmt.Sprintf("%.3gMB", float64(image.Size_)/1e6)})
			}
		}
	}
	sort.Slice(rows, func(i, j int) bool { return rows[i][0] < rows[j][0] })
	if quiet {
		for _, image := range got.Images {
			fmt.Println(image.Id)
		}
		return nil
	}
	return printTable(append([][]string{{"IMAGE", "TAG", "IMAGE ID", "SIZE"}}, rows...), false)
}
