// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/core/clock.h"
#include "base/core/result.h"
#include "watch/dashboards/dashboard.h"
#include "watch/logs/log_record.h"

namespace nocturne::burstlet {

/// One value of an answer under the name of the series that keeps it.
struct Reading
{
    std::string metric; ///< "burstlet_memory_bytes"
    std::vector<std::pair<std::string, std::string>> labels;
    double value = 0;

    bool operator==(const Reading&) const = default;
};

/// One row of the tables SystemMetric and ApplicationMetric.
struct Row
{
    std::optional<Timestamp> time;
    std::vector<Reading> readings;

    bool operator==(const Row&) const = default;
};

/// The answer of `metrics`. Rows in the order of time.
struct Metrics
{
    std::vector<Row> system;
    std::vector<Row> application;
    std::vector<Reading> custom; ///< `burstlet_custom_*`
};

/// A health check, of `health` or of `health-checks`.
struct Check
{
    std::string id;
    std::string name;
    std::string type;         ///< "http", "external-api"
    std::string status;       ///< as sent; empty where not told
    std::optional<bool> isUp; ///< what the status means
    std::optional<double> milliseconds;
    std::string error; ///< "HEALTH_CHECK_ERROR: connection refused"
    bool isActive = true;

    bool operator==(const Check&) const = default;
};

/// The answer of `health`.
struct Health
{
    std::string status; ///< as sent
    std::string version;
    std::optional<double> score; ///< 1 healthy, 0.5 degraded, 0 unhealthy
    std::optional<Timestamp> time;
    std::optional<double> uptimeSeconds;
    std::vector<Check> checks;
};

/// One time that an alert was triggered.
struct AlertEvent
{
    std::string id;
    std::string alertId;
    std::string name;
    std::string severity;
    std::string status; ///< "active", "acknowledged", "resolved"
    std::string message;
    std::string acknowledgedBy;
    std::optional<double> value;
    std::optional<double> threshold;
    std::optional<Timestamp> triggeredAt;

    bool isOver() const;
    bool isAcknowledged() const { return status == "acknowledged" || !acknowledgedBy.empty(); }
    bool operator==(const AlertEvent&) const = default;
};

/// The answer of `alerts`.
struct Alerts
{
    std::size_t defined = 0; ///< alerts that there are, triggered or not
    std::vector<AlertEvent> events;
};

struct LogLine
{
    std::string id; ///< empty where not told
    logs::LogRecord record;
};

/// The answer of `overview`: the other answers in short.
struct Overview
{
    Metrics metrics;
    std::optional<Health> health;
    std::vector<AlertEvent> events;
};

/// A row of a list, as much of it as a person needs to tell it from others.
struct Entry
{
    std::string id;
    std::string name;
    std::string type;     ///< of a check or an alert
    std::string severity; ///< of an alert
    bool isActive = true;

    bool operator==(const Entry&) const = default;
};

/// A dashboard of a Burstlet as one of ours.
struct TakenDashboard
{
    dashboards::Dashboard dashboard;
    std::vector<std::string> leftOut; ///< what could not be taken over, a sentence each
};

/// Reads the answers of a Burstlet monitoring module. Its document names endpoints and tables and no bodies, so this
/// takes what comes: `{success, data}` or the data alone, a list or an object with a list in it, one row or many,
/// numbers as texts, several spellings of a key. Unknown keys are skipped, absent and null ones leave a value out.
///
/// Bounded: 8 MiB, 32 levels, 2 000 rows of each list, 500 names of each breakdown. All functions fail with
/// InvalidInput for what is no JSON, and for `success: false` with the server's words. Keeps its buffer; used by one
/// thread at a time.
class AnswerReader
{
public:
    AnswerReader();
    ~AnswerReader();
    AnswerReader(const AnswerReader&) = delete;
    AnswerReader& operator=(const AnswerReader&) = delete;

    /// A refusal with data, as a module that is unhealthy sends, is an answer.
    Result<Health> health(std::string_view body);
    Result<Metrics> metrics(std::string_view body);
    Result<std::vector<Check>> checks(std::string_view body);
    Result<Alerts> alerts(std::string_view body);
    /// `now` is the time of lines without one.
    Result<std::vector<LogLine>> logs(std::string_view body, Timestamp now);
    /// Names.
    Result<std::vector<std::string>> dashboards(std::string_view body);
    Result<Overview> overview(std::string_view body);
    /// Checks, alerts or dashboards; rows without an id are left out.
    Result<std::vector<Entry>> entries(std::string_view body);
    /// One dashboard as a file of ours: widgets become panels of the series that a source of this Burstlet writes, with
    /// a variable `instance` whose first choice is `instance`. A widget that names no metric becomes a text that says
    /// so. Positions on up to 12 columns are doubled.
    Result<TakenDashboard> dashboard(std::string_view body, const std::string& instance);
    /// The data of an answer as compact JSON. Texts of the server: show as plain text.
    Result<std::string> data(std::string_view body);
    /// `text` as compact JSON; fails with InvalidInput where it is no object.
    Result<std::string> compactObject(std::string_view text);
    /// What an answer of another status than 200 says: "COLLECTION_ERROR: the disk is full"; empty where nothing.
    std::string refusal(std::string_view body);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace nocturne::burstlet
