// SPDX-License-Identifier: Apache-2.0

// Command node runs a program in network, mount, PID and IPC namespaces of its own, and passes connections in and out:
//
//	node --cgroup NAME --address IP --proxy HOST:PORT --pass PORT[,PORT...] -- PROGRAM [ARGUMENT...]
//
// Inside, IP is the loopback interface's second address, and each PORT leads to the same port of 127.0.0.1 outside. Outside, HOST:PORT is
// an HTTP proxy to every address inside. When the program ends, or at SIGTERM, all processes inside end. With the last of them
// the kernel removes their mounts and interfaces; the control groups below NAME are removed here.
package main

import (
	"flag"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strings"
	"syscall"
)

func main() {
	log.SetFlags(log.Ltime)
	cgroup := flag.String("cgroup", "", "name of the control group that is removed at the end")
	address := flag.String("address", "", "address inside")
	proxy := flag.String("proxy", "", "address of the HTTP proxy outside")
	ports := flag.String("pass", "", "ports that lead outside")
	flag.Parse()
	inside := enter(*address)
	for _, port := range strings.Split(*ports, ",") {
		pass(port)
	}
	inside.serveProxy(*proxy)
	status := run(flag.Args())
	removeGroups(*cgroup)
	os.Exit(status)
}

// run starts the program from the calling thread, which is inside and stays locked, and waits for its end.
func run(command []string) int {
	program := exec.Command(command[0], command[1:]...)
	program.Stdout, program.Stderr = os.Stdout, os.Stderr
	program.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags: syscall.CLONE_NEWNS | syscall.CLONE_NEWPID | syscall.CLONE_NEWIPC,
		Pdeathsig:  syscall.SIGKILL,
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	if err := program.Start(); err != nil {
		log.Fatalf("node: %s does not start: %v", command[0], err)
	}
	go func() {
		<-signals
		program.Process.Kill()
	}()
	err := program.Wait()
	runtime.UnlockOSThread()
	if err != nil {
		log.Printf("node: %s has ended: %v", command[0], err)
		return 1
	}
	return 0
}
