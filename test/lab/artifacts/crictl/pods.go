package main

import (
	"flag"
	"fmt"
	"io/ioutil"

	cri "k8s.io/cri-api/pkg/apis/runtime/v1alpha2"
	"sigs.k8s.io/yaml"
)

// runPod starts a pod without containers, as a file of JSON or YAML says.
func runPod(c client, args []string) error {
	flags := flag.NewFlagSet("runp", flag.ExitOnError)
	request := &cri.RunPodSandboxRequest{Config: &cri.PodSandboxConfig{}}
	flags.StringVar(&request.RuntimeHandler, "r", "", "")
	flags.StringVar(&request.RuntimeHandler, "runtime", "", "")
	flags.Parse(args)
	text, err := ioutil.ReadFile(flags.Arg(0))
	if err != nil {
		return err
	}
	if err := yaml.Unmarshal(text, request.Config); err != nil {
		return err
	}
	got, err := c.runtime.RunPodSandbox(c, request)
	if err != nil {
		return fmt.Errorf("run pod sandbox: %v", err)
	}
	fmt.Println(got.PodSandboxId)
	return nil
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
