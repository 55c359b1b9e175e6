// The peer of the benchmark: messages under their SHA-256 in memory, with nothing but Go's library.
package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"log"
	"net/http"
	"os"
	"sync"
)

func main() {
	var messages sync.Map
	http.HandleFunc("POST /messages", func(w http.ResponseWriter, r *http.Request) {
		var posting struct {
			Message string `json:"message"`
		}
		if err := json.NewDecoder(r.Body).Decode(&posting); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		hash := sha256.Sum256([]byte(posting.Message))
		digest := hex.EncodeToString(hash[:])
		messages.Store(digest, posting.Message)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusCreated)
		json.NewEncoder(w).Encode(map[string]string{"digest": digest})
	})
	http.HandleFunc("GET /messages/{digest}", func(w http.ResponseWriter, r *http.Request) {
		message, found := messages.Load(r.PathValue("digest"))
		if !found {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(map[string]string{"message": message.(string)})
	})
	log.Fatal(http.ListenAndServe(os.Args[1], nil))
}
