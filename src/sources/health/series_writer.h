// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/core/clock.h"
#include "engine/storage/appender.h"

namespace nocturne::health {

/// The series of one check or group: writes their samples, and ends those that are not there any more with staleness
/// markers. Used on one thread.
class SeriesWriter
{
public:
    /// job="health", instance=`name`, and `labels`.
    SeriesWriter(const std::string& name, const std::vector<std::pair<std::string, std::string>>& labels);

    const model::LabelSet& labels() const { return m_labels; }

    /// From here to endOthers() all that is there has a put() or a keep().
    void beginRound() { ++m_round; }
    /// A sample at `time`, or at the first moment behind the series' last one. `metric` has one label where its name
    /// is not empty.
    void put(storage::Appender& appender, std::string_view metric, Timestamp time, double value,
             std::string_view labelName = {}, std::string_view labelValue = {});
    /// The series without a label is there, without a sample now.
    void keep(std::string_view metric);
    /// Ends the series without a label, where there is one.
    void endOne(storage::Appender& appender, std::string_view metric, Timestamp time);
    void endOthers(storage::Appender& appender, Timestamp time);

private:
    struct Series
    {
        model::LabelSet labels;
        storage::SeriesRef ref = 0;
        Timestamp last = 0;
        std::uint64_t round = 0; ///< the last one that it was there in
        bool live = false;
    };

    static void end(storage::Appender& appender, Series& series, Timestamp time);

    model::LabelSet m_labels;
    std::map<std::string, Series, std::less<>> m_series; // by metric and label value
    std::uint64_t m_round = 0;
};

} // namespace nocturne::health
