// Checks a served log with the public verifier of Go's checksum database (golang.org/x/mod/sumdb), which knows nothing of Isotrail:
// the checkpoint's signature, every entry against the root through tiles, every earlier size against the last one, and the proofs
// that the program makes itself. Usage: verifier URL TOKEN VERIFIER_KEY
package main

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

var base, token string
var passed, failed int

func check(what string, err error) {
	if err == nil {
		passed++
		return
	}
	failed++
	fmt.Printf("%s: %v\n", what, err)
}

func get(path string) ([]byte, error) {
	request, err := http.NewRequest("GET", base+path, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+token)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != 200 {
		err = fmt.Errorf("%s: %s", path, answer.Status)
	}
	return body, err
}

// The tiles of C2SP tlog-tiles: the paths of Go's own without the height, which is always 8.
type tiles struct{}

func (tiles) Height() int { return 8 }
func (tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, t := range wanted {
		data, err := get("/log/" + strings.Replace(t.Path(), "tile/8/", "tile/", 1))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}
func (tiles) SaveTiles([]tlog.Tile, [][]byte) {}

// The stored bytes of every entry, from the entry bundles.
func entries(size int64) ([][]byte, error) {
	var all [][]byte
	for int64(len(all)) < size {
		t := tlog.Tile{H: 8, L: -1, N: int64(len(all)) / 256, W: 256}
		if rest := size - int64(len(all)); rest < 256 {
			t.W = int(rest)
		}
		data, err := get("/log/" + strings.Replace(t.Path(), "tile/8/data/", "tile/entries/", 1))
		if err != nil {
			return nil, err
		}
		for len(data) >= 2 {
			length := int(binary.BigEndian.Uint16(data))
			if len(data) < 2+length {
				return nil, fmt.Errorf("bundle %d is cut", t.N)
			}
			all = append(all, data[2:2+length])
			data = data[2+length:]
		}
	}
	return all, nil
}

type proof struct {
	LeafHash string   `json:"leaf_hash"`
	Root     string   `json:"root"`
	FromRoot string   `json:"from_root"`
	ToRoot   string   `json:"to_root"`
	Path     []string `json:"path"`
}

func hash(text string) (h tlog.Hash) {
	bytes, _ := base64.StdEncoding.DecodeString(text)
	copy(h[:], bytes)
	return h
}
func (p proof) hashes() (all []tlog.Hash) {
	for _, text := range p.Path {
		all = append(all, hash(text))
	}
	return all
}
func asked(path string) (p proof, err error) {
	body, err := get(path)
	if err == nil {
		err = json.Unmarshal(body, &p)
	}
	return p, err
}

func stop(what string, err error) {
	if err != nil {
		fmt.Printf("%s: %v\n%d passed, 1 failed\n", what, err, passed)
		os.Exit(1)
	}
	passed++
}

func main() {
	base, token = os.Args[1], os.Args[2]
	key, err := note.NewVerifier(os.Args[3])
	stop("verifier key", err)
	body, err := get("/log/checkpoint")
	stop("checkpoint", err)
	opened, err := note.Open(body, note.VerifierList(key))
	stop("signature", err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	stop("size", err)
	root := hash(lines[2])
	reader := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, tiles{})
	again, err := tlog.TreeHash(size, reader)
	stop("root from tiles", err)
	if again != root {
		stop("root from tiles", fmt.Errorf("differs"))
	}
	all, err := entries(size)
	stop("entries", err)
	for i := int64(0); i < size; i++ {
		leaf := tlog.RecordHash(all[i])
		p, err := tlog.ProveRecord(size, i, reader)
		check(fmt.Sprintf("tiles prove entry %d", i), err)
		check(fmt.Sprintf("entry %d", i), tlog.CheckRecord(p, size, root, i, leaf))
		own, err := asked(fmt.Sprintf("/api/v1/log/inclusion?entry=%d&size=%d", i+1, size))
		check(fmt.Sprintf("inclusion of %d", i), err)
		check(fmt.Sprintf("inclusion of %d", i), tlog.CheckRecord(own.hashes(), size, root, i, leaf))
	}
	for n := int64(1); n <= size; n++ {
		old, err := tlog.TreeHash(n, reader)
		check(fmt.Sprintf("root at %d", n), err)
		p, err := tlog.ProveTree(size, n, reader)
		check(fmt.Sprintf("tiles prove size %d", n), err)
		check(fmt.Sprintf("size %d", n), tlog.CheckTree(p, size, root, n, old))
		own, err := asked(fmt.Sprintf("/api/v1/log/consistency?from=%d&to=%d", n, size))
		check(fmt.Sprintf("consistency from %d", n), err)
		check(fmt.Sprintf("consistency from %d", n), tlog.CheckTree(own.hashes(), size, root, n, old))
	}
	// And it does refuse: one bit of an entry, and of a root.
	if wrong := tlog.CheckRecord(mustProve(size, 0, reader), size, root, 0, tlog.RecordHash(append([]byte("x"), all[0]...))); wrong == nil {
		check("a changed entry", fmt.Errorf("was believed"))
	} else {
		passed++
	}
	fmt.Printf("%d passed, %d failed\n", passed, failed)
	if failed > 0 {
		os.Exit(1)
	}
}

func mustProve(size, i int64, reader tlog.HashReader) tlog.RecordProof {
	p, err := tlog.ProveRecord(size, i, reader)
	stop("proof", err)
	return p
}
