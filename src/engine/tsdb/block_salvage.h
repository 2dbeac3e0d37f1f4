// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/tsdb/block.h"

namespace nocturne::tsdb {

/// A series of a block whose index is damaged, with those of its chunks that are sound.
struct SalvagedSeries
{
    model::LabelSet labels;
    std::vector<BlockChunk> chunks;
};

/// What can be told for certain of a block whose index is damaged; ascending by label set.
///
/// The index says most things twice: which series has which labels follows from the series section and from the lists
/// per label, and where chunks lie is proven by their own checksums. A section with one wrong bit is set right where
/// that does not take minutes. Fails with Corrupt when the texts of labels are damaged further, which stand there once,
/// or both places that tell the labels.
Result<std::vector<SalvagedSeries>> salvageSeries(const Block& block);

/// Writes a block of all that can be read of another, whole or not at all. Fails with Corrupt when that is nothing.
Result<void> writeReadable(IoLayer& io, const std::string& path, const std::shared_ptr<const Block>& block,
                           const std::stop_token& stop);

} // namespace nocturne::tsdb
