package main

import (
	"encoding/binary"
	"net"
	"strings"
)

// As RFC 1035 has them.
const (
	headerLength = 12
	typeA        = 1
	noSuchName   = 3
	answers      = 0x8400 // a response, authoritative
)

// serve answers questions for the API server's Service with this address, and every other one with "no such name".
func serve(apiServer net.IP) error {
	connection, err := net.ListenPacket("udp", ":53")
	if err != nil {
		return err
	}
	query := make([]byte, 1500)
	for {
		length, from, err := connection.ReadFrom(query)
		if err != nil {
			return err
		}
		if reply := answer(query[:length], apiServer); reply != nil {
			connection.WriteTo(reply, from)
		}
	}
}

func answer(query []byte, apiServer net.IP) []byte {
	name, end := question(query)
	if end == 0 || apiServer.To4() == nil {
		return nil
	}
	reply := append([]byte{}, query[:end]...)
	flags := uint16(answers)
	known := strings.HasPrefix(name, "kubernetes.default.svc.") && strings.Count(name, ".svc.") == 1
	if !known {
		flags |= noSuchName
	}
	count := uint16(0)
	if known && binary.BigEndian.Uint16(query[end-4:]) == typeA {
		count = 1
		// The name by its place in the question, type A, class IN, 5 s, 4 bytes.
		reply = append(reply, 0xc0, headerLength, 0, typeA, 0, 1, 0, 0, 0, 5, 0, 4)
		reply = append(reply, apiServer.To4()...)
	}
	binary.BigEndian.PutUint16(reply[2:], flags)
	binary.BigEndian.PutUint16(reply[6:], count)
	binary.BigEndian.PutUint32(reply[8:], 0)
	return reply
}

// question is the name that is asked for and where its type and class end; 0 for what is no question.
func question(query []byte) (string, int) {
	if len(query) < headerLength || binary.BigEndian.Uint16(query[4:]) != 1 {
		return "", 0
	}
	labels := []string{}
	at := headerLength
	for at < len(query) && query[at] != 0 {
		next := at + 1 + int(query[at])
		if next >= len(query) {
			return "", 0
		}
		labels = append(labels, strings.ToLower(string(query[at+1:next])))
		at = next
	}
	if at+5 > len(query) {
		return "", 0
	}
	return strings.Join(labels, "."), at + 5
}
