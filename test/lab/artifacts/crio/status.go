package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
)

// printStatus is crio-status: it prints what the running crio goes by, asked over its socket.
func printStatus(args []string) error {
	if len(args) != 1 || (args[0] != "info" && args[0] != "config" && args[0] != "i" && args[0] != "c") {
		return fmt.Errorf("usage: crio-status info|config")
	}
	dial := func(context.Context, string, string) (net.Conn, error) { return net.Dial("unix", socket) }
	client := &http.Client{Transport: &http.Transport{DialContext: dial}}
	if args[0][0] == 'c' {
		response, err := client.Get("http://crio/config")
		if err != nil {
			return err
		}
		defer response.Body.Close()
		_, err = io.Copy(os.Stdout, response.Body)
		return err
	}
	response, err := client.Get("http://crio/info")
	if err != nil {
		return err
	}
	defer response.Body.Close()
	var got info
	if err := json.NewDecoder(response.Body).Decode(&got); err != nil {
		return err
	}
	fmt.Printf("cgroup driver: %s\nstorage driver: %s\nstorage root: %s\n", got.CgroupDriver, got.StorageDriver, got.StorageRoot)
	return nil
}
