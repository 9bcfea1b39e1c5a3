// SPDX-License-Identifier: Apache-2.0

// Command mysql-database-plugin serves Vault's MySQL secrets plugin, which MariaDB takes too, as an external process.
package main

import (
	"github.com/hashicorp/vault/plugins/database/mysql"
	"github.com/hashicorp/vault/sdk/database/dbplugin/v5"
)

func main() {
	dbplugin.ServeMultiplex(mysql.New(mysql.DefaultUserNameTemplate))
}
