// SPDX-License-Identifier: Apache-2.0

package main

import (
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"slices"
	"time"
)

const (
	groups   = "/sys/fs/cgroup"
	patience = 50
)

// removeGroups removes the control group with all below it, in each hierarchy. The processes that were in it may take a moment to go.
func removeGroups(name string) {
	roots, _ := filepath.Glob(filepath.Join(groups, "*", name))
	for _, root := range append(roots, filepath.Join(groups, name)) {
		for range patience {
			if remove(root) {
				break
			}
			time.Sleep(100 * time.Millisecond)
		}
		if _, err := os.Stat(root); err == nil {
			log.Printf("node: the control group %s cannot be removed", root)
		}
	}
}

// remove tells whether nothing is left.
func remove(root string) bool {
	var directories []string
	filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() {
			directories = append(directories, path)
		}
		return nil
	})
	slices.Reverse(directories)
	for _, directory := range directories {
		os.Remove(directory)
	}
	_, err := os.Stat(root)
	return os.IsNotExist(err)
}
