// SPDX-License-Identifier: Apache-2.0

// Command postgresql-database-plugin serves Vault's PostgreSQL secrets plugin as an external process.
package main

import (
	"github.com/hashicorp/vault/plugins/database/postgresql"
	"github.com/hashicorp/vault/sdk/database/dbplugin/v5"
)

func main() {
	dbplugin.ServeMultiplex(postgresql.New)
}
