// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/core/clock.h"
#include "base/sqlite/database.h"
#include "sources/custom/instruments.h"

namespace nocturne::custom {

inline constexpr const char* kMetricFile = "custom_metrics.db";

/// What one series of a custom metric stands at.
struct KeptSeries
{
    std::string name;
    std::vector<std::pair<std::string, std::string>> labels; ///< sorted by name
    Kind kind = Kind::Counter;
    std::string help;
    Bounds buckets;            ///< of a histogram
    std::vector<double> state; ///< as stateOf() gives it
    Timestamp told = 0;        ///< when it was last told something

    bool operator==(const KeptSeries&) const = default;
};

/// `custom_metrics.db` in the data directory: a row for each series of custom metrics, so that they go on where they
/// were. What was written survives a kill at once, a power cut after the next sync(). Used by one thread.
class MetricFile
{
public:
    /// Opens or makes the file in `folder`, which is there. Fails with InvalidInput for a file of another program or of
    /// a newer version. A damaged one is moved aside to `custom_metrics.db.damaged-TIME`, and `damaged` says where.
    static Result<std::unique_ptr<MetricFile>> open(const std::string& folder, Timestamp now,
                                                    std::string* damaged = nullptr);

    /// At most `most` series; rows that cannot be read are left out.
    Result<std::vector<KeptSeries>> read(std::size_t most);
    /// Writes `changed` and removes `ended`, all or nothing.
    Result<void> write(const std::vector<KeptSeries>& changed, const std::vector<KeptSeries>& ended);
    /// Makes what was written safe from a power cut.
    Result<void> sync();

private:
    explicit MetricFile(sqlite::Database database)
        : m_database(std::move(database))
    {}

    sqlite::Database m_database;
    bool m_isSynced = true;
};

} // namespace nocturne::custom
