// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/transfer/prometheus_block.h"

#include <QTest>

using namespace nocturne;
using transfer::PrometheusSamples;

namespace {

/// Writes bits, the most significant first.
class Bits
{
public:
    Bits& add(std::uint64_t value, unsigned count)
    {
        for (unsigned i = count; i-- > 0; ++m_size) {
            if (m_size % 8 == 0)
                m_bytes.push_back(std::byte{0});
            m_bytes.back() |= static_cast<std::byte>(((value >> i) & 1U) << (7 - m_size % 8));
        }
        return *this;
    }
    Bits& number(double value) { return add(std::bit_cast<std::uint64_t>(value), 64); }
    std::span<const std::byte> bytes() const { return m_bytes; }

private:
    std::vector<std::byte> m_bytes;
    std::size_t m_size = 0;
};

Result<PrometheusSamples> decoded(std::uint8_t encoding, const Bits& bits)
{
    PrometheusSamples samples;
    const auto result = transfer::decodePrometheusChunk(encoding, bits.bytes(), samples);
    return result ? Result<PrometheusSamples>(samples) : tl::unexpected(result.error());
}

class PrometheusBlockTest : public QObject
{
    Q_OBJECT

private slots:
    /// Times 1000, 1015, 1030, 1145; values 1.0, 1.0, 2.0, 3.0. The bits follow from the layout in
    /// prometheus_chunk.cpp.
    void floatsAreTimesByDeltaOfDeltaAndValuesByXor()
    {
        Bits bits;
        bits.add(4, 16);
        bits.add(0xd0, 8).add(0x0f, 8).number(1.0);            // zigzag of 1000 is 2000
        bits.add(15, 8).add(0, 1);                             // the same value
        bits.add(0, 1);                                        // no delta of delta
        bits.add(0b11, 2).add(1, 5).add(11, 6).add(0x7ff, 11); // 1.0 ^ 2.0 = 0x7ff0...: 1 zero before, 11 bits
        bits.add(0b10, 2).add(100, 14);                        // 115 - 15
        bits.add(0b11, 2).add(12, 5).add(1, 6).add(1, 1);      // 2.0 ^ 3.0 = 0x0008...

        const auto samples = decoded(1, bits);

        QVERIFY2(samples, samples ? "" : samples.error().message.c_str());
        QCOMPARE(samples->floats, (std::vector<model::Sample>{{1000, 1.0}, {1015, 1.0}, {1030, 2.0}, {1145, 3.0}}));
    }

    void bucketsOfWholeHistogramsAreDifferences()
    {
        Bits bits;
        bits.add(2, 16).add(0, 8);                                    // two samples, nothing known of a reset
        bits.add(0, 8).add(0b10, 2).add(1, 3);                        // no zero threshold, schema 1
        bits.add(0b10, 2).add(1, 3).add(0b10, 2).add(2, 3).add(0, 1); // one span: 2 buckets from 0
        bits.add(0, 1);                                               // none below zero
        bits.add(0b10, 2).add(4, 3);                                  // time 4
        bits.add(0b10, 2).add(5, 3);                                  // count 5
        bits.add(0, 1).number(7.5);                                   // zero count, sum
        bits.add(0b10, 2).add(2, 3).add(0b10, 2).add(1, 3);           // buckets 2 and 2 + 1
        bits.add(0b110, 3).add(6, 6);                                 // time 10
        bits.add(0b10, 2).add(2, 3);                                  // count 7
        bits.add(0, 1).add(0, 1);                                     // zero count and sum as before
        bits.add(0b10, 2).add(2, 3).add(0b10, 2).add(6, 3);           // 2 + 2 = 4, 1 - 2 = -1: so 4 and 3

        const auto samples = decoded(2, bits);

        QVERIFY2(samples, samples ? "" : samples.error().message.c_str());
        QCOMPARE(samples->histograms.size(), std::size_t{2});
        const auto& second = samples->histograms[1];
        QCOMPARE(second.t, Timestamp{10});
        QCOMPARE(second.histogram->count, 7.0);
        QCOMPARE(second.histogram->sum, 7.5);
        QCOMPARE(second.histogram->positive.counts, (std::vector<double>{4, 3}));
        QVERIFY(samples->histograms[0].histogram->hint == model::ResetHint::Unknown);
        QVERIFY(second.histogram->hint == model::ResetHint::NotReset);
    }

    void encodingsOfTheFutureAreNamed()
    {
        const auto samples = decoded(9, Bits().add(0, 32));

        QVERIFY(!samples);
        QVERIFY(samples.error().kind == Error::Kind::InvalidInput);
        QVERIFY(samples.error().message.find("encoding 9") != std::string::npos);
    }

    void aChunkThatEndsEarlyIsCorrupt()
    {
        const auto samples = decoded(1, Bits().add(2, 16).add(0, 8).number(1));

        QVERIFY(!samples);
        QVERIFY(samples.error().kind == Error::Kind::Corrupt);
    }

    void metaSaysWhatABlockHolds()
    {
        const auto meta = transfer::readPrometheusMeta(
            R"({"ulid":"01ABC","minTime":-5,"maxTime":7,"version":1,"stats":{"numSamples":9,"numSeries":2}})");

        QVERIFY(meta);
        QCOMPARE(*meta, (transfer::PrometheusMeta{"01ABC", -5, 7, 2, 9}));
        QVERIFY(!transfer::readPrometheusMeta(R"({"ulid":"01ABC","minTime":-5,"maxTime":7,"version":2})"));
        QVERIFY(!transfer::readPrometheusMeta("{"));
    }

    void anIndexOfVersionOneIsRefusedWithItsNumber()
    {
        const Bits index = Bits().add(0xBAAAD700, 32).add(1, 8).add(0, 64);
        transfer::PrometheusFiles files;
        files.index = index.bytes();

        const auto block = transfer::PrometheusBlock::make(files);

        QVERIFY(!block);
        QVERIFY(block.error().message.find("version 1") != std::string::npos);
    }
};

} // namespace

QTEST_APPLESS_MAIN(PrometheusBlockTest)
#include "prometheus_block_test.moc"
