// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"os"
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

const dialTimeout = 5 * time.Second

// network is a network namespace.
type network struct {
	namespace *os.File
}

// enter moves the calling thread into a network namespace of its own, locks it, and gives the loopback interface the address.
func enter(address string) *network {
	runtime.LockOSThread()
	check("no network namespace is to be had", unix.Unshare(unix.CLONE_NEWNET))
	namespace, err := os.Open("/proc/thread-self/ns/net")
	check("the network namespace cannot be opened", err)
	socket, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	check("no socket", err)
	defer unix.Close(socket)
	up, err := unix.NewIfreq("lo")
	check("lo", err)
	up.SetUint16(unix.IFF_UP)
	check("lo does not go up", unix.IoctlIfreq(socket, unix.SIOCSIFFLAGS, up))
	second, err := unix.NewIfreq("lo:1")
	check("lo:1", err)
	check("not an IPv4 address: "+address, second.SetInet4Addr(net.ParseIP(address).To4()))
	check("lo takes no second address", unix.IoctlIfreq(socket, unix.SIOCSIFADDR, second))
	return &network{namespace}
}

// pass makes the port, of each address inside, lead to the same port of 127.0.0.1 outside. The calling thread is inside.
func pass(port string) {
	listener, err := net.Listen("tcp4", net.JoinHostPort("0.0.0.0", port))
	check("no port inside", err)
	go func() {
		for {
			client, err := listener.Accept()
			check("no connection is accepted any more", err)
			go join(client, net.JoinHostPort("127.0.0.1", port))
		}
	}()
}

// join copies in both directions until each side has closed.
func join(client net.Conn, target string) {
	defer client.Close()
	server, err := net.DialTimeout("tcp4", target, dialTimeout)
	if err != nil {
		return
	}
	defer server.Close()
	done := make(chan struct{})
	go func() {
		copyAndClose(server, client)
		close(done)
	}()
	copyAndClose(client, server)
	<-done
}

func copyAndClose(to, from net.Conn) {
	io.Copy(to, from)
	to.(*net.TCPConn).CloseWrite()
}

// serveProxy answers requests for addresses inside.
func (n *network) serveProxy(address string) {
	proxy := &httputil.ReverseProxy{
		Rewrite:   func(*httputil.ProxyRequest) {},
		Transport: &http.Transport{DialContext: n.dial},
		ErrorLog:  log.Default(),
	}
	// Outside: the calling thread is inside, and stays there.
	listening := make(chan error)
	go func() {
		listener, err := net.Listen("tcp4", address)
		listening <- err
		check("the proxy ends", http.Serve(listener, proxy))
	}()
	check("no proxy", <-listening)
}

// dial connects from a thread that goes inside and ends.
func (n *network) dial(ctx context.Context, protocol, address string) (net.Conn, error) {
	type dialed struct {
		connection net.Conn
		err        error
	}
	result := make(chan dialed, 1)
	go func() {
		runtime.LockOSThread() // Never unlocked: the thread ends with this function.
		if err := unix.Setns(int(n.namespace.Fd()), unix.CLONE_NEWNET); err != nil {
			result <- dialed{nil, err}
			return
		}
		dialer := net.Dialer{Timeout: dialTimeout}
		connection, err := dialer.DialContext(ctx, protocol, address)
		result <- dialed{connection, err}
	}()
	answer := <-result
	return answer.connection, answer.err
}

func check(what string, err error) {
	if err != nil {
		log.Fatalf("node: %s: %v", what, err)
	}
}
