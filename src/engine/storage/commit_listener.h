// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>

#include "engine/model/exemplar.h"
#include "engine/model/label_set.h"
#include "engine/model/sample.h"
#include "engine/storage/appender.h"

namespace nocturne::storage {

/// One sample that became visible: a float, or a native histogram in place of it.
struct StoredSample
{
    SeriesRef ref = 0;
    const model::LabelSet* labels = nullptr; ///< valid during the call
    model::Sample sample;
    model::HistogramPtr histogram;
    std::optional<Timestamp> start; ///< when the counter began, where that is known
};

/// One exemplar that became visible.
struct StoredExemplar
{
    SeriesRef ref = 0;
    const model::Exemplar* exemplar = nullptr; ///< valid during the call
};

/// Hears of all that a store takes in, once and in the order of each series; not of what it read from its log at the
/// start. Called under the store's lock by any thread: it notes what it needs and asks the store nothing.
class CommitListener
{
public:
    virtual ~CommitListener() = default;
    /// What one commit stored.
    virtual void onCommit(std::span<const StoredSample> samples, std::span<const StoredExemplar> exemplars) = 0;
};

} // namespace nocturne::storage
