// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/core/clock.h"
#include "base/core/result.h"
#include "engine/model/label_set.h"
#include "engine/storage/appender.h"
#include "sources/burstlet/answer.h"

namespace nocturne::burstlet {

/// What recording brought, summed up since the start.
struct RecorderStats
{
    std::uint64_t samples = 0;
    std::uint64_t seriesAdded = 0;

    bool operator==(const RecorderStats&) const = default;
};

/// Turns readings of one Burstlet into samples of its series `burstlet_*`.
///
/// Rows of a table are stamped with the server's time and stored once; what was missed during a short absence is
/// filled. Everything else is stamped now. A series that an answer leaves out ends with a staleness marker.
/// Used on one thread.
class Recorder
{
public:
    /// What comes by one answer, and so ends together.
    enum class Group { System, Application, Custom, Checks, Alerts, Logs, Own };

    /// `labels` are on every series.
    Recorder(storage::Appendable& store, const Clock& clock, model::LabelSet labels);

    /// Stores readings, stamped now. Fails as the store does.
    Result<void> record(Group group, const std::vector<Reading>& readings);
    /// Stores the rows that are newer than what is there; `skew` is how far the server's clock is ahead, in ms.
    Result<void> recordRows(Group group, const std::vector<Row>& rows, Timestamp skew);
    /// Ends all series of a group.
    Result<void> end(Group group);

    const RecorderStats& stats() const { return m_stats; }

private:
    struct Series
    {
        storage::SeriesRef ref = 0;
        Timestamp floor = 0; ///< of anything stored
        bool isOpen = false; ///< no marker since its last sample
        std::uint64_t seen = 0;
    };
    using AllSeries = std::unordered_map<model::LabelSet, Series, model::LabelSetHash>;

    void append(storage::Appender& appender, Group group, Timestamp time, const std::vector<Reading>& readings);
    void endUnseen(storage::Appender& appender, Group group, Timestamp time);
    Result<void> commit(storage::Appender& appender);
    void describe();

    storage::Appendable& m_store;
    const Clock& m_clock;
    model::LabelSet m_labels;
    std::map<Group, AllSeries> m_series;
    std::map<Group, Timestamp> m_newest; ///< row
    std::uint64_t m_round = 0;
    RecorderStats m_stats;
    bool m_isDescribed = false;
};

} // namespace nocturne::burstlet
