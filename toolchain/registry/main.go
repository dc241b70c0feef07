// Command registry serves an OCI registry for the tests and for machines that can reach none: with the referrers API
// or, like many in the field, without it. It prints its address as one line of JSON once it listens.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"

	"github.com/google/go-containerregistry/pkg/registry"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:0", "address to listen on; port 0 takes a free one")
	directory := flag.String("directory", "", "where blobs are kept; in memory if empty")
	referrers := flag.Bool("referrers", true, "serve the referrers API")
	certificate := flag.String("cert", "", "certificate file: serve TLS")
	key := flag.String("key", "", "key file of the certificate")
	user := flag.String("user", "", "NAME:PASSWORD that every request must carry as basic authentication")
	parent := flag.Bool("until-stdin-closes", false, "end when standard input closes, so that no registry outlives its test")
	flag.Parse()

	options := []registry.Option{registry.WithReferrersSupport(*referrers), registry.Logger(log.New(io.Discard, "", 0))}
	if *directory != "" {
		options = append(options, registry.WithBlobHandler(registry.NewDiskBlobHandler(*directory)))
	}
	handler := registry.New(options...)
	if *user != "" {
		handler = authenticated(handler, *user)
	}

	listener, err := net.Listen("tcp", *listen)
	if err != nil {
		log.Fatal(err)
	}
	address, _ := json.Marshal(map[string]any{"address": listener.Addr().String(), "pid": os.Getpid()})
	fmt.Println(string(address))
	if *parent {
		go func() {
			_, _ = io.Copy(io.Discard, os.Stdin)
			os.Exit(0)
		}()
	}
	if *certificate != "" {
		log.Fatal(http.ServeTLS(listener, handler, *certificate, *key))
	}
	log.Fatal(http.Serve(listener, handler))
}

// authenticated refuses a request without the credentials, with the challenge that clients answer.
func authenticated(next http.Handler, credentials string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if name, password, ok := r.BasicAuth(); !ok || name+":"+password != credentials {
			w.Header().Set("WWW-Authenticate", `Basic realm="registry"`)
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusUnauthorized)
			fmt.Fprint(w, `{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}`)
			return
		}
		next.ServeHTTP(w, r)
	})
}
