// What answers for mongod: FerretDB, which speaks MongoDB's wire protocol, on SQLite files in /data/db.
package main

import (
	"context"
	"log"
	"os/signal"
	"syscall"

	"github.com/FerretDB/FerretDB/ferretdb"
)

func main() {
	running, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	server, err := ferretdb.New(&ferretdb.Config{
		Listener:  ferretdb.ListenerConfig{TCP: ":27017"},
		Handler:   "sqlite",
		SQLiteURL: "file:/data/db/",
	})
	if err != nil {
		log.Fatal(err)
	}
	log.Println("Waiting for connections")
	if err := server.Run(running); err != nil {
		log.Fatal(err)
	}
}
