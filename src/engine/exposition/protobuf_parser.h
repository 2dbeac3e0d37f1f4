// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/limits.h"
#include "base/core/result.h"
#include "engine/exposition/parser.h"
#include "engine/model/float_histogram.h"
#include "engine/model/metadata.h"

namespace nocturne::exposition {

struct ProtobufOptions
{
    bool nativeHistograms = true;     ///< else only what a classic histogram says
    bool classicBesideNative = false; ///< the classic series too, where a histogram has both
    Limits limits = {};               ///< of which the parser enforces those on labels, names and values
};

/// Reads the protobuf exposition: io.prometheus.client.MetricFamily messages, each with its length before it.
///
/// Used as Parser is, entry by entry and with the same cache; a series is either a float in series().value or a native
/// histogram in histogram(). Series come in the order of Prometheus: of a histogram or summary the count, the sum,
/// then buckets or quantiles; a classic histogram without a bucket up to +Inf gets one. Nothing is checked beyond what
/// is needed: unknown fields are passed over. All views stay valid as long as the body, or until the next call where
/// noted.
/// Sources: prometheus/client_model, metrics.proto; Prometheus 3.14, model/textparse/protobufparse.go.
class ProtobufParser
{
public:
    explicit ProtobufParser(std::string_view body, ProtobufOptions options = {});

    /// Moves to the next entry. Fails with the byte where the message that is at fault begins; then it fails the same
    /// way for ever.
    Result<Entry> next(const Expected& expected = {});

    /// The current sample; after Entry::Series. Its text identifies the series within the target and is not for
    /// reading; valid until the next call of next().
    const Series& series() const { return m_series; }
    /// The histogram of the current sample; null when it is a float.
    const model::HistogramPtr& histogram() const { return m_histogram; }
    /// Its labels, as of Parser::labels().
    Result<std::span<const model::Label>> labels(LabelBuffer& buffer);
    bool hasEmptyLabel(std::string_view name) const;
    std::optional<Timestamp> startTimestamp() const { return m_startTimestamp; }
    /// The exemplars of the current sample: one of a counter or bucket, several of a native histogram. Labels valid
    /// until `buffer` is used again.
    std::size_t exemplarCount() const { return m_exemplars.size(); }
    std::optional<Exemplar> exemplar(std::size_t index, LabelBuffer& buffer) const;

    /// The metric family of the current entry.
    std::string_view family() const { return m_family.name; }
    model::MetricType type() const { return m_family.type; }
    /// Help or unit.
    std::string_view text() const { return m_text; }

private:
    /// Messages that are read later, where they are needed.
    using Bytes = std::string_view;

    struct Family
    {
        std::string_view name;
        std::string_view help;
        std::string_view unit;
        model::MetricType type = model::MetricType::Counter; // 0 in the schema
        std::vector<Bytes> metrics;
    };

    /// One series that a Metric stands for.
    struct Point
    {
        std::string_view suffix;
        std::string_view boundName; ///< le or quantile
        double bound = 0;
        double value = 0;
        Bytes exemplar;
        model::HistogramPtr histogram;
    };

    enum class Stage { Family, Help, Type, Unit, Metrics };

    Result<Entry> step(const Expected& expected);
    bool readFamily();
    void readMetric(Bytes metric);
    void readSimple(Bytes value);
    void readSummary(Bytes summary);
    void readHistogram(Bytes histogram);
    void readLabels();
    Result<void> checkLabels() const;
    void present(const Point& point, const Expected& expected);

    std::string_view m_body;
    ProtobufOptions m_options;
    const char* m_next;
    std::size_t m_messageStart = 0;
    Stage m_stage = Stage::Family;
    Family m_family;
    std::string_view m_text;

    std::size_t m_metric = 0; // the next one of the family
    std::vector<Bytes> m_labelPairs;
    std::vector<model::Label> m_labels; // sorted, without the name
    std::optional<Timestamp> m_timestamp;
    std::optional<Timestamp> m_startTimestamp;
    std::vector<Point> m_points; // of the current metric
    std::size_t m_point = 0;     // the next one

    Series m_series;
    std::string m_identity;
    std::string_view m_suffix;
    std::string_view m_boundName;
    double m_bound = 0;
    model::HistogramPtr m_histogram;
    std::vector<Bytes> m_exemplars;
    std::vector<Bytes> m_nativeExemplars;
    std::optional<Error> m_error;
};

} // namespace nocturne::exposition
