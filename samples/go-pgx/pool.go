// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// maxLifetime is below the sidecar's leasehold.drain-after (30 s), so that no connection outlives the lease of its role.
const maxLifetime = 20 * time.Second

// openPool returns a pool that reads the credential file each time that it connects.
func openPool(ctx context.Context, file string) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig("")
	if err != nil {
		return nil, err
	}
	config.MaxConns = connections
	config.MaxConnLifetime = maxLifetime
	config.BeforeConnect = func(_ context.Context, conn *pgx.ConnConfig) error {
		credential, err := readCredential(file)
		if err != nil {
			return err
		}
		conn.User, conn.Password = credential.Username, credential.Password
		return nil
	}
	return pgxpool.NewWithConfig(ctx, config)
}

type credential struct {
	Username string `json:"username"`
	Password string `json:"password"`
}

func readCredential(file string) (credential, error) {
	var read credential
	content, err := os.ReadFile(file)
	if err != nil {
		return read, err
	}
	if err := json.Unmarshal(content, &read); err != nil {
		return read, fmt.Errorf("%s is no credential: %w", file, err)
	}
	return read, nil
}
