package main

import (
	"errors"
	"fmt"
	"io/ioutil"
	"net"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// start runs containerd as the settings say and returns when it answers.
func (d *daemon) start() error {
	if err := os.MkdirAll("/run/crio", 0755); err != nil {
		return err
	}
	if err := placeRuntimes(d.settings.Crio.Runtime.Runtimes); err != nil {
		return err
	}
	text := containerdToml(&d.settings, d.pulls.address)
	if err := ioutil.WriteFile(containerdConfig, []byte(text), 0600); err != nil {
		return err
	}
	os.Remove(containerdSocket)
	d.containerd = exec.Command(libexec+"/containerd", "--config", containerdConfig)
	d.containerd.Env = append(os.Environ(), "PATH="+libexec+":"+os.Getenv("PATH"),
		"HTTPS_PROXY=http://"+d.pulls.address, "https_proxy=", "HTTP_PROXY=http://"+d.pulls.address, "http_proxy=", "NO_PROXY=", "no_proxy=")
	d.containerd.Stdout, d.containerd.Stderr = os.Stdout, os.Stderr
	d.containerd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	if err := d.containerd.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	d.ended = ended
	child := d.containerd
	go func() { ended <- child.Wait() }()
	for tries := 0; tries < 600; tries++ {
		select {
		case err := <-ended:
			return fmt.Errorf("containerd ended: %v", err)
		case <-time.After(100 * time.Millisecond):
		}
		if connection, err := net.Dial("unix", containerdSocket); err == nil {
			connection.Close()
			return d.reconnect()
		}
	}
	return errors.New("containerd does not answer")
}

// reconnect makes a new connection rather than wait for the old one to try again.
func (d *daemon) reconnect() error {
	next, err := connect()
	if err != nil {
		return err
	}
	d.lock.Lock()
	defer d.lock.Unlock()
	if d.connection != nil {
		d.connection.Close()
	}
	d.connection = next
	return nil
}

func (d *daemon) stop() {
	if err := d.containerd.Process.Signal(syscall.SIGTERM); err == nil {
		<-d.ended
	}
}
