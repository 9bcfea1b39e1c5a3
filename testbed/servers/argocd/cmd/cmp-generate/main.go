// SPDX-License-Identifier: Apache-2.0

// Command cmp-generate has Argo CD's own config management plugin server (argocd-cmp-server) generate the manifests of an application, and
// is its client, as Argo CD's repo server is: cmp-generate CONFIG_DIRECTORY APPLICATION. CONFIG_DIRECTORY has the file plugin.yaml. It writes
// the manifests to standard output, one JSON object a line, and ends with 1 where the server refuses.
package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"strings"
	"time"

	"github.com/argoproj/argo-cd/v3/cmpserver"
	"github.com/argoproj/argo-cd/v3/cmpserver/apiclient"
	"github.com/argoproj/argo-cd/v3/cmpserver/plugin"
	"github.com/argoproj/argo-cd/v3/common"
	"github.com/argoproj/argo-cd/v3/util/cmp"
)

func serve(configuration string) (string, error) {
	config, err := plugin.ReadPluginConfig(configuration)
	if err != nil {
		return "", err
	}
	server, err := cmpserver.NewServer(plugin.CMPServerInitConstants{PluginConfig: *config})
	if err != nil {
		return "", err
	}
	go server.Run()
	return config.Address(), await(config.Address())
}

// await returns once the server listens on the socket.
func await(address string) error {
	var err error
	for range 1000 {
		var connection net.Conn
		if connection, err = net.Dial("unix", address); err == nil {
			return connection.Close()
		}
		time.Sleep(10 * time.Millisecond)
	}
	return err
}

func generate(ctx context.Context, address, application string) ([]string, error) {
	closer, client, err := apiclient.NewConfigManagementPluginClientSet(address).NewConfigManagementPluginClient()
	if err != nil {
		return nil, err
	}
	defer closer.Close()
	match, err := client.MatchRepository(ctx)
	if err != nil {
		return nil, err
	}
	if err := cmp.SendRepoStream(ctx, application, application, match, nil, nil); err != nil {
		return nil, err
	}
	matched, err := match.CloseAndRecv()
	if err != nil {
		return nil, err
	}
	if !matched.IsSupported {
		return nil, fmt.Errorf("the plugin is not for %s", application)
	}
	stream, err := client.GenerateManifest(ctx)
	if err != nil {
		return nil, err
	}
	if err := cmp.SendRepoStream(ctx, application, application, stream, nil, nil); err != nil {
		return nil, err
	}
	answer, err := stream.CloseAndRecv()
	if err != nil {
		return nil, err
	}
	return answer.Manifests, nil
}

func run(configuration, application string) error {
	folder, err := os.MkdirTemp("", "cmp-generate-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	os.Setenv(common.EnvPluginSockFilePath, folder)
	os.Setenv(common.EnvCMPWorkDir, folder)
	address, err := serve(configuration)
	if err != nil {
		return err
	}
	manifests, err := generate(context.Background(), address, application)
	if err != nil {
		return err
	}
	fmt.Println(strings.Join(manifests, "\n"))
	return nil
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: cmp-generate CONFIG_DIRECTORY APPLICATION")
		os.Exit(64)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "cmp-generate:", err)
		os.Exit(1)
	}
}
