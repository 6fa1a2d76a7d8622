// The lab's stand-in for crictl, which Debian does not have: the commands of it that kubeadm, nodeprep and a person at a prompt
// use, over the same interface, CRI v1alpha2.
package main

import (
	"context"
	"flag"
	"fmt"
	"io/ioutil"
	"os"
	"strings"
	"time"

	"google.golang.org/grpc"
	cri "k8s.io/cri-api/pkg/apis/runtime/v1alpha2"
	"sigs.k8s.io/yaml"
)

const version = "v1.20.0"

// Where runtimes are looked for when nobody says which is meant.
var defaultEndpoints = []string{
	"unix:///var/run/dockershim.sock", "unix:///run/containerd/containerd.sock", "unix:///run/crio/crio.sock",
}

type client struct {
	context.Context
	runtime cri.RuntimeServiceClient
	images  cri.ImageServiceClient
}

type options struct {
	Runtime string `json:"runtime-endpoint"`
	Image   string `json:"image-endpoint"`
	Timeout int    `json:"timeout"`
	Debug   bool   `json:"debug"`
}

var commands = map[string]func(client, []string) error{
	"info": printInfo, "version": printVersion, "pods": printPods, "ps": printContainers, "images": printImages, "img": printImages,
	"image": printImages, "inspecti": inspectImage, "inspectp": inspectPod, "inspect": inspectContainer, "pull": pull, "rmi": removeImage, "runp": runPod, "stopp": stopPod, "rmp": removePod, "stop": stop,
	"rm": remove, "logs": logs,
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintf(os.Stderr, "FATA[0000] %v\n", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	flags := flag.NewFlagSet("crictl", flag.ExitOnError)
	var given options
	var file string
	var printed bool
	for _, name := range []string{"r", "runtime-endpoint"} {
		flags.StringVar(&given.Runtime, name, os.Getenv("CONTAINER_RUNTIME_ENDPOINT"), "socket of the runtime")
	}
	for _, name := range []string{"i", "image-endpoint"} {
		flags.StringVar(&given.Image, name, os.Getenv("IMAGE_SERVICE_ENDPOINT"), "socket of the image service")
	}
	for _, name := range []string{"c", "config"} {
		flags.StringVar(&file, name, "/etc/crictl.yaml", "configuration file")
	}
	flags.BoolVar(&printed, "version", false, "print the version")
	flags.BoolVar(&printed, "v", false, "print the version")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if printed {
		fmt.Println("crictl version " + version)
		return nil
	}
	var configured options
	if text, err := ioutil.ReadFile(file); err == nil {
		if err := yaml.Unmarshal(text, &configured); err != nil {
			return fmt.Errorf("load config file: %v", err)
		}
	}
	command, known := commands[flags.Arg(0)]
	if !known {
		return fmt.Errorf("No help topic for '%s'", flags.Arg(0))
	}
	seconds := 2
	if configured.Timeout > 0 {
		seconds = configured.Timeout
	}
	endpoints := defaultEndpoints
	if endpoint := first(given.Runtime, configured.Runtime); endpoint != "" {
		endpoints = []string{endpoint}
	}
	connection, err := connectFirst(endpoints, time.Duration(seconds)*time.Second)
	if err != nil {
		return err
	}
	defer connection.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	return command(client{ctx, cri.NewRuntimeServiceClient(connection), cri.NewImageServiceClient(connection)}, flags.Args()[1:])
}

// connectFirst is a connection to the first runtime that answers.
func connectFirst(endpoints []string, timeout time.Duration) (*grpc.ClientConn, error) {
	for _, endpoint := range endpoints[:len(endpoints)-1] {
		if _, err := os.Stat(strings.TrimPrefix(endpoint, "unix://")); err != nil {
			continue
		}
		if connection, err := connect(endpoint, timeout); err == nil {
			return connection, nil
		}
	}
	last := endpoints[len(endpoints)-1]
	connection, err := connect(last, timeout)
	if err != nil {
		return nil, fmt.Errorf("connect: connect endpoint '%s', make sure you are running as root and the endpoint has been started: %v", last, err)
	}
	return connection, nil
}

func connect(endpoint string, timeout time.Duration) (*grpc.ClientConn, error) {
	if !strings.HasPrefix(endpoint, "unix://") {
		endpoint = "unix://" + endpoint
	}
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	size := grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(16 << 20))
	return grpc.DialContext(ctx, endpoint, grpc.WithInsecure(), grpc.WithBlock(), size)
}

func first(values ...string) string {
	for _, value := range values {
		if value != "" {
			return value
		}
	}
	return ""
}
