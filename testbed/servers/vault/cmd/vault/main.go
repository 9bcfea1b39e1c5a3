// SPDX-License-Identifier: Apache-2.0

// Command vault is the Vault server and client, as its own repository builds it.
package main

import (
	"os"

	"github.com/hashicorp/vault/command"
)

func main() {
	os.Exit(command.Run(os.Args[1:]))
}
