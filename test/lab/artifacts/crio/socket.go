package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
)

const http2Preface = "PRI * HTTP/2.0"

// accept tells gRPC from plain HTTP by the first bytes, for CRI-O answers both on one socket.
func (d *daemon) accept(listener net.Listener) {
	for {
		client, err := listener.Accept()
		if err != nil {
			return
		}
		go d.answer(client)
	}
}

func (d *daemon) answer(client net.Conn) {
	reader := bufio.NewReader(client)
	first, err := reader.Peek(len(http2Preface))
	if err == nil && string(first) == http2Preface {
		d.calls <- begun{client, reader}
		return
	}
	defer client.Close()
	if request, err := http.ReadRequest(reader); err == nil {
		d.inspect(client, request.URL.Path)
	}
}

type info struct {
	StorageDriver string `json:"storage_driver"`
	StorageRoot   string `json:"storage_root"`
	CgroupDriver  string `json:"cgroup_driver"`
}

// inspect answers /info and /config from what is in effect.
func (d *daemon) inspect(client io.Writer, path string) {
	var body, kind string
	settings, _ := d.current()
	switch path {
	case "/info":
		text, err := json.Marshal(info{"overlay", settings.Crio.Root, settings.Crio.Runtime.CgroupManager})
		if err != nil {
			return
		}
		body, kind = string(text), "application/json"
	case "/config":
		text, err := settings.toml()
		if err != nil {
			return
		}
		body, kind = text, "application/toml"
	}
	code := 200
	if body == "" {
		code = 404
	}
	fmt.Fprintf(client, "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s",
		code, http.StatusText(code), strings.TrimSpace(kind+" "), len(body), body)
}
