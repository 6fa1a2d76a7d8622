package main

import (
	"errors"
	"fmt"
	"io/ioutil"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"reflect"
	"runtime"
	"sync"
	"syscall"
	"time"

	"google.golang.org/grpc"
)

const socket = "/var/run/crio/crio.sock"

// daemon is a running crio: what it read at its start is what it goes by, whatever the files say since.
type daemon struct {
	settings   Settings
	registries map[string]Registry
	containerd *exec.Cmd
	ended      chan error
	calls      chan net.Conn

	lock       sync.Mutex
	connection *grpc.ClientConn
}

// current is what is in effect, for those who answer while a SIGHUP may change it.
func (d *daemon) current() Settings {
	d.lock.Lock()
	defer d.lock.Unlock()
	return d.settings
}

func (d *daemon) backend() *grpc.ClientConn {
	d.lock.Lock()
	defer d.lock.Unlock()
	return d.connection
}

func load() (*daemon, error) {
	settings, err := loadSettings()
	if err != nil {
		return nil, err
	}
	registries, err := loadRegistries()
	return &daemon{settings: settings, registries: registries}, err
}

func serve() error {
	// The kernel kills containerd when the thread that started it ends, so that thread must be one that stays.
	runtime.LockOSThread()
	d, err := load()
	if err != nil {
		return err
	}
	if err := os.MkdirAll("/run/crio", 0755); err != nil {
		return err
	}
	if err := d.start(); err != nil {
		return err
	}
	os.Remove(socket)
	listener, err := net.Listen("unix", socket)
	if err != nil {
		return err
	}
	defer os.Remove(socket)
	d.calls = make(chan net.Conn)
	go newServer(d.call).Serve(handOver{listener, d.calls})
	go d.accept(listener)
	notify("READY=1")

	signals := make(chan os.Signal, 4)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP)
	for {
		select {
		case err := <-d.ended:
			return fmt.Errorf("containerd ended: %v", err)
		case got := <-signals:
			if got != syscall.SIGHUP {
				d.stop()
				return nil
			}
			if err := d.reload(); err != nil {
				return err
			}
		}
	}
}

// start runs containerd as the settings say and returns when it answers.
func (d *daemon) start() error {
	if err := os.MkdirAll("/run/crio", 0755); err != nil {
		return err
	}
	if err := placeRuntimes(d.settings.Crio.Runtime.Runtimes); err != nil {
		return err
	}
	text := containerdToml(&d.settings, d.registries)
	if err := ioutil.WriteFile(containerdConfig, []byte(text), 0600); err != nil {
		return err
	}
	os.Remove(containerdSocket)
	d.containerd = exec.Command(libexec+"/containerd", "--config", containerdConfig)
	d.containerd.Env = append(os.Environ(), "PATH="+libexec+":"+os.Getenv("PATH"))
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

// reload takes over what CRI-O takes over on SIGHUP: log level, pause image and registries. All else waits for a restart.
func (d *daemon) reload() error {
	next, err := load()
	if err != nil {
		log("error", "unable to reload configuration: "+err.Error())
		return nil
	}
	settings := d.settings
	settings.Crio.Runtime.LogLevel = next.settings.Crio.Runtime.LogLevel
	settings.Crio.Image.PauseImage = next.settings.Crio.Image.PauseImage
	settings.Crio.Image.PauseCommand = next.settings.Crio.Image.PauseCommand
	if reflect.DeepEqual(settings, d.settings) && reflect.DeepEqual(next.registries, d.registries) {
		return nil
	}
	d.stop()
	d.lock.Lock()
	d.settings, d.registries = settings, next.registries
	d.lock.Unlock()
	return d.start()
}

func notify(state string) {
	address := os.Getenv("NOTIFY_SOCKET")
	if address == "" {
		return
	}
	connection, err := net.Dial("unixgram", address)
	if err != nil {
		log("warning", "unable to notify systemd: "+err.Error())
		return
	}
	defer connection.Close()
	if _, err := connection.Write([]byte(state)); err != nil {
		log("warning", "unable to notify systemd: "+err.Error())
	}
}
