package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io/ioutil"
	"net/http"
	"strings"

	cri "k8s.io/cri-api/pkg/apis/runtime/v1alpha2"
)

const manifestTypes = "application/vnd.docker.distribution.manifest.v2+json, application/vnd.docker.distribution.manifest.list.v2+json, " +
	"application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json"

// remote is a source that answers, and how it wants to be asked.
type remote struct {
	source
	base    string
	client  *http.Client
	account *account
}

// reach finds out whether a registry speaks TLS and wants an account. An insecure one is tried by TLS without proof first and then
// in the clear.
func reach(ctx context.Context, from source, asked *cri.AuthConfig, authFile string) (*remote, error) {
	config, err := tlsFor(from.host, from.insecure)
	if err != nil {
		return nil, err
	}
	known, err := accountFor(from.host, asked, authFile)
	if err != nil {
		return nil, err
	}
	transport := &http.Transport{TLSClientConfig: config, Proxy: http.ProxyFromEnvironment, DisableCompression: true}
	r := &remote{source: from, client: &http.Client{Transport: transport}}
	host := from.host
	if host == "docker.io" {
		host = "registry-1.docker.io"
	}
	schemes := []string{"https"}
	if from.insecure {
		schemes = append(schemes, "http")
	}
	var failure error
	for _, scheme := range schemes {
		r.base = scheme + "://" + host
		response, err := r.ask(ctx, "GET", "/v2/", nil)
		if err != nil {
			failure = err
			continue
		}
		response.Body.Close()
		challenge := strings.ToLower(response.Header.Get("WWW-Authenticate"))
		switch {
		case response.StatusCode == 200:
			return r, nil
		case response.StatusCode == 401 && strings.HasPrefix(challenge, "basic"):
			r.account = known
			return r, nil
		case response.StatusCode == 401:
			return nil, fmt.Errorf("the lab's stand-in for CRI-O knows basic authentication only; %s wants %q", host, challenge)
		}
		failure = fmt.Errorf("invalid status code from registry %d (%s)", response.StatusCode, http.StatusText(response.StatusCode))
		break
	}
	return nil, fmt.Errorf("error pinging docker registry %s: %v", from.host, failure)
}

func (r *remote) ask(ctx context.Context, method, path string, header http.Header) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, method, r.base+path, nil)
	if err != nil {
		return nil, err
	}
	for _, name := range []string{"Accept", "Range"} {
		request.Header[name] = header[name]
	}
	if r.account != nil {
		request.SetBasicAuth(r.account.user, r.account.password)
	}
	return r.client.Do(request)
}

// has asks for the image's manifest, which tells whether this is a place that the image can come from.
func (r *remote) has(ctx context.Context) error {
	response, err := r.ask(ctx, "GET", r.manifest(), http.Header{"Accept": {manifestTypes}})
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode == 200 {
		return nil
	}
	reason := fmt.Sprintf("received unexpected HTTP status: %s", response.Status)
	var said struct {
		Errors []struct{ Code, Message string }
	}
	if text, err := ioutil.ReadAll(response.Body); err == nil && json.Unmarshal(text, &said) == nil && len(said.Errors) > 0 {
		code := strings.ToLower(strings.ReplaceAll(said.Errors[0].Code, "_", " "))
		reason = code + ": " + said.Errors[0].Message
	}
	return fmt.Errorf("Error reading manifest %s in %s: %s", r.version[1:], r.name(), reason)
}

// firstOf is the first source that has the image. When none has it, all their reasons are said. The account of a pull is for the
// registry in the image's name, and no mirror sees it.
func firstOf(ctx context.Context, image reference, sources []source, asked *cri.AuthConfig, authFile string) (*remote, error) {
	failed := []string{}
	var last error
	for i, each := range sources {
		shown := asked
		if each.host != image.host {
			shown = nil
		}
		found, err := reach(ctx, each, shown, authFile)
		if err == nil {
			if err = found.has(ctx); err == nil {
				return found, nil
			}
			found.client.CloseIdleConnections()
		}
		last = err
		if i < len(sources)-1 {
			failed = append(failed, fmt.Sprintf("[%s: %v]", each.reference, err))
		}
	}
	if len(failed) == 0 {
		return nil, last
	}
	return nil, fmt.Errorf("(Mirrors also failed: %s): %s: %v", strings.Join(failed, "\n"), sources[len(sources)-1].reference, last)
}
