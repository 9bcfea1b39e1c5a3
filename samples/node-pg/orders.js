// SPDX-License-Identifier: Apache-2.0
// Places orders and reads them back, eight at a time, until SIGTERM or SIGINT.
//
// User and password come from the file that ORDERS_CREDENTIALS names, which the sidecar writes, each time that the pool
// connects; without that variable, from PGUSER and PGPASSWORD. At SIGHUP a new pool takes over from the one before.
//
// Prints a line for each query that failed, and each second how many there were.
'use strict'

const { readFileSync } = require('node:fs')
const { setTimeout: pause } = require('node:timers/promises')
const { Client, Pool } = require('pg')

const WORKERS = 8
const CONNECTIONS = 4
const PAUSE_MILLIS = 20

// Below the sidecar's leasehold.drain-after (30 s), so that no connection outlives the lease of its role.
const MAX_LIFETIME_SECONDS = 20

const PLACE = 'INSERT INTO orders (customer, article, quantity) VALUES ($1, $2, $3)'
const LATEST = 'SELECT id, article FROM orders WHERE customer = $1 ORDER BY id DESC LIMIT 10'

/** A client that reads user and password at once, so that they are of one credential. */
class OrdersClient extends Client {
  constructor(config) {
    super({ ...config, ...credential() })
  }
}

function credential() {
  const file = process.env.ORDERS_CREDENTIALS
  if (!file) {
    return {}
  }
  try {
    const { username, password } = JSON.parse(readFileSync(file, 'utf8'))
    return { user: username, password }
  } catch (error) {
    // The pool takes an error from here only when it connects.
    return { password: () => Promise.reject(error) }
  }
}

function openPool() {
  const pool = new Pool({
    Client: OrdersClient,
    max: CONNECTIONS,
    maxLifetimeSeconds: MAX_LIFETIME_SECONDS,
    connectionTimeoutMillis: 30_000
  })
  // PostgreSQL ends connections when a lease is revoked; an error that nobody listens to would end this process.
  pool.on('error', (error) => console.error(`an idle connection ended: ${error.message}`))
  pool.on('connect', (client) => client.on('error', () => {})) // While it is in use, its query fails.
  return pool
}

/** Ends a pool once nobody waits for it: a pool that ends serves no one who waits. */
function retire(pool) {
  if (pool.waitingCount === 0) {
    pool.end()
  } else {
    pool.once('release', () => setImmediate(retire, pool))
  }
}

let pool = openPool()

process.on('SIGHUP', () => {
  const replaced = pool
  pool = openPool()
  retire(replaced)
})

const tally = { queries: 0, failed: 0 }
let stopping = false

async function placeOrder(customer) {
  const client = await pool.connect()
  let failure
  try {
    await client.query('BEGIN')
    await client.query(PLACE, [customer, 'tea', 1])
    await client.query(LATEST, [customer])
    await client.query('COMMIT')
  } catch (error) {
    failure = error
    throw error
  } finally {
    client.release(failure) // With an error the pool closes it.
  }
}

async function work(customer) {
  while (!stopping) {
    try {
      await placeOrder(customer)
      tally.queries += 2
    } catch (error) {
      tally.failed++
      console.log(`failed: ${error.code} ${error.message}`)
    }
    await pause(PAUSE_MILLIS)
  }
}

function show() {
  console.log(`queries=${tally.queries} failed=${tally.failed}`)
}

async function main() {
  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.on(signal, () => {
      stopping = true
    })
  }
  const report = setInterval(show, 1_000)
  await Promise.all(Array.from({ length: WORKERS }, (_, number) => work(`customer-${number}`)))
  clearInterval(report)
  await pool.end()
  show()
  process.exitCode = tally.failed > 0 ? 1 : 0
}

main()
