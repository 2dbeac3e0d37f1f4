// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/core/clock.h"
#include "base/core/result.h"
#include "engine/storage/appender.h"

namespace nocturne::streams {

/// Series that tell of the connection of a stream: `stream_up`, `stream_rtt_seconds`. Used on one thread.
class OwnSeries
{
public:
    /// `labels` are on every series.
    OwnSeries(storage::Appendable& store, const Clock& clock, model::LabelSet labels);

    /// Stores a value of now, one a millisecond. Fails as the store does.
    Result<void> record(std::string_view metric, double value);
    /// Ends all of them with staleness markers.
    Result<void> end();

private:
    struct Series
    {
        model::LabelSet labels;
        storage::SeriesRef ref = 0;
        Timestamp last = 0; ///< of anything stored
        bool hasEnded = false;
    };

    void append(storage::Appender& appender, Series& series, double value);

    storage::Appendable& m_store;
    const Clock& m_clock;
    model::LabelSet m_labels;
    std::map<std::string, Series, std::less<>> m_series;
};

} // namespace nocturne::streams
