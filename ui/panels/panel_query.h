// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "base/core/worker_pool.h"
#include "engine/query/query_service.h"
#include "ui/charts/chart_data.h"
#include "ui/panels/freshness.h"
#include "ui/panels/query_notes.h"
#include "watch/dashboards/dashboard.h"
#include "watch/dashboards/macros.h"

namespace nocturne::panels {

/// What a target answered last; it stays on show when its source cannot be reached.
struct KeptAnswer
{
    query::QueryService::ResultPtr range;
    query::QueryService::ResultPtr instant;
};

/// One round of questions for one panel.
struct PanelRequest
{
    std::shared_ptr<const dashboards::Panel> panel;
    dashboards::MacroValues macros;
    Timestamp start = 0;
    Timestamp end = 0;
    std::chrono::milliseconds step{15'000};
    Timestamp now = 0;
    bool live = true;             ///< the range ends now, so that the age of samples matters
    bool askRange = false;        ///< the panel draws a range
    bool askEnvelope = false;     ///< of the range also the extremes within each step, where envelopeOf() has a way
    bool askInstant = false;      ///< the panel shows newest values
    std::set<std::string> learnt; ///< selectors of which it is known how often samples come
    std::vector<std::string> subjects;           ///< selectors whose age matters although no target names them
    std::vector<KeptAnswer> kept;                ///< what targets answered last, for those that cannot now
    bool freshnessOnly = false;                  ///< the range did not move since the last answer
    std::map<std::string, Timestamp> known;      ///< newest samples of selectors, of earlier rounds
    std::map<std::string, SelectorAge> lastSeen; ///< of selectors found empty before
};

/// One newest value of a target.
struct InstantValue
{
    std::size_t target = 0;
    model::LabelSet labels;
    double value = 0;
    model::HistogramPtr histogram = {}; ///< in place of the value, which is kAbsent then
};

/// What the newest value of a number is compared with: the first point of its first series, and the time between its
/// first point and its last.
struct EarlierValue
{
    double value = 0;
    Timestamp from = 0;
    Timestamp to = 0;
};

/// Everything a panel shows, prepared off the GUI thread. Immutable.
struct PanelAnswer
{
    charts::ChartData chart;
    std::vector<InstantValue> values;
    std::optional<EarlierValue> earlier; ///< absent below two points
    std::size_t hiddenSeries = 0;        ///< more than fit were found
    std::optional<Error> error;          ///< of the first target that failed
    std::string failedExpression;
    bool partial = false;         ///< some targets failed, others answered
    std::vector<KeptAnswer> kept; ///< of each target its newest answer, this one or one before
    bool showsKept = false;       ///< something in it is an answer of before
    std::vector<QueryNote> notes; ///< of all targets, warnings and infos
    bool hasPoints = false;       ///< the chart has at least one value
    std::vector<SelectorAge> ages;
    std::map<std::string, SelectorAge> lastSeen;
    bool freshnessOnly = false;
};

/// One expression that a panel asks for, ready to be asked, or why it cannot be.
struct PanelQuestion
{
    std::size_t target = 0;
    Result<std::string> expression; ///< with macros and variables filled in
    bool isRange = false;           ///< else the value at `end`
    Timestamp start = 0;
    Timestamp end = 0;
    std::chrono::milliseconds step{15'000};
    std::string source = {}; ///< who is asked; empty: this Nocturne
};

/// What `request` asks its targets, in their order; each is asked once or twice.
std::vector<PanelQuestion> questionsOf(const PanelRequest& request);

/// Asks all of it at once, gathers, prepares on a worker, and calls `done` on the GUI thread; nothing is called
/// once `stop` was requested. Call on the GUI thread.
void askPanel(query::QueryService& service, WorkerPool& pool, PanelRequest request, std::stop_token stop,
              std::function<void(std::shared_ptr<const PanelAnswer>)> done);

} // namespace nocturne::panels
