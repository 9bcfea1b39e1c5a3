# SPDX-License-Identifier: Apache-2.0
# What an application may do in Vault: take out leases on its own database role, keep them, give them back.

path "database/creds/orders" {
  capabilities = ["read"]
}

# A lease is renewed and revoked by its identifier, which the one who took it out knows, and whoever reads the audit log.
path "sys/leases/renew" {
  capabilities = ["update"]
}

path "sys/leases/revoke" {
  capabilities = ["update"]
}

# Its own token.
path "auth/token/lookup-self" {
  capabilities = ["read"]
}

path "auth/token/renew-self" {
  capabilities = ["update"]
}

path "auth/token/revoke-self" {
  capabilities = ["update"]
}
