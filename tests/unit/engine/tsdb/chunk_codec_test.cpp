// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/chunk_codec.h"

#include <QtTest>

#include <array>
#include <bit>
#include <cmath>
#include <limits>

#include <rapidcheck.h>

using namespace nocturne;
using model::Sample;
using tsdb::Bytes;

namespace {

using Samples = std::vector<Sample>;

Result<Samples> decoded(const Bytes& chunk)
{
    std::array<Timestamp, tsdb::kMaxColumnValues> times{};
    std::array<double, tsdb::kMaxColumnValues> values{};
    const auto count = tsdb::decodeChunk(chunk, times, values);
    if (!count)
        return tl::unexpected(count.error());
    Samples samples;
    for (std::size_t i = 0; i < *count; ++i)
        samples.push_back({times[i], values[i]});
    return samples;
}

/// Series at 15 s whose values `valueAt(i)` gives.
template <typename ValueAt>
Samples series(std::size_t count, ValueAt valueAt)
{
    Samples samples;
    for (std::size_t i = 0; i < count; ++i)
        samples.push_back({1'700'000'000'000 + static_cast<Timestamp>(i) * 15'000, valueAt(i)});
    return samples;
}

/// Any bit pattern; random bits alone would hardly ever give a special value.
rc::Gen<double> anyDouble()
{
    const auto special = rc::gen::element(0.0, -0.0, 1.0, std::numeric_limits<double>::infinity(),
                                          -std::numeric_limits<double>::infinity(), model::kStaleMarker,
                                          model::kNormalNan, std::bit_cast<double>(std::uint64_t{0xfff8dead0000beef}),
                                          std::numeric_limits<double>::denorm_min(), std::numeric_limits<double>::max(),
                                          9007199254740992.0, 9007199254740993.0, -9007199254740991.0, 0.1, 1e-15);
    const auto bits = rc::gen::map(rc::gen::arbitrary<std::uint64_t>(),
                                   [](std::uint64_t pattern) { return std::bit_cast<double>(pattern); });
    const auto decimals = rc::gen::map(
        rc::gen::pair(rc::gen::inRange<std::int64_t>(-10'000'000, 10'000'000), rc::gen::inRange(0, 16)),
        [](const auto& decimal) { return static_cast<double>(decimal.first) / std::pow(10, decimal.second); });
    return rc::gen::oneOf(special, bits, decimals);
}

rc::Gen<Samples> anySamples(const rc::Gen<double>& value)
{
    const auto step = rc::gen::oneOf(rc::gen::just<std::int64_t>(15'000), rc::gen::inRange<std::int64_t>(1, 100'000),
                                     rc::gen::inRange<std::int64_t>(14'990, 15'010));
    const auto pairs = rc::gen::resize(
        400, rc::gen::container<std::vector<std::pair<std::int64_t, double>>>(rc::gen::pair(step, value)));
    return rc::gen::map(pairs, [](const auto& steps) {
        Samples samples;
        Timestamp t = 1'700'000'000'000;
        for (const auto& [distance, v] : steps) {
            t += distance;
            if (samples.size() < tsdb::kMaxColumnValues)
                samples.push_back({t, v});
        }
        if (samples.empty())
            samples.push_back({t, 1.5});
        return samples;
    });
}

} // namespace

class ChunkCodecTest : public QObject
{
    Q_OBJECT

private slots:
    void anySamplesComeBackBitForBit()
    {
        QVERIFY(rc::check("mixed values", [] {
            const auto samples = *anySamples(anyDouble());
            RC_ASSERT(decoded(tsdb::encodeChunk(samples)).value() == samples);
        }));
    }
    void anyDecimalsComeBackBitForBit()
    {
        QVERIFY(rc::check("decimals of one scale", [] {
            const auto scale = std::pow(10, *rc::gen::inRange(0, 16));
            const auto range = *rc::gen::element<std::int64_t>(1, 100, 1'000'000, 9'000'000'000'000'000);
            const auto value = rc::gen::map(rc::gen::inRange<std::int64_t>(-range, range),
                                            [scale](std::int64_t v) { return static_cast<double>(v) / scale; });
            const auto samples = *anySamples(value);
            RC_ASSERT(decoded(tsdb::encodeChunk(samples)).value() == samples);
        }));
    }
    void anyIntegersComeBack()
    {
        QVERIFY(rc::check("integers that overflow differences", [] {
            const auto value = rc::gen::oneOf(
                rc::gen::arbitrary<std::int64_t>(),
                rc::gen::element(std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max(),
                                 std::int64_t{0}, std::int64_t{4096}, std::int64_t{1} << 62U));
            auto values =
                *rc::gen::resize(255, rc::gen::nonEmpty(rc::gen::container<std::vector<std::int64_t>>(value)));
            values.resize(std::min(values.size(), tsdb::kMaxColumnValues));
            Bytes column;
            tsdb::encodeIntegers(values, column);
            tsdb::ByteReader in(column);
            std::vector<std::int64_t> back(values.size());
            RC_ASSERT(tsdb::decodeIntegers(in, back));
            RC_ASSERT(in.atEnd());
            RC_ASSERT(back == values);
        }));
    }

    void everyLengthComesBack()
    {
        for (std::size_t count = 1; count <= tsdb::kMaxColumnValues; ++count) {
            const auto counter = series(count, [](std::size_t i) { return 1e6 + static_cast<double>(i * i % 97); });
            const auto noise = series(count, [](std::size_t i) { return std::sin(static_cast<double>(i)); });
            QVERIFY(decoded(tsdb::encodeChunk(counter)).value() == counter);
            QVERIFY(decoded(tsdb::encodeChunk(noise)).value() == noise);
        }
    }

    void sizes_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("mostBytes"); // of 120 samples; raw they are 1920
        QTest::newRow("constant") << 0 << 20;
        QTest::newRow("counter in even steps") << 1 << 20;
        QTest::newRow("bytes in pages") << 2 << 80;
        QTest::newRow("hundredths, random walk") << 3 << 100;
        QTest::newRow("nanoseconds as seconds") << 4 << 400;
        QTest::newRow("rare events") << 5 << 40;
        QTest::newRow("nothing but staleness") << 6 << 40;
        QTest::newRow("full mantissa, both signs") << 7 << 1020;
    }
    void sizes()
    {
        QFETCH(int, kind);
        QFETCH(int, mostBytes);
        double walk = 50;
        std::uint32_t random = 1;
        const auto next = [&random] { return (random = random * 1664525U + 1013904223U) >> 16U; };
        const auto samples = series(120, [&](std::size_t i) -> double {
            switch (kind) {
            case 0:
                return 4;
            case 1:
                return 1000.0 + 15.0 * static_cast<double>(i);
            case 2:
                return 4096.0 * (100'000 + next() % 8);
            case 3:
                return walk = std::round(walk * 100 + (next() % 21) - 10.0) / 100;
            case 4:
                return static_cast<double>(next() % 1'000'000) / 1e9;
            case 5:
                return static_cast<double>(i / 40);
            case 6:
                return model::kStaleMarker;
            default:
                return std::sin(static_cast<double>(i));
            }
        });

        const auto chunk = tsdb::encodeChunk(samples);

        QVERIFY(decoded(chunk).value() == samples);
        QVERIFY2(chunk.size() <= static_cast<std::size_t>(mostBytes), qPrintable(QString::number(chunk.size())));
    }

    void jitterAndGapsCostLittle()
    {
        auto samples = series(120, [](std::size_t) { return 1.0; });
        samples[40].t += 37;
        samples[80].t -= 112;
        for (std::size_t i = 100; i < samples.size(); ++i)
            samples[i].t += 60'000;

        const auto chunk = tsdb::encodeChunk(samples);

        QVERIFY(decoded(chunk).value() == samples);
        QVERIFY2(chunk.size() <= 60, qPrintable(QString::number(chunk.size())));
    }

    void brokenBytesAreReported()
    {
        const auto chunk = tsdb::encodeChunk(series(120, [](std::size_t i) { return static_cast<double>(i * i); }));
        QVERIFY(decoded(chunk));

        for (std::size_t size = 0; size < chunk.size(); ++size) {
            const auto result = decoded(Bytes(chunk.begin(), chunk.begin() + static_cast<std::ptrdiff_t>(size)));
            QVERIFY(!result);
            QVERIFY(result.error().kind == Error::Kind::Corrupt);
        }
        auto longer = chunk;
        longer.push_back(std::byte{0});
        QVERIFY(!decoded(longer));
    }
    void anyBytesAreReadSafely()
    {
        QVERIFY(rc::check("random bytes fail or decode to something that encodes again", [] {
            const auto raw = *rc::gen::resize(
                200, rc::gen::container<std::vector<std::uint8_t>>(rc::gen::arbitrary<std::uint8_t>()));
            Bytes chunk;
            for (const auto byte : raw)
                chunk.push_back(static_cast<std::byte>(byte));
            if (const auto samples = decoded(chunk))
                RC_ASSERT(decoded(tsdb::encodeChunk(*samples)).value() == *samples);
        }));
    }
};

QTEST_APPLESS_MAIN(ChunkCodecTest)
#include "chunk_codec_test.moc"
