// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/limits.h"
#include "base/core/result.h"
#include "engine/model/metadata.h"
#include "engine/remote_write/message.h"

namespace nocturne::remote_write {

/// What tells one series from another without its labels being read: 128 bits of hash over how they were written.
/// The same labels written otherwise have another key. Seeded anew in each process.
using SeriesKey = std::array<std::uint64_t, 2>;

/// Reads one decompressed message, series by series.
///
///     RequestReader reader(Version::V1, message, limits);
///     for (;;) {
///         const auto more = reader.next();
///         if (!more) return more.error();
///         if (!*more) break;
///         ... reader.key(), reader.samples(), reader.labels() ...
///     }
///
/// What it gives stays valid until the next call of next(), and as long as the message. Nothing is taken in
/// proportion to what the message promises, only to what it holds. Fields that are not known are passed over.
/// Source of the fields: Prometheus, prompb/remote.proto, prompb/types.proto,
/// prompb/io/prometheus/write/v2/types.proto.
class RequestReader
{
public:
    RequestReader(Version version, std::string_view message, const Limits& limits = {});

    /// Moves to the next series; false at the end. Fails with InvalidInput where the message is malformed, and goes on
    /// to do so.
    Result<bool> next();

    const SeriesKey& key() const { return m_key; }
    std::span<const WrittenSample> samples() const { return m_samples; }
    /// Not validated yet.
    std::span<const WrittenHistogram> histograms() const { return m_histograms; }
    /// Sorted by name. Fails with InvalidInput when there is no metric name, a name is there twice or empty, a text is
    /// no UTF-8, or with LimitExceeded, in words that name the series.
    Result<std::span<const model::Label>> labels();
    /// How many exemplars the series has, and those that are well-formed.
    std::size_t exemplarCount() const { return m_exemplars.size(); }
    std::vector<WrittenExemplar> exemplars() const;
    /// What 2.0 tells of the metric family of this series, if anything.
    std::optional<model::Metadata> metadata() const;

    /// What 1.0 tells of metric families, by name; after next() has given false.
    std::vector<std::pair<std::string, model::Metadata>> families() const;

private:
    using Bytes = std::string_view;

    Result<bool> advance();
    void readSymbols();
    void readSeries(Bytes series);
    void readLabelRefs(Bytes refs);
    void readSample(Bytes sample);
    void readHistogram(Bytes histogram);
    bool collectLabels();
    Bytes symbol(std::uint32_t ref) const { return ref < m_symbols.size() ? m_symbols[ref].text : Bytes(); }

    struct Symbol
    {
        Bytes text;
        SeriesKey hash;
    };

    Version m_version;
    Limits m_limits;
    Bytes m_rest; // of the message
    std::optional<Error> m_error;
    std::vector<Symbol> m_symbols; // V2
    std::vector<Bytes> m_families; // V1, unread

    SeriesKey m_key{};
    std::vector<WrittenSample> m_samples;
    std::vector<WrittenHistogram> m_histograms;
    std::vector<Bytes> m_exemplars;         // unread
    std::vector<Bytes> m_labelPairs;        // V1, unread
    std::vector<std::uint32_t> m_labelRefs; // V2
    std::vector<SeriesKey> m_hashes;        // V2
    bool m_refsInRange = true;
    Bytes m_metadata; // V2, unread
    std::vector<model::Label> m_labels;
};

} // namespace nocturne::remote_write
