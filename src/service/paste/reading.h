// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/result.h"
#include "service/paste/scrape_jobs.h"
#include "service/paste/web_request.h"

namespace nocturne::paste {

/// What a pasted text may be.
enum class Kind {
    Url,
    Curl,
    Exposition,         ///< what /metrics answers
    RuleFile,           ///< Prometheus' rules
    NocturneConfig,     ///< nocturne.yml, with sections that Prometheus does not have
    PrometheusConfig,   ///< prometheus.yml
    AlertmanagerConfig, ///< alertmanager.yml
    Dashboard,          ///< a file of ours
    GrafanaDashboard,
    HealthDocument,
    PromQl,
    LogLines,
    TraceId,
};

/// A stable word: "url", "rule_file".
std::string_view toString(Kind kind);

/// One part of what was read, for a list: a metric family, a rule, a job, a panel, a log line, a component. Texts are
/// outside text, bounded.
struct Row
{
    enum class Tone { Plain, Good, Warning, Bad };

    Tone tone = Tone::Plain;
    std::string title;
    std::string note = {};   ///< a word of the format: "counter", "alert", "timeseries"
    std::string detail = {}; ///< help, expression, message
    std::size_t count = 0;   ///< samples of a family, targets of a job or a panel; 0: not counted

    bool operator==(const Row&) const = default;
};

/// One way to understand a text.
struct Reading
{
    static constexpr std::size_t kMostRows = 500;
    static constexpr std::size_t kMostFaults = 50;

    Kind kind = Kind::PromQl;
    int rank = 0;                           ///< from 0 to 100; the highest is the likeliest
    std::string subject = {};               ///< the URL, the expression, the trace id, the title of a dashboard
    std::optional<WebRequest> request = {}; ///< of Url and Curl
    std::size_t items = 0;                  ///< families, rules, jobs, panels, lines, components: all of them
    std::size_t parts = 0;                  ///< samples of an exposition, groups of rules, receivers: all of them
    std::vector<Row> rows = {};             ///< the first kMostRows of the items
    std::vector<Error> faults = {};         ///< what is wrong with it, the first kMostFaults, each at its place
    std::size_t faultCount = 0;             ///< all of them
    std::vector<std::string> unused = {};   ///< of Curl: what has no effect here; of PrometheusConfig: not taken over
    std::vector<ScrapeJob> jobs = {};       ///< of PrometheusConfig; where there are any, one for each of the rows

    bool operator==(const Reading&) const = default;
};

/// Something that the text looked like, and why it is not that.
struct Refusal
{
    Kind kind = Kind::PromQl;
    Error error;

    bool operator==(const Refusal&) const = default;
};

/// Everything there is to say about a text.
struct Recognition
{
    std::vector<Reading> readings; ///< the likeliest first; of each kind at most one
    std::vector<Refusal> refusals; ///< what else was considered; empty where there is little doubt
    std::optional<Error> unusable; ///< set: the text was not looked at, and why

    bool operator==(const Recognition&) const = default;
};

} // namespace nocturne::paste
