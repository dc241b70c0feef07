// Command trivy-db writes a small but true vulnerability database in Trivy's format and can push it to a registry the
// way Trivy's own is published, for tests and for machines that cannot reach the public one. The advisories are those of
// advisories.json, each with the page it was taken from.
package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	"github.com/aquasecurity/trivy-db/pkg/db"
	"github.com/aquasecurity/trivy-db/pkg/metadata"
	"github.com/aquasecurity/trivy-db/pkg/types"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/static"
	registrytypes "github.com/google/go-containerregistry/pkg/v1/types"
	bolt "go.etcd.io/bbolt"
)

//go:embed advisories.json
var source []byte

type advisory struct {
	ID        string          `json:"id"`
	Package   string          `json:"package"`
	Title     string          `json:"title"`
	Severity  string          `json:"severity"`
	Reference string          `json:"reference"`
	Advisory  json.RawMessage `json:"advisory"`
}

type bucket struct {
	Name       string           `json:"name"`
	DataSource types.DataSource `json:"dataSource"`
	Advisories []advisory       `json:"advisories"`
}

func main() {
	out := flag.String("out", "", "folder that gets trivy.db and metadata.json")
	push := flag.String("push", "", "reference to push the database to, e.g. 127.0.0.1:5000/trivy-db:2")
	age := flag.Duration("age", 0, "how old the database says it is")
	flag.Parse()
	if *out == "" {
		log.Fatal("--out FOLDER is needed")
	}
	if err := build(*out, time.Now().UTC().Add(-*age)); err != nil {
		log.Fatal(err)
	}
	if *push != "" {
		if err := publish(*out, *push); err != nil {
			log.Fatal(err)
		}
	}
}

func build(out string, updated time.Time) error {
	var buckets []bucket
	if err := json.Unmarshal(source, &buckets); err != nil {
		return fmt.Errorf("advisories.json: %w", err)
	}
	if err := db.Init(out); err != nil {
		return err
	}
	defer db.Close()
	database := db.Config{}
	err := database.BatchUpdate(func(tx *bolt.Tx) error {
		for _, b := range buckets {
			if err := database.PutDataSource(tx, b.Name, b.DataSource); err != nil {
				return err
			}
			for _, a := range b.Advisories {
				if err := put(database, tx, b, a); err != nil {
					return fmt.Errorf("%s %s: %w", b.Name, a.ID, err)
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return metadata.NewClient(out).Update(metadata.Metadata{
		Version: db.SchemaVersion, UpdatedAt: updated, NextUpdate: updated.Add(24 * time.Hour), DownloadedAt: updated,
	})
}

func put(database db.Config, tx *bolt.Tx, b bucket, a advisory) error {
	severity, err := types.NewSeverity(a.Severity)
	if err != nil {
		return err
	}
	if err := database.PutAdvisory(tx, []string{b.Name, a.Package}, a.ID, a.Advisory); err != nil {
		return err
	}
	return database.PutVulnerability(tx, a.ID, types.Vulnerability{
		Title: a.Title, Severity: severity.String(), References: []string{a.Reference},
		VendorSeverity: types.VendorSeverity{b.DataSource.ID: severity},
	})
}

// publish pushes the database as Trivy expects it: its own media types, which a plain OCI layer would not satisfy.
func publish(folder, reference string) error {
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	archive := tar.NewWriter(zip)
	for _, file := range []string{"trivy.db", "metadata.json"} {
		content, err := os.ReadFile(filepath.Join(folder, file))
		if err != nil {
			return err
		}
		if err := archive.WriteHeader(&tar.Header{Name: file, Mode: 0o644, Size: int64(len(content))}); err != nil {
			return err
		}
		if _, err := archive.Write(content); err != nil {
			return err
		}
	}
	if err := archive.Close(); err != nil {
		return err
	}
	if err := zip.Close(); err != nil {
		return err
	}
	target, err := name.ParseReference(reference)
	if err != nil {
		return err
	}
	layer := static.NewLayer(packed.Bytes(), "application/vnd.aquasec.trivy.db.layer.v1.tar+gzip")
	image := mutate.ConfigMediaType(mutate.MediaType(empty.Image, registrytypes.OCIManifestSchema1), "application/vnd.aquasec.trivy.config.v1+json")
	image, err = mutate.Append(image, mutate.Addendum{
		Layer: layer, MediaType: "application/vnd.aquasec.trivy.db.layer.v1.tar+gzip",
		Annotations: map[string]string{"org.opencontainers.image.title": "db.tar.gz"},
	})
	if err != nil {
		return err
	}
	return remote.Write(target, image)
}
