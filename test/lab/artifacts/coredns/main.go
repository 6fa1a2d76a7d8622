// The lab's stand-in for CoreDNS, which Debian does not have: it answers the probes of kubeadm's Deployment, and one name, that of
// the API server's Service.
package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
)

func main() {
	ok := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "OK") })
	failed := make(chan error)
	for address, path := range map[string]string{":8080": "/health", ":8181": "/ready"} {
		mux := http.NewServeMux()
		mux.Handle(path, ok)
		go func(address string) { failed <- http.ListenAndServe(address, mux) }(address)
	}
	go func() { failed <- serve(net.ParseIP(os.Getenv("KUBERNETES_SERVICE_HOST"))) }()
	fmt.Fprintln(os.Stderr, <-failed)
	os.Exit(1)
}
