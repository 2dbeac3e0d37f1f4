// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/core/result.h"
#include "watch/alerts/alert_change.h"
#include "watch/alerts/alert_instance.h"

namespace nocturne::alerts {

class StateStore;

/// Which occurrences, of those that are kept (90 days): all that were there at some time of [from, to).
struct HistoryQuery
{
    Timestamp from = 0;
    Timestamp to = 0;
    std::string name = {};                ///< of the rule; empty: any
    std::string fingerprint = {};         ///< of the labels: the same alert again and again; empty: any
    std::string source = {};              ///< exactly; empty: any
    std::string text = {};                ///< in name or labels, whatever its case; empty: any
    std::optional<Severity> atLeast = {}; ///< as shown at its end
    bool firedOnly = true;                ///< leaves out what never was more than pending
    std::size_t limit = 100;              ///< of one page, 1000 at most
    std::string after = {};               ///< HistoryPage::next of the page before; empty: the first page
};

/// Occurrences, newest first.
struct HistoryPage
{
    std::vector<AlertInstance> occurrences;
    std::string next; ///< for the next page; empty: this is the last
};

/// How noisy a rule was, and what people made of it.
struct RuleNoise
{
    std::string name;
    std::string source;
    std::size_t fired = 0;        ///< occurrences that began to fire
    std::size_t acknowledged = 0; ///< of these somebody took
    std::size_t ignored = 0;      ///< and these ended without anybody having taken them
    double meanSecondsToTake = 0; ///< MTTA, of those that somebody took; 0: none
    double meanSecondsToEnd = 0;  ///< MTTR: from firing to the end, of those that ended; 0: none

    bool operator==(const RuleNoise&) const = default;
};

/// What the state tells of the past. Reads beside the board and never waits for what it writes, where it is a file.
/// May be used from any thread; long answers take their time, so not on one that draws.
class AlertHistory
{
public:
    /// `store` outlives it: AlertBoard::store().
    explicit AlertHistory(StateStore& store)
        : m_store(store)
    {}

    /// Fails with InvalidInput for an `after` that no page gave.
    Result<HistoryPage> occurrences(const HistoryQuery& query) const;
    /// All that happened to one occurrence, oldest first, `limit` at most.
    Result<std::vector<AlertChange>> timeline(const std::string& id, std::size_t limit = 1000) const;
    /// What fired within [from, to), by rule, the noisiest first.
    Result<std::vector<RuleNoise>> noise(Timestamp from, Timestamp to) const;
    /// The same of all rules together.
    Result<RuleNoise> total(Timestamp from, Timestamp to) const;

private:
    StateStore& m_store;
};

/// `text` anywhere, for LIKE with the escape character `\`.
std::string likePattern(const std::string& text);

} // namespace nocturne::alerts
