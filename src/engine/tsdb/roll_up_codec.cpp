// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The times of n buckets, 1 to 255, are integer columns (integer_column.cpp), one behind the other:
//
//   end        ms since the Unix epoch
//   first      time of the first sample, less the end
//   last       time of the last sample, less the end
//   count      samples
//
// and their values:
//
//   flags      1 byte, below
//   first      value column (value_column.cpp)
//   last       value column, unless kLastIsFirst
//   min        value column, unless kMinIsOuter: it is the smaller of first and last then
//   max        value column, unless kMaxIsOuter: the larger of them
//   sum        value column, unless kSumIsProduct: it is first * count then
//   resets     integer column, and
//   dropped    value column, with kHasResets only
#include "engine/tsdb/roll_up_codec.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cmath>

#include "engine/model/kahan_sum.h"
#include "engine/tsdb/integer_column.h"
#include "engine/tsdb/value_column.h"

namespace nocturne::tsdb {

using storage::RollUp;

namespace {

constexpr std::uint8_t kLastIsFirst = 1;
constexpr std::uint8_t kMinIsOuter = 2;
constexpr std::uint8_t kMaxIsOuter = 4;
constexpr std::uint8_t kSumIsProduct = 8;
constexpr std::uint8_t kHasResets = 16;
constexpr std::uint8_t kKnownFlags = 31;

using Integers = std::array<std::int64_t, kMaxColumnValues>;
using Doubles = std::array<double, kMaxColumnValues>;

std::int64_t difference(Timestamp a, Timestamp b)
{
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}

Timestamp moved(Timestamp t, std::int64_t by)
{
    return static_cast<Timestamp>(static_cast<std::uint64_t>(t) + static_cast<std::uint64_t>(by));
}

double outerMin(const RollUp& r) { return r.last < r.first ? r.last : r.first; }
double outerMax(const RollUp& r) { return r.last > r.first ? r.last : r.first; }
double product(const RollUp& r) { return r.first * r.count; }

bool same(double a, double b) { return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b); }

/// `flag` when `field` of every bucket is what `guess` makes of the others.
template <typename Guess>
std::uint8_t flagIf(std::uint8_t flag, std::span<const RollUp> rollUps, double RollUp::*field, Guess guess)
{
    return std::ranges::all_of(rollUps, [&](const RollUp& r) { return same(r.*field, guess(r)); }) ? flag : 0;
}

template <typename Get>
void appendIntegers(std::span<const RollUp> rollUps, Bytes& out, Get get)
{
    Integers column; // NOLINT: filled as far as it is read
    std::ranges::transform(rollUps, column.begin(), get);
    encodeIntegers(std::span(column).first(rollUps.size()), out);
}

void appendDoubles(std::span<const RollUp> rollUps, Bytes& out, double RollUp::*field)
{
    Doubles column; // NOLINT: filled as far as it is read
    std::ranges::transform(rollUps, column.begin(), field);
    encodeValues(std::span(column).first(rollUps.size()), out);
}

template <typename Set>
bool readIntegers(ByteReader& in, std::span<RollUp> rollUps, Set set)
{
    Integers column; // NOLINT: filled as far as it is read
    if (!decodeIntegers(in, std::span(column).first(rollUps.size())))
        return false;
    for (std::size_t i = 0; i < rollUps.size(); ++i)
        set(rollUps[i], column[i]);
    return true;
}

bool readDoubles(ByteReader& in, std::span<RollUp> rollUps, double RollUp::*field)
{
    Doubles column; // NOLINT: filled as far as it is read
    if (!decodeValues(in, std::span(column).first(rollUps.size())))
        return false;
    for (std::size_t i = 0; i < rollUps.size(); ++i)
        rollUps[i].*field = column[i];
    return true;
}

template <typename Guess>
bool readOrGuess(ByteReader& in, bool isGuessed, std::span<RollUp> rollUps, double RollUp::*field, Guess guess)
{
    if (!isGuessed)
        return readDoubles(in, rollUps, field);
    for (auto& r : rollUps)
        r.*field = guess(r);
    return true;
}

bool readTimes(ByteReader& in, std::span<RollUp> rollUps)
{
    const auto isCount = [](std::int64_t n) { return n >= 0 && n <= UINT32_MAX; };
    bool sound = readIntegers(in, rollUps, [](RollUp& r, std::int64_t v) { r.end = v; }) &&
                 readIntegers(in, rollUps, [](RollUp& r, std::int64_t v) { r.firstTime = moved(r.end, v); }) &&
                 readIntegers(in, rollUps, [](RollUp& r, std::int64_t v) { r.lastTime = moved(r.end, v); });
    sound = sound && readIntegers(in, rollUps, [&](RollUp& r, std::int64_t v) {
                sound = sound && isCount(v);
                r.count = static_cast<std::uint32_t>(v);
            });
    return sound && in.atEnd();
}

bool readValues(ByteReader& in, std::span<RollUp> rollUps)
{
    const auto flags = in.byte();
    if (in.failed() || (flags & ~kKnownFlags) != 0 || !readDoubles(in, rollUps, &RollUp::first))
        return false;
    const auto has = [flags](std::uint8_t flag) { return (flags & flag) != 0; };
    if (!readOrGuess(in, has(kLastIsFirst), rollUps, &RollUp::last, [](const RollUp& r) { return r.first; }) ||
        !readOrGuess(in, has(kMinIsOuter), rollUps, &RollUp::min, outerMin) ||
        !readOrGuess(in, has(kMaxIsOuter), rollUps, &RollUp::max, outerMax) ||
        !readOrGuess(in, has(kSumIsProduct), rollUps, &RollUp::sum, product))
        return false;
    if (!has(kHasResets))
        return in.atEnd();
    bool sound = true;
    const auto setResets = [&](RollUp& r, std::int64_t v) {
        sound = sound && v >= 0 && v <= UINT32_MAX;
        r.resets = static_cast<std::uint32_t>(v);
    };
    return readIntegers(in, rollUps, setResets) && sound && readDoubles(in, rollUps, &RollUp::dropped) && in.atEnd();
}

/// The least number of decimal places that all values of the buckets have; nothing when some have too many.
std::optional<std::size_t> places(std::span<const RollUp> rollUps)
{
    std::size_t most = 0;
    for (const auto& r : rollUps) {
        const std::array<double, 4> values = {r.first, r.last, r.min, r.max};
        const auto needed = decimalPlaces(values);
        if (!needed)
            return std::nullopt;
        most = std::max(most, *needed);
    }
    return most;
}

} // namespace

EncodedRollUps encodeRollUps(std::span<const RollUp> rollUps)
{
    assert(!rollUps.empty() && rollUps.size() <= kMaxColumnValues && "1 to 255 buckets");
    EncodedRollUps out;
    appendIntegers(rollUps, out.times, [](const RollUp& r) { return r.end; });
    appendIntegers(rollUps, out.times, [](const RollUp& r) { return difference(r.firstTime, r.end); });
    appendIntegers(rollUps, out.times, [](const RollUp& r) { return difference(r.lastTime, r.end); });
    appendIntegers(rollUps, out.times, [](const RollUp& r) { return std::int64_t{r.count}; });

    auto flags = flagIf(kLastIsFirst, rollUps, &RollUp::last, [](const RollUp& r) { return r.first; });
    flags |= flagIf(kMinIsOuter, rollUps, &RollUp::min, outerMin);
    flags |= flagIf(kMaxIsOuter, rollUps, &RollUp::max, outerMax);
    flags |= flagIf(kSumIsProduct, rollUps, &RollUp::sum, product);
    const auto isPlain = [](const RollUp& r) { return r.resets == 0 && same(r.dropped, 0.0); };
    flags |= std::ranges::all_of(rollUps, isPlain) ? 0 : kHasResets;
    out.values.push_back(static_cast<std::byte>(flags));
    appendDoubles(rollUps, out.values, &RollUp::first);
    const std::array<std::pair<std::uint8_t, double RollUp::*>, 4> guessed = {{{kLastIsFirst, &RollUp::last},
                                                                               {kMinIsOuter, &RollUp::min},
                                                                               {kMaxIsOuter, &RollUp::max},
                                                                               {kSumIsProduct, &RollUp::sum}}};
    for (const auto& [flag, field] : guessed) {
        if ((flags & flag) == 0)
            appendDoubles(rollUps, out.values, field);
    }
    if ((flags & kHasResets) != 0) {
        appendIntegers(rollUps, out.values, [](const RollUp& r) { return std::int64_t{r.resets}; });
        appendDoubles(rollUps, out.values, &RollUp::dropped);
    }
    return out;
}

bool decodeRollUps(std::span<const std::byte> times, std::span<const std::byte> values, std::size_t count,
                   std::vector<RollUp>& into)
{
    if (count == 0 || count > kMaxColumnValues)
        return false;
    const auto before = into.size();
    into.resize(before + count);
    const auto added = std::span(into).subspan(before);
    ByteReader timesIn(times);
    ByteReader valuesIn(values);
    if (readTimes(timesIn, added) && readValues(valuesIn, added))
        return true;
    into.resize(before);
    return false;
}

Timestamp bucketEnd(Timestamp t, std::chrono::milliseconds resolution)
{
    const auto length = resolution.count();
    const auto rest = t % length;
    return rest == 0 ? t : t - rest + (rest > 0 ? length : 0);
}

void RollUpBuilder::add(std::span<const Timestamp> times, std::span<const double> values)
{
    for (std::size_t i = 0; i < times.size(); ++i) {
        if (!model::isStaleMarker(values[i]))
            add(times[i], values[i]);
    }
}

void RollUpBuilder::add(Timestamp t, double v)
{
    if (m_buckets.empty() || t > m_buckets.back().end) {
        closeSum();
        m_buckets.push_back({bucketEnd(t, std::chrono::milliseconds(m_resolution)), t, t, 1, 0, v, v, v, v, v, 0});
        m_sum = v;
        return;
    }
    auto& bucket = m_buckets.back();
    if (v < bucket.last) {
        ++bucket.resets;
        bucket.dropped += bucket.last;
    }
    if (v < bucket.min || std::isnan(bucket.min))
        bucket.min = v;
    if (v > bucket.max || std::isnan(bucket.max))
        bucket.max = v;
    bucket.last = v;
    bucket.lastTime = t;
    ++bucket.count;
    model::KahanSum sum{m_sum, m_compensation};
    sum.add(v);
    m_sum = sum.sum;
    m_compensation = sum.compensation;
}

void RollUpBuilder::closeSum()
{
    if (!m_buckets.empty())
        m_buckets.back().sum = model::KahanSum{m_sum, m_compensation}.value();
    m_sum = 0;
    m_compensation = 0;
}

void roundSums(std::span<RollUp> buckets)
{
    if (const auto decimals = places(buckets)) {
        constexpr double kAllowed = 0x1p-50;
        const double power = std::pow(10.0, static_cast<double>(*decimals)); // exact to 10^22
        for (auto& bucket : buckets) {
            const double rounded = std::round(bucket.sum * power) / power;
            if (std::fabs(rounded - bucket.sum) <= kAllowed * std::fabs(bucket.sum))
                bucket.sum = rounded;
        }
    }
}

std::vector<RollUp> RollUpBuilder::take()
{
    closeSum();
    auto buckets = std::exchange(m_buckets, {});
    roundSums(buckets);
    return buckets;
}

} // namespace nocturne::tsdb
