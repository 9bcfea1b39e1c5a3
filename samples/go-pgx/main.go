// SPDX-License-Identifier: Apache-2.0

// Command orders places orders and reads them back, eight at a time, until SIGTERM or SIGINT.
//
// Where the database is, the PG* variables of libpq say. User and password come from the file that ORDERS_CREDENTIALS
// names, which the sidecar writes, each time that the pool connects. At SIGHUP the pool replaces its connections; one
// that is in use is replaced when it is released.
//
// It prints a line for each query that failed, and each second how many there were.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"os/signal"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

const (
	workers     = 8
	connections = 4
	pause       = 20 * time.Millisecond

	place  = "INSERT INTO orders (customer, article, quantity) VALUES ($1, $2, $3)"
	latest = "SELECT id, article FROM orders WHERE customer = $1 ORDER BY id DESC LIMIT 10"
)

func main() {
	pool, err := openPool(context.Background(), os.Getenv("ORDERS_CREDENTIALS"))
	if err != nil {
		log.Fatal(err)
	}
	defer pool.Close()

	reload := make(chan os.Signal, 1)
	signal.Notify(reload, syscall.SIGHUP)
	go func() {
		for range reload {
			pool.Reset()
		}
	}()

	stopping, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	os.Exit(serve(stopping, pool))
}

// serve returns when stopping is done and each worker has finished what it had begun: 1 if a query failed.
func serve(stopping context.Context, pool *pgxpool.Pool) int {
	var counts tally
	var group sync.WaitGroup
	for number := range workers {
		group.Go(func() { work(stopping, pool, fmt.Sprint("customer-", number), &counts) })
	}
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for stopping.Err() == nil {
		select {
		case <-ticker.C:
			counts.show()
		case <-stopping.Done():
		}
	}
	group.Wait()
	counts.show()
	if counts.failed.Load() > 0 {
		return 1
	}
	return 0
}

func work(stopping context.Context, pool *pgxpool.Pool, customer string, counts *tally) {
	for stopping.Err() == nil {
		if err := placeOrder(context.Background(), pool, customer); err != nil {
			counts.failure(err)
		} else {
			counts.queries.Add(2)
		}
		time.Sleep(pause)
	}
}

func placeOrder(ctx context.Context, pool *pgxpool.Pool, customer string) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	return pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, place, customer, "tea", 1); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, latest, customer)
		if err != nil {
			return err
		}
		_, err = pgx.CollectRows(rows, pgx.RowToMap)
		return err
	})
}

type tally struct {
	queries, failed atomic.Int64
}

func (t *tally) failure(err error) {
	t.failed.Add(1)
	var answer *pgconn.PgError
	code := "-"
	if errors.As(err, &answer) {
		code = answer.Code
	}
	fmt.Println("failed:", code, strings.Join(strings.Fields(err.Error()), " "))
}

func (t *tally) show() {
	fmt.Printf("queries=%d failed=%d\n", t.queries.Load(), t.failed.Load())
}
