// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "base/core/result.h"
#include "engine/model/label_set.h"
#include "engine/model/metadata.h"
#include "engine/query/query_result.h"

namespace nocturne::prometheus {

/// How much of an answer is taken in.
struct AnswerLimits
{
    std::size_t samples = 10'000'000; ///< floats, and buckets of histograms
    std::size_t series = 100'000;
    std::size_t texts = 1'000'000; ///< names and values of labels

    bool operator==(const AnswerLimits&) const = default;
};

/// The times that were asked for: start, start + step, ... up to `end`; a step of 0 is an instant at `start`.
struct AnswerAxis
{
    Timestamp start = 0;
    Timestamp end = 0;
    std::chrono::milliseconds step{0};

    bool operator==(const AnswerAxis&) const = default;
};

/// Reads the answer to `query` or `query_range` of the HTTP API of Prometheus and its relatives.
///
/// `body` is walked once and never held a second time. The columns stand on `axis` where all samples lie on it, else
/// on the union of their times. A VictoriaMetrics answer that says "isPartial" gets a warning, a native histogram that
/// cannot be rebuilt from its buckets is left out with an info. Fails with Corrupt for what is no such answer, with
/// LimitExceeded, and as readRefusal() says where the server refused.
/// Source: Prometheus, docs/querying/api.md.
Result<query::QueryResult> readQueryAnswer(std::string body, const AnswerAxis& axis, const AnswerLimits& limits);

/// Reads `labels` and `label/NAME/values`. Fails as readQueryAnswer() does.
Result<std::vector<std::string>> readTexts(std::string body, const AnswerLimits& limits);

/// Reads `series`, sorted by label set. Fails as readQueryAnswer() does.
Result<std::vector<model::LabelSet>> readSeries(std::string body, const AnswerLimits& limits);

/// Reads `metadata`; of several entries for one metric the first counts. Fails as readQueryAnswer() does.
Result<std::map<std::string, model::Metadata>> readMetadata(std::string body, const AnswerLimits& limits);

/// What `status/buildinfo` tells; members are empty where it does not. Lengths are bounded.
struct BuildInfo
{
    std::string version;
    std::string application; ///< Mimir names itself
    std::string goVersion;   ///< absent from VictoriaMetrics

    bool operator==(const BuildInfo&) const = default;
};
Result<BuildInfo> readBuildInfo(std::string body);

/// Why a server refused: the kind by its errorType and else by the status, its words with the place in the expression,
/// and what to do where that is known. `body` may be anything, text of a gateway in between included.
Error readRefusal(std::string body, int status);

} // namespace nocturne::prometheus
