// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "engine/storage/commit_listener.h"

namespace nocturne::prometheus {

/// One sample on its way out.
struct FedSample
{
    storage::SeriesRef ref = 0;
    model::LabelSet labels;
    model::Sample sample;
    model::HistogramPtr histogram; ///< in place of the value, where set
    std::optional<Timestamp> start;
    std::shared_ptr<const std::vector<model::Exemplar>> exemplars; ///< told with the sample; null: none
};

/// Takes down what a store commits until somebody fetches it. Any thread.
class WriteFeed final : public storage::CommitListener
{
public:
    /// Beyond `maxSamples` the oldest go, and are counted.
    explicit WriteFeed(std::size_t maxSamples = 2'000'000);

    /// Exemplars go with the sample of their series in the same commit; one without is left out.
    void onCommit(std::span<const storage::StoredSample> samples,
                  std::span<const storage::StoredExemplar> exemplars) override;

    struct Taken
    {
        std::vector<FedSample> samples; ///< in the order of their commits
        std::uint64_t dropped = 0;      ///< before them, since the call before
    };
    Taken take();

private:
    void addExemplars(std::size_t first, std::span<const storage::StoredExemplar> exemplars);

    const std::size_t m_maxSamples;
    std::mutex m_mutex;
    Taken m_pending;
};

} // namespace nocturne::prometheus
