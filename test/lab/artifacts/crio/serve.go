package main

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"reflect"
	"runtime"
	"sync"
	"syscall"

	"google.golang.org/grpc"
)

const socket = "/var/run/crio/crio.sock"

// daemon is a running crio: what it read at its start is what it goes by, whatever the files say since.
type daemon struct {
	settings   Settings
	registries Registries
	containerd *exec.Cmd
	ended      chan error
	calls      chan net.Conn
	pulls      *pulls

	lock       sync.Mutex
	connection *grpc.ClientConn
}

// current is what is in effect, for those who answer while a SIGHUP may change it.
func (d *daemon) current() (Settings, Registries) {
	d.lock.Lock()
	defer d.lock.Unlock()
	return d.settings, d.registries
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
	if d.pulls, err = servePulls(); err != nil {
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
	same := reflect.DeepEqual(settings, d.settings)
	d.lock.Lock()
	d.settings, d.registries = settings, next.registries
	d.lock.Unlock()
	if same {
		return nil
	}
	d.stop()
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
