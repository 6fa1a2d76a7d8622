package main

import (
	"bufio"
	"errors"
	"net"

	"google.golang.org/grpc"
)

const largestMessage = 16 << 20

// handOver is a listener whose connections were accepted elsewhere: those of the socket that turned out to speak gRPC.
type handOver struct {
	net.Listener
	connections chan net.Conn
}

func (h handOver) Accept() (net.Conn, error) {
	connection, open := <-h.connections
	if !open {
		return nil, errors.New("the socket is closed")
	}
	return connection, nil
}

// begun is a connection of which the first bytes were looked at already.
type begun struct {
	net.Conn
	reader *bufio.Reader
}

func (b begun) Read(into []byte) (int, error) { return b.reader.Read(into) }

// frame is a message that is passed on as it came.
type frame struct{ bytes []byte }

func (f *frame) Marshal() ([]byte, error) { return f.bytes, nil }

func (f *frame) Unmarshal(data []byte) error {
	f.bytes = append([]byte{}, data...)
	return nil
}

// message is what both frames and the messages of CRI are.
type message interface {
	Marshal() ([]byte, error)
	Unmarshal([]byte) error
}

// codec hands messages to themselves, so that one that nobody looks at stays as it is.
type codec struct{}

func (codec) Marshal(v interface{}) ([]byte, error)      { return v.(message).Marshal() }
func (codec) Unmarshal(data []byte, v interface{}) error { return v.(message).Unmarshal(data) }
func (codec) String() string                             { return "as it is" }

// connect is a connection to the containerd behind; it is made anew for each containerd.
func connect() (*grpc.ClientConn, error) {
	return grpc.Dial("unix://"+containerdSocket, grpc.WithInsecure(), grpc.WithDefaultCallOptions(
		grpc.CallCustomCodec(codec{}), grpc.MaxCallRecvMsgSize(largestMessage), grpc.MaxCallSendMsgSize(largestMessage)))
}

func newServer(answer grpc.StreamHandler) *grpc.Server {
	return grpc.NewServer(grpc.CustomCodec(codec{}), grpc.UnknownServiceHandler(answer),
		grpc.MaxRecvMsgSize(largestMessage), grpc.MaxSendMsgSize(largestMessage))
}
