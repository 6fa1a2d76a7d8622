package main

import (
	"context"
	"fmt"
	"sort"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	cri "k8s.io/cri-api/pkg/apis/runtime/v1alpha2"
)

// call answers one call of CRI v1alpha2, the only version that CRI-O 1.20 speaks. All of them are one question, one answer.
func (d *daemon) call(_ interface{}, stream grpc.ServerStream) error {
	method, _ := grpc.MethodFromServerStream(stream)
	if !strings.HasPrefix(method, "/runtime.v1alpha2.") {
		return status.Errorf(codes.Unimplemented, "unknown service %s", strings.SplitN(method[1:], "/", 2)[0])
	}
	var asked frame
	if err := stream.RecvMsg(&asked); err != nil {
		return err
	}
	answer, err := d.reply(stream.Context(), method, &asked)
	if err != nil {
		return err
	}
	return stream.SendMsg(answer)
}

// reply is CRI-O's own answer where containerd's differs, and containerd's to everything else.
func (d *daemon) reply(ctx context.Context, method string, asked *frame) (message, error) {
	switch method {
	case "/runtime.v1alpha2.RuntimeService/Version":
		return &cri.VersionResponse{Version: "0.1.0", RuntimeName: "cri-o", RuntimeVersion: version, RuntimeApiVersion: "v1alpha1"}, nil
	case "/runtime.v1alpha2.RuntimeService/Status":
		// What containerd says of itself here, CRI-O of that time did not.
		got := &cri.StatusResponse{}
		err := d.backend().Invoke(ctx, method, asked, got)
		return &cri.StatusResponse{Status: got.Status}, err
	case "/runtime.v1alpha2.RuntimeService/RunPodSandbox":
		request := &cri.RunPodSandboxRequest{}
		if err := request.Unmarshal(asked.bytes); err != nil {
			return nil, err
		}
		settings, _ := d.current()
		if err := settings.Crio.Runtime.knows(request.RuntimeHandler); err != nil {
			return nil, err
		}
		if err := d.needs(ctx, settings.Crio.Image.PauseImage); err != nil {
			return nil, err
		}
	case imageService + "PullImage":
		request := &cri.PullImageRequest{}
		if err := request.Unmarshal(asked.bytes); err != nil {
			return nil, err
		}
		return d.pull(ctx, request)
	}
	got := &frame{}
	err := d.backend().Invoke(ctx, method, asked, got)
	return got, err
}

// knows refuses a handler without a table, as CRI-O does, and one that the stand-in can't follow.
func (r Runtime) knows(handler string) error {
	if handler == "" {
		handler = r.DefaultRuntime
	}
	found, known := r.Runtimes[handler]
	if !known {
		names := []string{}
		for name := range r.Runtimes {
			names = append(names, name)
		}
		sort.Strings(names)
		return fmt.Errorf("failed to find runtime handler %s from runtime list %v", handler, names)
	}
	if found.RuntimeType == "vm" {
		return fmt.Errorf("the lab's stand-in for CRI-O can't run handler %s: its runtime_type is vm", handler)
	}
	return nil
}
