package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"

	cri "k8s.io/cri-api/pkg/apis/runtime/v1alpha2"
)

const imageService = "/runtime.v1alpha2.ImageService/"

// pulls stands between containerd and all registries: which one an image comes from, how it is trusted and who asks are decided
// here as CRI-O does. containerd has this as its only mirror, asks it by the image's own name, and reaches nothing else.
type pulls struct {
	address string
	lock    sync.Mutex
	// By the repository's name.
	running map[string]*remote
	turns   map[string]*sync.Mutex
}

func servePulls() (*pulls, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &pulls{address: listener.Addr().String(), running: map[string]*remote{}, turns: map[string]*sync.Mutex{}}
	go http.Serve(listener, p)
	return p, nil
}

// begin waits until no other pull of the repository is under way.
func (p *pulls) begin(repository string, from *remote) (end func()) {
	p.lock.Lock()
	turn, known := p.turns[repository]
	if !known {
		turn = &sync.Mutex{}
		p.turns[repository] = turn
	}
	p.lock.Unlock()
	turn.Lock()
	p.set(repository, from)
	return func() {
		p.set(repository, nil)
		from.client.CloseIdleConnections()
		turn.Unlock()
	}
}

func (p *pulls) set(repository string, from *remote) {
	p.lock.Lock()
	defer p.lock.Unlock()
	p.running[repository] = from
}

// ServeHTTP passes containerd's questions about a repository on to where its pull goes.
func (p *pulls) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	path := request.URL.Path
	at := strings.LastIndex(path, "/manifests/")
	if at < 0 {
		at = strings.LastIndex(path, "/blobs/")
	}
	// CONNECT is containerd on its way to a registry of its own choice.
	if at < 0 || request.Method == http.MethodConnect || !strings.HasPrefix(path, "/v2/") {
		http.Error(writer, "not found", 404)
		return
	}
	p.lock.Lock()
	from := p.running[request.URL.Query().Get("ns")+"/"+path[len("/v2/"):at]]
	p.lock.Unlock()
	if from == nil {
		http.Error(writer, "nobody pulls this", 404)
		return
	}
	response, err := from.ask(request.Context(), request.Method, "/v2/"+from.path+path[at:], request.Header)
	if err != nil {
		http.Error(writer, err.Error(), 502)
		return
	}
	defer response.Body.Close()
	for _, name := range []string{"Content-Type", "Content-Length", "Content-Range", "Accept-Ranges", "Docker-Content-Digest"} {
		if value := response.Header.Get(name); value != "" {
			writer.Header().Set(name, value)
		}
	}
	writer.WriteHeader(response.StatusCode)
	io.Copy(writer, response.Body)
}

// pull finds the place that an image comes from, and has containerd fetch it from there.
func (d *daemon) pull(ctx context.Context, request *cri.PullImageRequest) (*cri.PullImageResponse, error) {
	settings, registries := d.current()
	image, err := registries.parse(request.GetImage().GetImage())
	if err != nil {
		return nil, err
	}
	sources, err := registries.sources(image, settings.Crio.Image.InsecureRegistries)
	if err != nil {
		return nil, err
	}
	from, err := firstOf(ctx, image, sources, request.Auth, settings.Crio.Image.GlobalAuthFile)
	if err != nil {
		return nil, err
	}
	defer d.pulls.begin(image.name(), from)()
	request.Auth = nil
	got := &cri.PullImageResponse{}
	return got, d.backend().Invoke(ctx, imageService+"PullImage", request, got)
}

// needs pulls an image that is not there, as CRI-O does with the pause image before it starts a pod.
func (d *daemon) needs(ctx context.Context, image string) error {
	got := &cri.ImageStatusResponse{}
	spec := &cri.ImageSpec{Image: image}
	if err := d.backend().Invoke(ctx, imageService+"ImageStatus", &cri.ImageStatusRequest{Image: spec}, got); err != nil || got.Image != nil {
		return err
	}
	_, err := d.pull(ctx, &cri.PullImageRequest{Image: spec})
	return err
}
