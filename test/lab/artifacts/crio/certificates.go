package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io/ioutil"
	"os"
	"path/filepath"
	"strings"
)

var certificateFolders = []string{"/etc/containers/certs.d", "/etc/docker/certs.d"}

// tlsFor is how a registry is trusted and what it is shown: *.crt are authorities beside the system's, *.cert and *.key are the
// client's. Only the first folder that there is for the registry counts.
func tlsFor(host string, insecure bool) (*tls.Config, error) {
	config := &tls.Config{InsecureSkipVerify: insecure}
	for _, parent := range certificateFolders {
		folder := filepath.Join(parent, host)
		files, err := ioutil.ReadDir(folder)
		if os.IsNotExist(err) {
			continue
		} else if err != nil {
			return nil, err
		}
		for _, file := range files {
			if err := useCertificate(config, folder, file.Name()); err != nil {
				return nil, err
			}
		}
		break
	}
	return config, nil
}

func useCertificate(config *tls.Config, folder, name string) error {
	path := filepath.Join(folder, name)
	switch filepath.Ext(name) {
	case ".crt":
		text, err := ioutil.ReadFile(path)
		if err != nil {
			return err
		}
		if config.RootCAs == nil {
			if config.RootCAs, err = x509.SystemCertPool(); err != nil {
				return err
			}
		}
		config.RootCAs.AppendCertsFromPEM(text)
	case ".cert":
		key := strings.TrimSuffix(path, ".cert") + ".key"
		if _, err := os.Stat(key); err != nil {
			return fmt.Errorf("missing key %s for client certificate %s. Note that CA certificates should use the extension .crt", filepath.Base(key), name)
		}
		pair, err := tls.LoadX509KeyPair(path, key)
		if err != nil {
			return err
		}
		config.Certificates = append(config.Certificates, pair)
	case ".key":
		certificate := strings.TrimSuffix(path, ".key") + ".cert"
		if _, err := os.Stat(certificate); err != nil {
			return fmt.Errorf("missing client certificate %s for key %s", filepath.Base(certificate), name)
		}
	}
	return nil
}
