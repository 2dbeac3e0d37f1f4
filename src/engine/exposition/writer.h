// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/core/result.h"
#include "engine/exposition/format.h"
#include "engine/exposition/parser.h"
#include "engine/model/label_set.h"
#include "engine/model/metadata.h"

namespace nocturne::exposition {

/// Writes an exposition: what the parser reads back to the same entries.
///
///     std::string body;
///     Writer writer(body, formatForAccept(accept));
///     writer.family("nocturne_scrapes_total", {MetricType::Counter, "Scrapes done.", ""});
///     writer.series("nocturne_scrapes_total", {{"job", "node"}}, 42);
///     writer.finish();
///
/// Families are given as in Prometheus text (counters end in `_total`); the differences of OpenMetrics are the
/// writer's. Calls fail with InvalidInput, writing nothing, when a name is empty or a text is not UTF-8.
class Writer
{
public:
    /// Appends to `out`, which must outlive the writer.
    Writer(std::string& out, Format format)
        : m_out(out)
        , m_openMetrics(format == Format::OpenMetrics)
    {}

    /// HELP, TYPE and UNIT of a family, as far as given and the format has them.
    Result<void> family(std::string_view name, const model::Metadata& metadata);
    /// One sample line of `metric`.
    Result<void> series(std::string_view metric, std::span<const model::Label> labels, double value,
                        std::optional<Timestamp> timestamp = {}, const std::optional<Exemplar>& exemplar = {});
    Result<void> series(std::string_view metric, std::initializer_list<model::Label> labels, double value);
    /// One sample line of `labels`, which hold the metric name.
    Result<void> series(const model::LabelSet& labels, double value, std::optional<Timestamp> timestamp = {});

    // Single lines, exactly as given.
    Result<void> type(std::string_view family, model::MetricType type);
    Result<void> help(std::string_view family, std::string_view text);
    Result<void> unit(std::string_view family, std::string_view unit);
    /// A comment line; left out in OpenMetrics, which has none.
    Result<void> comment(std::string_view text);

    /// Ends the body: `# EOF` in OpenMetrics.
    void finish();

private:
    void name(std::string_view text);
    void labels(std::span<const model::Label> labels, std::string_view separator);
    std::string_view word(model::MetricType type) const;

    std::string& m_out;
    bool m_openMetrics;
};

} // namespace nocturne::exposition
