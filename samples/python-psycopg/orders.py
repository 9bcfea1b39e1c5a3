# SPDX-License-Identifier: Apache-2.0
"""Places orders and reads them back, eight at a time, until SIGTERM or SIGINT.

It knows no user and no password: libpq reads PGSERVICEFILE, which the sidecar writes, each time that it connects. At
SIGHUP the pool replaces its connections; one that is in use is replaced when it is given back.

Prints a line for each query that failed, and each second how many there were.
"""

import os
import queue
import signal
import sys
import threading

import psycopg
from psycopg_pool import ConnectionPool

WORKERS = 8
CONNECTIONS = 4
PAUSE_SECONDS = 0.02

# Below the sidecar's leasehold.drain-after (30 s), so that no connection outlives the lease of its role: not even one
# that was being opened, with the credential before, when SIGHUP came.
MAX_LIFETIME_SECONDS = float(os.environ.get("ORDERS_MAX_LIFETIME_SECONDS", "20"))

PLACE = "INSERT INTO orders (customer, article, quantity) VALUES (%s, %s, %s)"
LATEST = "SELECT id, article FROM orders WHERE customer = %s ORDER BY id DESC LIMIT 10"


class Tally:
    """Counts for all workers."""

    def __init__(self):
        self._lock = threading.Lock()
        self._queries = 0
        self.failed = 0

    def succeeded(self, queries):
        with self._lock:
            self._queries += queries

    def failure(self, error):
        with self._lock:
            self.failed += 1
        print(f"failed: {getattr(error, 'sqlstate', None)} {' '.join(str(error).split())}", flush=True)

    def show(self):
        print(f"queries={self._queries} failed={self.failed}", flush=True)


def work(pool, customer, tally, stopping):
    while not stopping.wait(PAUSE_SECONDS):
        try:
            with pool.connection() as connection:
                connection.execute(PLACE, (customer, "tea", 1))
                connection.execute(LATEST, (customer,)).fetchall()
            tally.succeeded(2)
        except psycopg.Error as error:
            tally.failure(error)


def await_end(pool, tally):
    """Serves signals on the main thread; a handler may do no more than put one into a SimpleQueue."""
    signals = queue.SimpleQueue()
    for each in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda number, _frame: signals.put(number))
    while True:
        try:
            if signals.get(timeout=1) != signal.SIGHUP:
                return
            pool.drain()
        except queue.Empty:
            tally.show()


def main():
    tally = Tally()
    stopping = threading.Event()
    with ConnectionPool(min_size=CONNECTIONS, max_lifetime=MAX_LIFETIME_SECONDS, open=False) as pool:
        workers = [
            threading.Thread(target=work, args=(pool, f"customer-{number}", tally, stopping))
            for number in range(WORKERS)
        ]
        for worker in workers:
            worker.start()
        await_end(pool, tally)
        stopping.set()
        for worker in workers:
            worker.join()
    tally.show()
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main())
