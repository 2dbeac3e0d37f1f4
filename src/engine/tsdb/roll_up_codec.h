// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <span>
#include <vector>

#include "engine/storage/roll_up.h"
#include "engine/tsdb/byte_io.h"

namespace nocturne::tsdb {

/// A run of buckets in two pieces: what the series of one target have in common, and what each has of its own.
struct EncodedRollUps
{
    Bytes times;
    Bytes values;
};

/// Packs 1 to kMaxColumnValues buckets, ascending in time, bit for bit. Any thread.
EncodedRollUps encodeRollUps(std::span<const storage::RollUp> rollUps);
/// Appends `count` buckets; false, with `into` as it was, when the bytes are no such pieces.
bool decodeRollUps(std::span<const std::byte> times, std::span<const std::byte> values, std::size_t count,
                   std::vector<storage::RollUp>& into);

/// Sorts the samples of one series into buckets.
class RollUpBuilder
{
public:
    explicit RollUpBuilder(std::chrono::milliseconds resolution)
        : m_resolution(resolution.count())
    {}

    /// Takes samples ascending in time, behind those of earlier calls; staleness markers are passed over.
    void add(std::span<const Timestamp> times, std::span<const double> values);
    /// The buckets with roundSums() applied, and a new beginning.
    std::vector<storage::RollUp> take();

private:
    void add(Timestamp t, double v);
    void closeSum();

    std::int64_t m_resolution;
    std::vector<storage::RollUp> m_buckets;
    double m_sum = 0; // of the last bucket, with what was lost in rounding
    double m_compensation = 0;
};

/// Rounds sums to the number of decimals that all values of the buckets have, where that changes no more than one part
/// in 10^15: they pack far better.
void roundSums(std::span<storage::RollUp> buckets);

/// The end of the bucket that holds `t`.
Timestamp bucketEnd(Timestamp t, std::chrono::milliseconds resolution);

} // namespace nocturne::tsdb
