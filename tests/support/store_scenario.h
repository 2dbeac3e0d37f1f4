// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/label_set.h"
#include "engine/model/sample.h"
#include "engine/storage/appender.h"
#include "engine/storage/queryable.h"

namespace nocturne::support {

/// Commits `samples` of one series. Ends the test program when the store refuses the series.
void appendAll(storage::Appendable& store, const model::LabelSet& labels, const std::vector<model::Sample>& samples);

/// The samples of the series `labels` in (minTime, maxTime]. Ends the test program when they cannot be read.
std::vector<model::Sample> readAll(const storage::Queryable& store, const model::LabelSet& labels, Timestamp minTime,
                                   Timestamp maxTime);

/// A fleet that is the same in every run: what each commit holds follows from its number alone, so that it is known
/// what a store must hold after any crash.
///
/// Used by one thread. Constants, counters, gauges, full mantissas, staleness markers and NaN payloads; series that end
/// and others that begin; samples that come late.
class Fleet
{
public:
    static constexpr Timestamp kStart = 1'700'006'400'000; // the start of a window of two hours
    static constexpr Timestamp kInterval = 15'000;

    explicit Fleet(unsigned series = 12)
        : m_series(series)
    {}

    struct Entry
    {
        model::LabelSet labels;
        model::Sample sample;
        std::optional<model::Exemplar> exemplar = {};
    };
    const std::vector<Entry>& commit(std::uint64_t number) const;
    static Timestamp timeOf(std::uint64_t commit) { return kStart + static_cast<Timestamp>(commit) * kInterval; }
    void append(storage::Appendable& store, std::uint64_t number) const;

    /// What is wrong with a store that must hold the commits below `must` and may hold those below `may`; samples up to
    /// `gone` may be missing. Empty when all is well.
    std::string check(const storage::Queryable& store, std::uint64_t must, std::uint64_t may,
                      Timestamp gone = std::numeric_limits<Timestamp>::min()) const;
    /// The same of exemplars: all of the commits below `must`, but for those that kMostExemplars newer ones may have
    /// pushed out.
    std::string checkExemplars(const storage::Queryable& store, std::uint64_t must, std::uint64_t may) const;
    static constexpr std::size_t kMostExemplars = 200; ///< a store keeps so many at least

private:
    std::vector<Entry> makeCommit(std::uint64_t number) const;
    Entry entry(unsigned series, std::uint64_t number) const;

    unsigned m_series;
    mutable std::vector<std::vector<Entry>> m_commits; // made so far
};

} // namespace nocturne::support
