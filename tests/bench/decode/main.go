// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Decodes the generated workload with Prometheus' own chunks (package tsdb/chunkenc): bench_workload columns | decode
// Prints one JSON line: samples, bytes of the chunks, and the shortest time a sample of seven rounds, in ns.
package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"
	"time"

	"github.com/prometheus/prometheus/tsdb/chunkenc"
)

const chunkSamples = 120 // as a head of Prometheus seals them

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// Each series: the number of its samples, then time and bits of the value of each, 8 bytes little endian all.
func readChunks(in io.Reader) (chunks []chunkenc.Chunk, samples int) {
	var pair [16]byte
	for {
		if _, err := io.ReadFull(in, pair[:8]); err == io.EOF {
			return chunks, samples
		} else if err != nil {
			fail(err)
		}
		count := int(binary.LittleEndian.Uint64(pair[:8]))
		var appender chunkenc.Appender
		for i := 0; i < count; i++ {
			if _, err := io.ReadFull(in, pair[:]); err != nil {
				fail(err)
			}
			if i%chunkSamples == 0 {
				chunk := chunkenc.NewXORChunk()
				var err error
				if appender, err = chunk.Appender(); err != nil {
					fail(err)
				}
				chunks = append(chunks, chunk)
			}
			appender.Append(int64(binary.LittleEndian.Uint64(pair[:8])),
				math.Float64frombits(binary.LittleEndian.Uint64(pair[8:])))
		}
		samples += count
	}
}

func main() {
	chunks, samples := readChunks(bufio.NewReaderSize(os.Stdin, 1<<20))
	bytes := 0
	for _, chunk := range chunks {
		chunk.Compact()
		bytes += len(chunk.Bytes())
	}
	best := math.MaxFloat64
	var iterator chunkenc.Iterator
	for round := 0; round < 7; round++ {
		seen, sum := 0, 0.0
		begun := time.Now()
		for _, chunk := range chunks {
			iterator = chunk.Iterator(iterator)
			for iterator.Next() == chunkenc.ValFloat {
				time, value := iterator.At()
				sum += float64(time) + value
				seen++
			}
		}
		if seen != samples {
			fail(fmt.Errorf("%d of %d samples decoded, of sum %g", seen, samples, sum))
		}
		best = math.Min(best, float64(time.Since(begun).Nanoseconds())/float64(samples))
	}
	fmt.Printf("{\"samples\":%d,\"bytes\":%d,\"decode_ns\":%.2f}\n", samples, bytes, best)
}
