// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "engine/storage/queryable.h"

namespace nocturne::tsdb {

using Cursors = std::vector<std::unique_ptr<storage::SeriesCursor>>;

/// Reads one series from several places in time order. Of samples of the same time the one of the place named first
/// is kept. Cheap where the places do not overlap in time: whole runs are copied then.
class MergedCursor final : public storage::SeriesCursor
{
public:
    /// `parts` have equal labels; at least one.
    explicit MergedCursor(Cursors parts);
    ~MergedCursor() override;

    const model::LabelSet& labels() const override;
    Result<std::size_t> read(std::span<Timestamp> times, std::span<double> values) override;
    std::size_t sampleBound() const override;
    bool mayHaveHistograms() const override;
    Result<void> readHistograms(std::vector<model::HistogramSample>& into) override;
    bool mayHaveStartTimes() const override;
    Result<void> readStartTimes(std::vector<model::StartTime>& into) override;
    std::chrono::milliseconds rolledUpBy() const override;

private:
    struct Part;

    Result<void> fill();
    template <typename Visit>
    void forEachCursor(Visit visit) const;

    std::vector<Part> m_parts; // that have samples left
    Cursors m_spent;           // the others
    bool m_begun = false;
    bool m_any = false; // a sample was handed out, at m_last
    Timestamp m_last = 0;
};

/// Brings together series of several places, each sorted by label set, into one row sorted by label set. Earlier
/// places win over later ones.
Cursors mergeSeries(std::vector<Cursors> places);

} // namespace nocturne::tsdb
