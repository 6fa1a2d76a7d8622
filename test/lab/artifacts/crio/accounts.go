package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io/ioutil"
	"os"
	"strings"

	cri "k8s.io/cri-api/pkg/apis/runtime/v1alpha2"
)

type account struct{ user, password string }

// accountFor is the account that a registry is given: that of the pull, or else that of global_auth_file, which is read for each
// pull.
func accountFor(host string, asked *cri.AuthConfig, file string) (*account, error) {
	if asked != nil && (asked.Username != "" || asked.Auth != "") {
		if asked.Username != "" {
			return &account{asked.Username, asked.Password}, nil
		}
		return decode(asked.Auth)
	}
	if file == "" {
		return nil, nil
	}
	text, err := ioutil.ReadFile(file)
	if os.IsNotExist(err) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	var known struct {
		Auths map[string]struct {
			Auth string `json:"auth"`
		} `json:"auths"`
	}
	if err := json.Unmarshal(text, &known); err != nil {
		return nil, fmt.Errorf("error unmarshaling JSON at %q: %v", file, err)
	}
	if exact, found := known.Auths[host]; found {
		return decode(exact.Auth)
	}
	for key, value := range known.Auths {
		if hostOf(key) == hostOf(host) {
			return decode(value.Auth)
		}
	}
	return nil, nil
}

func decode(auth string) (*account, error) {
	text, err := base64.StdEncoding.DecodeString(auth)
	if err != nil {
		return nil, err
	}
	parts := strings.SplitN(strings.TrimRight(string(text), "\x00"), ":", 2)
	if len(parts) != 2 {
		return nil, fmt.Errorf("invalid auth: no password")
	}
	return &account{parts[0], parts[1]}, nil
}

// hostOf is the registry that a key of an auth file is for: people write URLs there, and docker.io has several names.
func hostOf(key string) string {
	key = strings.TrimPrefix(strings.TrimPrefix(key, "https://"), "http://")
	key = strings.SplitN(key, "/", 2)[0]
	switch key {
	case "index.docker.io", "registry-1.docker.io":
		return "docker.io"
	}
	return key
}
