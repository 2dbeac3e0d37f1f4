// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/roll_up_codec.h"

#include <bit>
#include <cmath>
#include <limits>
#include <random>

#include <QTest>

#include "engine/tsdb/integer_column.h"
#include "engine/tsdb/roll_up_blocks.h"

using namespace nocturne;
using namespace std::chrono_literals;
using storage::RollUp;
using tsdb::RollUpBuilder;

namespace {

constexpr Timestamp kHour = 1'700'006'400'000;
constexpr Timestamp kMinute = 60'000;

std::vector<RollUp> rollUp(const std::vector<model::Sample>& samples, std::chrono::milliseconds resolution = 5min)
{
    RollUpBuilder builder(resolution);
    for (const auto& sample : samples)
        builder.add(std::span(&sample.t, 1), std::span(&sample.v, 1));
    return builder.take();
}

bool isRoundTrip(const std::vector<RollUp>& rollUps)
{
    const auto encoded = tsdb::encodeRollUps(rollUps);
    std::vector<RollUp> decoded;
    if (!tsdb::decodeRollUps(encoded.times, encoded.values, rollUps.size(), decoded) ||
        decoded.size() != rollUps.size())
        return false;
    for (std::size_t i = 0; i < decoded.size(); ++i) {
        const auto bits = [](const RollUp& r) {
            std::array<std::uint64_t, 6> all{};
            const std::array<double, 6> values = {r.first, r.last, r.min, r.max, r.sum, r.dropped};
            std::ranges::transform(values, all.begin(), [](double v) { return std::bit_cast<std::uint64_t>(v); });
            return all;
        };
        if (bits(decoded[i]) != bits(rollUps[i]) || decoded[i].end != rollUps[i].end ||
            decoded[i].firstTime != rollUps[i].firstTime || decoded[i].lastTime != rollUps[i].lastTime ||
            decoded[i].count != rollUps[i].count || decoded[i].resets != rollUps[i].resets)
            return false;
    }
    return true;
}

class RollUpCodecTest : public QObject
{
    Q_OBJECT

private slots:
    void aBucketIsOpenOnTheLeft()
    {
        QCOMPARE(tsdb::bucketEnd(kHour, 5min), kHour);
        QCOMPARE(tsdb::bucketEnd(kHour + 1, 5min), kHour + 5 * kMinute);
        QCOMPARE(tsdb::bucketEnd(-1, 5min), Timestamp{0});
        QCOMPARE(tsdb::bucketEnd(-5 * kMinute, 5min), -5 * kMinute);
    }

    void aBucketHoldsWhatItsSamplesComeTo()
    {
        const auto found = rollUp({{kHour, 7},
                                   {kHour + 1, 3},
                                   {kHour + kMinute, 9},
                                   {kHour + 2 * kMinute, model::kStaleMarker},
                                   {kHour + 3 * kMinute, 2},
                                   {kHour + 5 * kMinute, 4}});

        QCOMPARE(found.size(), std::size_t{2});
        QCOMPARE(found[0], (RollUp{kHour, kHour, kHour, 1, 0, 7, 7, 7, 7, 7, 0}));
        QCOMPARE(found[1], (RollUp{kHour + 5 * kMinute, kHour + 1, kHour + 5 * kMinute, 4, 1, 3, 4, 2, 9, 18, 9}));
    }

    void extremesPassOverNanUnlessItIsAll()
    {
        const auto found = rollUp({{kHour + 1, model::kNormalNan},
                                   {kHour + 2, 5},
                                   {kHour + 3, model::kNormalNan},
                                   {kHour + 5 * kMinute + 1, model::kNormalNan}});

        QCOMPARE(found[0].min, 5.0);
        QCOMPARE(found[0].max, 5.0);
        QCOMPARE(found[0].count, 3U);
        QVERIFY(std::isnan(found[0].sum));
        QVERIFY(std::isnan(found[1].max));
    }

    void sumsOfDecimalsAreDecimals()
    {
        std::vector<model::Sample> samples;
        for (int i = 1; i <= 20; ++i)
            samples.push_back({kHour + i, 0.1});

        QCOMPARE(rollUp(samples)[0].sum, 2.0);
    }

    void smallerBucketsMakeLargerOnes()
    {
        std::mt19937 random(1);
        std::vector<model::Sample> samples;
        for (int i = 0; i < 2000; ++i)
            samples.push_back({kHour + i * 15'000, static_cast<double>(random() % 100'000)});

        QCOMPARE(tsdb::combined(rollUp(samples), 1h), rollUp(samples, 1h));
    }

    void everythingComesBackBitForBit()
    {
        const std::vector<double> odd = {0.0,
                                         -0.0,
                                         0.1,
                                         -1e300,
                                         1e300,
                                         model::kNormalNan,
                                         std::bit_cast<double>(std::uint64_t{0x7ff80000deadbeef}),
                                         std::numeric_limits<double>::infinity(),
                                         std::numeric_limits<double>::denorm_min()};
        std::mt19937 random(7);
        for (int run = 0; run < 2000; ++run) {
            std::vector<RollUp> rollUps;
            const auto count = 1 + random() % tsdb::kMaxColumnValues;
            const auto kind = random() % 4;
            for (std::size_t i = 0; i < count; ++i) {
                const auto value = [&] {
                    return kind == 0   ? 5.0
                           : kind == 1 ? static_cast<double>(random() % 1000) / 10
                           : kind == 2 ? odd[random() % odd.size()]
                                       : std::sin(static_cast<double>(random()));
                };
                RollUp r;
                r.end = kHour + static_cast<Timestamp>(i * 5) * kMinute;
                r.firstTime = r.end - static_cast<Timestamp>(random() % 300'000);
                r.lastTime = r.end;
                r.count = static_cast<std::uint32_t>(random() % 30);
                r.resets = run % 5 == 0 ? static_cast<std::uint32_t>(random() % 3) : 0;
                r.first = value();
                r.last = value();
                r.min = value();
                r.max = value();
                r.sum = value();
                r.dropped = r.resets > 0 ? value() : 0;
                rollUps.push_back(r);
            }
            QVERIFY(isRoundTrip(rollUps));
        }
    }

    void aSteadyCounterTakesFewBytes()
    {
        std::vector<model::Sample> samples;
        for (int i = 1; i <= 5760; ++i)
            samples.push_back({kHour + i * 15'000, 1e6 + 150.0 * i});
        const auto rollUps = rollUp(samples);
        QCOMPARE(rollUps.size(), std::size_t{288});

        const auto encoded = tsdb::encodeRollUps(std::span(rollUps).first(144));

        QVERIFY(encoded.values.size() < 64); // of 5 numbers in 144 buckets
        QVERIFY(encoded.times.size() < 64);
    }

    void aCutPieceIsRefused()
    {
        const auto encoded = tsdb::encodeRollUps(rollUp({{kHour + 1, 3}, {kHour + 2, 1}, {kHour + 400'000, 0.1}}));
        std::vector<RollUp> into;
        for (std::size_t size = 0; size < encoded.values.size(); ++size)
            QVERIFY(!tsdb::decodeRollUps(encoded.times, std::span(encoded.values).first(size), 2, into));
        QVERIFY(into.empty());
        QVERIFY(tsdb::decodeRollUps(encoded.times, encoded.values, 2, into));
    }
};

} // namespace

QTEST_APPLESS_MAIN(RollUpCodecTest)
#include "roll_up_codec_test.moc"
