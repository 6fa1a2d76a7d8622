// The lab's network: writes this node's CNI configuration from its podCIDR and keeps a route to the podCIDR of every other node.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io/ioutil"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"time"
)

const (
	account  = "/var/run/secrets/kubernetes.io/serviceaccount/"
	confFile = "/host/etc/cni/net.d/10-lab.conflist"
	conf     = `{
  "cniVersion": "0.3.1",
  "name": "lab",
  "plugins": [
    {
      "type": "bridge", "bridge": "cni0", "isDefaultGateway": true, "hairpinMode": true, "forceAddress": true,
      "ipam": { "type": "host-local", "ranges": [[{ "subnet": "%s" }]] }
    },
    { "type": "portmap", "capabilities": { "portMappings": true } }
  ]
}
`
)

type nodeList struct {
	Items []struct {
		Metadata struct{ Name string }
		Spec     struct{ PodCIDR string }
		Status   struct {
			Addresses []struct{ Type, Address string }
		}
	}
}

func main() {
	for {
		if err := once(); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		time.Sleep(2 * time.Second)
	}
}

func once() error {
	nodes, err := list()
	if err != nil {
		return err
	}
	for _, node := range nodes.Items {
		if node.Spec.PodCIDR == "" {
			continue
		}
		if node.Metadata.Name == os.Getenv("NODE_NAME") {
			if err := configure(node.Spec.PodCIDR); err != nil {
				return err
			}
			continue
		}
		for _, address := range node.Status.Addresses {
			if address.Type != "InternalIP" {
				continue
			}
			if said, err := exec.Command("ip", "route", "replace", node.Spec.PodCIDR, "via", address.Address).CombinedOutput(); err != nil {
				return fmt.Errorf("route to %s: %v: %s", node.Metadata.Name, err, said)
			}
		}
	}
	return nil
}

func configure(podCIDR string) error {
	wanted := fmt.Sprintf(conf, podCIDR)
	if found, err := ioutil.ReadFile(confFile); err == nil && string(found) == wanted {
		return nil
	}
	if err := ioutil.WriteFile(confFile+".new", []byte(wanted), 0644); err != nil {
		return err
	}
	fmt.Println("this node's pods are in", podCIDR)
	return os.Rename(confFile+".new", confFile)
}

func list() (nodes nodeList, err error) {
	authority, err := ioutil.ReadFile(account + "ca.crt")
	if err != nil {
		return nodes, err
	}
	token, err := ioutil.ReadFile(account + "token")
	if err != nil {
		return nodes, err
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(authority)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, DisableKeepAlives: true}
	client := http.Client{Timeout: 10 * time.Second, Transport: transport}
	url := "https://" + os.Getenv("KUBERNETES_SERVICE_HOST") + ":" + os.Getenv("KUBERNETES_SERVICE_PORT") + "/api/v1/nodes"
	request, err := http.NewRequest("GET", url, nil)
	if err != nil {
		return nodes, err
	}
	request.Header.Set("Authorization", "Bearer "+strings.TrimSpace(string(token)))
	response, err := client.Do(request)
	if err != nil {
		return nodes, err
	}
	defer response.Body.Close()
	if response.StatusCode != 200 {
		return nodes, fmt.Errorf("GET %s: %s", url, response.Status)
	}
	return nodes, json.NewDecoder(response.Body).Decode(&nodes)
}
