// SPDX-License-Identifier: Apache-2.0

// Command kustomize is kustomize itself, as it is published.
package main

import (
	"os"

	"sigs.k8s.io/kustomize/kustomize/v5/commands"
)

func main() {
	if err := commands.NewDefaultCommand().Execute(); err != nil {
		os.Exit(1)
	}
}
