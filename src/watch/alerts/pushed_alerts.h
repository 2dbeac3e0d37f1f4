// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "watch/alerts/alert_board.h"

namespace nocturne::alerts {

/// An alert as Prometheus and others send it to an Alertmanager.
struct PushedAlert
{
    model::LabelSet labels;
    Annotations annotations;
    Timestamp startsAt = 0; ///< 0: not said
    Timestamp endsAt = 0;   ///< 0: not said; in the past: it is over
    std::string generatorUrl;
    Timestamp unverifiedSince = 0; ///< not 0: known from before a restart, and not repeated yet
};

/// Alerts that others push here: the source "pushed" of the board.
///
/// Whoever pushes repeats what fires; what is not repeated until its end is over. After a restart those of before go on
/// as if they had just been pushed. find() and all else may be called from any thread; take() and tick() wait for the
/// disk as the board does.
/// Source: Alertmanager, api/v2/api.go and provider/mem.
class PushedAlerts
{
public:
    static constexpr std::string_view kSource = "pushed";

    struct Options
    {
        std::chrono::milliseconds resolveTimeout{5 * 60 * 1000}; ///< for those that do not say when they end
        std::size_t most = 10'000;
    };

    /// The board is open, and outlives this.
    PushedAlerts(AlertBoard& board, const Clock& clock, Options options);
    PushedAlerts(AlertBoard& board, const Clock& clock)
        : PushedAlerts(board, clock, Options())
    {}

    /// Takes them over; of those with the same labels the later counts. Returns how many were left out, for there are
    /// too many.
    std::size_t take(std::vector<PushedAlert> alerts);
    /// Ends what was not repeated in time; called each second.
    void tick();
    /// The alert with these labels as it was pushed last.
    std::optional<PushedAlert> find(const model::LabelSet& labels) const;

private:
    void report();

    AlertBoard& m_board;
    const Clock& m_clock;
    const Options m_options;
    std::mutex m_reporting; // held for the length of a report, so that they come in order
    mutable std::mutex m_mutex;
    std::map<model::LabelSet, PushedAlert> m_active;
};

/// Fills in what the sender left out, and fails with InvalidInput for what Alertmanager refuses: no label, a name that
/// is none, an end before the start; and for texts over 64 KiB in all.
Result<PushedAlert> completed(PushedAlert alert, Timestamp now, std::chrono::milliseconds resolveTimeout);

} // namespace nocturne::alerts
