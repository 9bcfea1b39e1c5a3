// SPDX-License-Identifier: Apache-2.0

// Command flux-build builds a folder as Flux's kustomize-controller does, by Flux's own library: flux-build ROOT OBJECT, where OBJECT is
// the file of a Kustomization of Flux whose spec.path is below ROOT. It writes the manifests to standard output.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/fluxcd/pkg/kustomize"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

func build(root, file string) ([]byte, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var object unstructured.Unstructured
	if err := yaml.Unmarshal(text, &object.Object); err != nil {
		return nil, err
	}
	path, _, err := unstructured.NestedString(object.Object, "spec", "path")
	if err != nil {
		return nil, err
	}
	folder := filepath.Join(root, path)
	if _, err := kustomize.NewGenerator(root, object).WriteFile(folder); err != nil {
		return nil, err
	}
	manifests, err := kustomize.SecureBuild(root, folder, false)
	if err != nil {
		return nil, err
	}
	return manifests.AsYaml()
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: flux-build ROOT OBJECT")
		os.Exit(64)
	}
	manifests, err := build(os.Args[1], os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, "flux-build:", err)
		os.Exit(1)
	}
	os.Stdout.Write(manifests)
}
