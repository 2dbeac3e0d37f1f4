// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// A column of n integers x[0..n-1]:
//
//   mode     1 byte: bits 0-1 order, bit 2 zigzag, bit 3 a unit follows, bit 4 all residuals are zero, others zero
//   first    varint, zigzag: x[0]
//   unit     varint, when bit 3: all x[i] - x[0] are multiples of it; 1 without
//   base     varint, zigzag
//   blocks   unless bit 4: n - 1 residuals in blocks of 32, the last one shorter
//
// With y[i] = (x[i] - x[0]) / unit, so y[0] = 0, and r[i] the residual (unzigzagged when bit 2), for i = 1..n-1:
//
//   order 0   y[i] = base + r[i]
//   order 1   y[i] = y[i-1] + base + r[i]
//   order 2   y[i] = y[i-1] + d[i], d[i] = d[i-1] + r[i], d[0] = base
//
// A block of m residuals is one of
//
//   packed    1 byte width 0..56 or 64, then m * width bits, least significant first, padded to a byte
//   sparse    1 byte 0x80 | count, then per residual that is not zero: 1 byte index, varint residual
//
// All arithmetic is modulo 2^64. Blocks of one width each: after Lemire and Boytsov, "Decoding billions of integers
// per second through vectorization" (2015).
#include "engine/tsdb/integer_column.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>

namespace nocturne::tsdb {

namespace {

constexpr std::uint8_t kOrderMask = 3;
constexpr std::uint8_t kZigzag = 4;
constexpr std::uint8_t kUnit = 8;
constexpr std::uint8_t kAllZero = 16;
constexpr std::uint8_t kKnownBits = 31;
constexpr std::uint8_t kSparse = 0x80;
constexpr std::size_t kBlock = 32;
constexpr unsigned kWidestPacked = 56; // one unaligned word holds a residual wherever it starts
constexpr std::size_t kMostSparse = 10;

using Column = std::array<std::uint64_t, kMaxColumnValues>;

/// One way to turn a column into small residuals.
struct Plan
{
    unsigned order = 0;
    bool signedResiduals = false;
    std::uint64_t base = 0;
    std::size_t cost = std::numeric_limits<std::size_t>::max();
    bool allZero = false;
};

unsigned widthOf(std::uint64_t bits)
{
    const auto width = static_cast<unsigned>(std::bit_width(bits));
    return width > kWidestPacked ? 64U : width;
}

std::size_t packedSize(std::size_t count, unsigned width) { return (count * width + 7) / 8; }

struct BlockCost
{
    unsigned width = 0;
    std::size_t bytes = 0; ///< without the header
    bool sparse = false;
};

BlockCost costOf(std::span<const std::uint64_t> block)
{
    std::uint64_t all = 0;
    std::size_t set = 0;
    for (const auto residual : block) {
        all |= residual;
        set += residual != 0 ? 1 : 0;
    }
    BlockCost cost{widthOf(all), packedSize(block.size(), widthOf(all)), false};
    if (set == 0 || set > kMostSparse)
        return cost;
    std::size_t sparse = 0;
    for (const auto residual : block)
        sparse += residual != 0 ? 1 + varintSize(residual) : 0;
    if (sparse < cost.bytes)
        cost = {0, sparse, true};
    return cost;
}

/// What a plan costs; cut short where it is no better than `limit`.
void weigh(Plan& plan, std::span<const std::uint64_t> residuals, std::size_t limit)
{
    plan.allZero = std::ranges::all_of(residuals, [](std::uint64_t residual) { return residual == 0; });
    plan.cost = varintSize(zigzag(plan.base));
    for (std::size_t start = 0; !plan.allZero && start < residuals.size() && plan.cost < limit; start += kBlock)
        plan.cost += 1 + costOf(residuals.subspan(start, std::min(kBlock, residuals.size() - start))).bytes;
}

/// The value that more than half of `values` have, if there is one (Boyer and Moore).
std::uint64_t majority(std::span<const std::uint64_t> values)
{
    std::uint64_t candidate = 0;
    std::size_t votes = 0;
    for (const auto value : values) {
        if (votes == 0)
            candidate = value;
        if (value == candidate)
            ++votes;
        else
            --votes;
    }
    return candidate;
}

std::uint64_t smallest(std::span<const std::uint64_t> values)
{
    const auto lower = [](std::uint64_t a, std::uint64_t b) {
        return static_cast<std::int64_t>(a) < static_cast<std::int64_t>(b);
    };
    return *std::ranges::min_element(values, lower);
}

/// Buffers of plans: that of the best and that of the one tried next. Filled as far as they are read.
struct Residuals
{
    Column first;  // NOLINT
    Column second; // NOLINT
    Column* best = &first;
    Column* tried = &second;
};

/// Keeps the cheaper of `best` and the plan that subtracts `base`.
void consider(Plan& best, Residuals& residuals, unsigned order, bool signedResiduals, std::uint64_t base,
              std::span<const std::uint64_t> differences)
{
    Plan plan{order, signedResiduals, base};
    auto& out = *residuals.tried;
    const auto put = [&](std::size_t i, std::uint64_t residual) {
        out[i] = signedResiduals ? zigzag(residual) : residual;
    };
    if (order == 2) {
        put(0, differences[0] - base);
        for (std::size_t i = 1; i < differences.size(); ++i)
            put(i, differences[i] - differences[i - 1]);
    } else {
        for (std::size_t i = 0; i < differences.size(); ++i)
            put(i, differences[i] - base);
    }
    weigh(plan, std::span(out).first(differences.size()), best.cost);
    if (plan.cost >= best.cost)
        return;
    best = plan;
    std::swap(residuals.best, residuals.tried);
}

/// The largest number that divides all distances from the first value, or 1 where distances are too long to tell.
/// What divides the steps between neighbours divides the distances, and steps are alike more often.
std::uint64_t unitOf(std::span<const std::int64_t> values)
{
    constexpr auto kFar = std::uint64_t{1} << 62U;
    std::uint64_t unit = 0;
    const auto first = static_cast<std::uint64_t>(values[0]);
    auto previous = first;
    for (std::size_t i = 1; i < values.size(); ++i) {
        const auto value = static_cast<std::uint64_t>(values[i]);
        if (value - first + kFar >= 2 * kFar)
            return 1;
        const auto step = value - std::exchange(previous, value);
        const auto magnitude = (step >> 63U) != 0 ? 0 - step : step;
        if (magnitude == unit || magnitude == 0 || unit == 1)
            continue;
        if (unit == 0 || magnitude % unit != 0)
            unit = std::gcd(unit, magnitude);
    }
    return unit == 0 ? 1 : unit;
}

void appendPacked(std::span<const std::uint64_t> block, unsigned width, Bytes& out)
{
    const auto start = out.size();
    out.resize(start + packedSize(block.size(), width) + sizeof(std::uint64_t)); // room for the last whole word
    std::size_t bit = 0;
    for (const auto residual : block) {
        auto* at = out.data() + start + bit / 8;
        const auto word = loadWord(at) | (residual << (bit % 8));
        std::memcpy(at, &word, sizeof word);
        bit += width;
    }
    out.resize(out.size() - sizeof(std::uint64_t));
}

void appendBlock(std::span<const std::uint64_t> block, Bytes& out)
{
    const auto cost = costOf(block);
    if (!cost.sparse) {
        out.push_back(static_cast<std::byte>(cost.width));
        appendPacked(block, cost.width, out);
        return;
    }
    const auto count = std::ranges::count_if(block, [](std::uint64_t residual) { return residual != 0; });
    out.push_back(static_cast<std::byte>(kSparse | static_cast<unsigned>(count)));
    for (std::size_t i = 0; i < block.size(); ++i) {
        if (block[i] == 0)
            continue;
        out.push_back(static_cast<std::byte>(i));
        appendVarint(out, block[i]);
    }
}

void unpack(const std::byte* at, unsigned width, std::span<std::uint64_t> block)
{
    const auto mask = (std::uint64_t{1} << width) - 1;
    std::size_t bit = 0;
    for (auto& residual : block) {
        residual = (loadWord(at + bit / 8) >> (bit % 8)) & mask;
        bit += width;
    }
}

bool readPacked(ByteReader& in, unsigned width, std::span<std::uint64_t> block)
{
    if (width == 0) {
        std::ranges::fill(block, 0);
        return true;
    }
    if (width > kWidestPacked && width != 64)
        return false;
    const auto size = packedSize(block.size(), width);
    const auto* at = in.take(size);
    if (at == nullptr)
        return false;
    if (width == 64) {
        std::memcpy(block.data(), at, size);
    } else if (in.remaining() >= sizeof(std::uint64_t)) {
        unpack(at, width, block);
    } else {
        std::array<std::byte, kBlock * kWidestPacked / 8 + sizeof(std::uint64_t)> padded{};
        std::memcpy(padded.data(), at, size);
        unpack(padded.data(), width, block);
    }
    return true;
}

bool readSparse(ByteReader& in, std::size_t count, std::span<std::uint64_t> block)
{
    std::ranges::fill(block, 0);
    for (std::size_t i = 0; i < count; ++i) {
        const auto index = in.byte();
        if (index >= block.size())
            return false;
        block[index] = in.varint();
    }
    return !in.failed();
}

bool readBlocks(ByteReader& in, std::span<std::uint64_t> residuals)
{
    for (std::size_t start = 0; start < residuals.size(); start += kBlock) {
        const auto block = residuals.subspan(start, std::min(kBlock, residuals.size() - start));
        const unsigned header = in.byte();
        const bool ok = (header & kSparse) != 0 ? readSparse(in, header & ~unsigned{kSparse}, block)
                                                : readPacked(in, header, block);
        if (!ok || in.failed())
            return false;
    }
    return true;
}

/// The step between all neighbours where it is the same: of most timestamps, and of values that stand still.
std::optional<std::uint64_t> commonStep(std::span<const std::int64_t> values)
{
    constexpr std::uint64_t kLongest = std::uint64_t{1} << 52U; // so that no distance is too long for a unit
    if (values.size() < 2)
        return std::nullopt;
    const auto stepTo = [&](std::size_t i) {
        return static_cast<std::uint64_t>(values[i]) - static_cast<std::uint64_t>(values[i - 1]);
    };
    const auto step = stepTo(1);
    if (step + kLongest >= 2 * kLongest)
        return std::nullopt;
    for (std::size_t i = 2; i < values.size(); ++i) {
        if (stepTo(i) != step)
            return std::nullopt;
    }
    return step;
}

/// What encodeIntegers() makes of such a column.
void encodeSteps(std::uint64_t first, std::uint64_t step, Bytes& out)
{
    const auto magnitude = (step >> 63U) != 0 ? 0 - step : step;
    const bool hasUnit = magnitude > 1;
    out.push_back(static_cast<std::byte>(1U | kZigzag | kAllZero | (hasUnit ? kUnit : 0U)));
    appendVarint(out, zigzag(first));
    if (hasUnit)
        appendVarint(out, magnitude);
    appendVarint(out, zigzag(!hasUnit ? step : step == magnitude ? 1 : ~std::uint64_t{0}));
}

} // namespace

void encodeIntegers(std::span<const std::int64_t> values, Bytes& out)
{
    assert(!values.empty() && values.size() <= kMaxColumnValues && "a column has 1 to 255 values");
    if (const auto step = commonStep(values))
        return encodeSteps(static_cast<std::uint64_t>(values[0]), *step, out);
    const auto first = static_cast<std::uint64_t>(values[0]);
    const auto unit = unitOf(values);
    const auto count = values.size() - 1;

    Column distances;   // NOLINT: filled below as far as it is read
    Column differences; // NOLINT
    std::uint64_t previous = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const auto distance = static_cast<std::int64_t>(static_cast<std::uint64_t>(values[i + 1]) - first);
        distances[i] = static_cast<std::uint64_t>(unit == 1 ? distance : distance / static_cast<std::int64_t>(unit));
        differences[i] = distances[i] - previous;
        previous = distances[i];
    }

    Plan best;
    Residuals residuals; // NOLINT: filled as far as it is read
    const auto steps = std::span(differences).first(count);
    if (count == 0) {
        best.allZero = true;
    } else {
        consider(best, residuals, 1, true, majority(steps), steps);
        if (!best.allZero) {
            const auto all = std::span(distances).first(count);
            consider(best, residuals, 1, false, smallest(steps), steps);
            consider(best, residuals, 0, false, smallest(all), all);
            consider(best, residuals, 2, true, steps[0], steps);
        }
    }

    auto mode = static_cast<std::uint8_t>(best.order);
    mode |= best.signedResiduals ? kZigzag : 0;
    mode |= unit != 1 ? kUnit : 0;
    mode |= best.allZero ? kAllZero : 0;
    out.push_back(static_cast<std::byte>(mode));
    appendVarint(out, zigzag(first));
    if (unit != 1)
        appendVarint(out, unit);
    appendVarint(out, zigzag(best.base));
    const auto chosen = std::span(*residuals.best).first(count);
    for (std::size_t start = 0; !best.allZero && start < count; start += kBlock)
        appendBlock(chosen.subspan(start, std::min(kBlock, count - start)), out);
}

bool decodeIntegers(ByteReader& in, std::span<std::int64_t> values)
{
    if (values.empty() || values.size() > kMaxColumnValues)
        return false;
    const auto mode = in.byte();
    const unsigned order = mode & kOrderMask;
    if (order > 2 || (mode & ~kKnownBits) != 0)
        return false;
    const auto first = unzigzag(in.varint());
    const auto unit = (mode & kUnit) != 0 ? in.varint() : 1;
    const auto base = unzigzag(in.varint());
    if (in.failed())
        return false;

    const auto count = values.size() - 1;
    Column buffer; // NOLINT: filled as far as it is read
    const auto residuals = std::span(buffer).first(count);
    if ((mode & kAllZero) != 0)
        std::ranges::fill(residuals, 0);
    else if (!readBlocks(in, residuals))
        return false;
    if ((mode & kZigzag) != 0) {
        for (auto& residual : residuals)
            residual = unzigzag(residual);
    }

    values[0] = static_cast<std::int64_t>(first);
    if (order == 0) {
        for (std::size_t i = 0; i < count; ++i)
            values[i + 1] = static_cast<std::int64_t>(first + unit * (base + residuals[i]));
    } else if (order == 1) {
        auto value = first;
        const auto step = unit * base;
        for (std::size_t i = 0; i < count; ++i) {
            value += step + unit * residuals[i];
            values[i + 1] = static_cast<std::int64_t>(value);
        }
    } else {
        auto value = first;
        auto step = unit * base;
        for (std::size_t i = 0; i < count; ++i) {
            step += unit * residuals[i];
            value += step;
            values[i + 1] = static_cast<std::int64_t>(value);
        }
    }
    return true;
}

} // namespace nocturne::tsdb
