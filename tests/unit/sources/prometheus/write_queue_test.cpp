// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "sources/prometheus/write_queue.h"
#include "support/crash_disk.h"

using namespace nocturne;
using namespace nocturne::prometheus;
using model::LabelSet;

namespace {

constexpr Timestamp kStart = 1'700'000'000'000;

FedSample sampleOf(std::uint64_t series, int step)
{
    const LabelSet labels{{"__name__", "m"}, {"series", std::to_string(series)}};
    return {series, labels, {kStart + step * 1000, step + static_cast<double>(series) / 8}, nullptr, {}};
}

/// `steps` samples of three series each.
std::vector<FedSample> samples(int first, int steps)
{
    std::vector<FedSample> all;
    for (int step = first; step < first + steps; ++step) {
        for (std::uint64_t series = 1; series <= 3; ++series)
            all.push_back(sampleOf(series, step));
    }
    return all;
}

QString textOf(std::span<const FedSample> all)
{
    QString text;
    for (const auto& [ref, labels, sample, histogram, start, exemplars] : all) {
        text += QString::fromStdString(labels.toString() + " " + std::to_string(sample.t - kStart) + " ") +
                (histogram ? QString::fromStdString(histogram->toString()) : QString::number(sample.v)) +
                (start ? QStringLiteral(" since %1").arg(*start - kStart) : QString()) + QLatin1Char('\n');
    }
    return text;
}

struct Fixture
{
    support::CrashDisk disk;

    Fixture() { (void)disk.makeDirectory("/q"); }
    std::unique_ptr<WriteQueue> open(std::size_t recordSamples = 6, std::uint64_t maxBytes = 1 << 20)
    {
        auto queue = WriteQueue::open(disk, {"/q", maxBytes, recordSamples});
        if (!queue)
            qFatal("%s", queue.error().message.c_str());
        return std::move(*queue);
    }
};

/// Takes everything out, and says in how many batches it came.
std::pair<QString, int> drained(WriteQueue& queue)
{
    QString text;
    int batches = 0;
    for (;;) {
        const auto batch = queue.next();
        if (!batch || !*batch)
            return {text, batches};
        text += textOf((*batch)->samples);
        queue.done(**batch);
        ++batches;
    }
}

} // namespace

class WriteQueueTest : public QObject
{
    Q_OBJECT

private slots:
    void givesInOrderWhatCame_data()
    {
        QTest::addColumn<bool>("onDisk");
        QTest::newRow("on disk") << true;
        QTest::newRow("in memory") << false;
    }
    void givesInOrderWhatCame()
    {
        QFETCH(bool, onDisk);
        Fixture fixture;
        auto queue = *WriteQueue::open(fixture.disk, {onDisk ? "/q" : "", 1 << 20, 6});

        QVERIFY(queue->add(samples(0, 5)));
        QVERIFY(queue->add(samples(5, 1)));

        QCOMPARE(queue->waiting(), 18U);
        const auto [text, batches] = drained(*queue);
        QCOMPARE(text, textOf(samples(0, 6)));
        QCOMPARE(batches, 3);
        QCOMPARE(queue->waiting(), 0U);
        QVERIFY(queue->add(samples(6, 1)));
        QCOMPARE(drained(*queue).first, textOf(samples(6, 1)));
    }

    void smallRecordsGoTogether()
    {
        Fixture fixture;
        auto queue = fixture.open();
        for (int step = 0; step < 4; ++step)
            QVERIFY(queue->add(samples(step, 1)));

        QCOMPARE(drained(*queue), std::pair(textOf(samples(0, 4)), 2));
    }

    void histogramsAndStartsAreKept()
    {
        Fixture fixture;
        auto queue = fixture.open();
        model::FloatHistogram histogram;
        histogram.count = 3;
        histogram.sum = 4;
        histogram.positive = {{{0, 2}}, {1, 2}};
        auto with = samples(0, 1);
        with[0].start = kStart - 5;
        with[1].histogram = std::make_shared<const model::FloatHistogram>(histogram);
        with[1].start = kStart - 7;

        QVERIFY(queue->add(with));

        QCOMPARE(drained(*queue).first, textOf(with));
    }

    void survivesTheDeathOfTheProcess()
    {
        Fixture fixture;
        {
            auto queue = fixture.open();
            QVERIFY(queue->add(samples(0, 4)));
            const auto batch = *queue->next();
            queue->done(*batch); // two steps are taken
        }
        fixture.disk.dropProcess();
        auto queue = fixture.open();

        QCOMPARE(queue->waiting(), 6U);
        QVERIFY(queue->add(samples(4, 1)));
        QCOMPARE(drained(*queue).first, textOf(samples(2, 3)));
    }

    void whatWasBeingSentIsSentAgainAsItWas()
    {
        Fixture fixture;
        QString sent;
        {
            auto queue = fixture.open(12);
            QVERIFY(queue->add(samples(0, 1)));
            sent = textOf((*queue->next())->samples);
            QVERIFY(queue->add(samples(1, 2))); // would fit into the same request
        }
        fixture.disk.dropProcess();
        auto queue = fixture.open(12);

        const auto again = *queue->next();
        QCOMPARE(textOf(again->samples), sent);
        queue->done(*again);
        QCOMPARE(drained(*queue).first, textOf(samples(1, 2)));
    }

    void askedTwiceItGivesTheSame()
    {
        Fixture fixture;
        auto queue = fixture.open();
        QVERIFY(queue->add(samples(0, 1)));
        const auto first = textOf((*queue->next())->samples);

        QVERIFY(queue->add(samples(1, 1)));

        QCOMPARE(textOf((*queue->next())->samples), first);
    }

    void beyondTheBoundTheOldestGoAndAreCounted()
    {
        Fixture fixture;
        auto queue = fixture.open(6, 16'000);

        for (int step = 0; step < 3000; ++step)
            QVERIFY(queue->add(samples(step, 1)));

        QVERIFY(queue->bytes() <= 16'000);
        QVERIFY(queue->dropped() > 0);
        QCOMPARE(queue->waiting() + queue->dropped(), 9000U);
        const auto kept = drained(*queue).first;
        QVERIFY(textOf(samples(0, 3000)).endsWith(kept));
        QCOMPARE(static_cast<std::size_t>(kept.count(QLatin1Char('\n'))), 9000U - queue->dropped());
    }

    void filesThatWereSentAreRemoved()
    {
        Fixture fixture;
        auto queue = fixture.open(6, 16'000);
        for (int step = 0; step < 300; ++step)
            QVERIFY(queue->add(samples(step, 1)));
        const auto before = fixture.disk.list("/q")->size();

        (void)drained(*queue);

        QVERIFY(before > 3);
        QCOMPARE(fixture.disk.list("/q")->size(), 2U); // the segment that is written, and how far it got
    }

    void damageLosesARestNotTheQueue()
    {
        Fixture fixture;
        {
            auto queue = fixture.open(6, 16'000);
            for (int step = 0; step < 300; ++step)
                QVERIFY(queue->add(samples(step, 1)));
        }
        fixture.disk.dropProcess();
        const auto names = *fixture.disk.list("/q");
        auto* content = fixture.disk.content("/q/" + names[1]);
        QVERIFY(content != nullptr);
        (*content)[content->size() / 2] ^= std::byte{4};
        auto queue = fixture.open(6, 16'000);

        const auto kept = drained(*queue).first;

        const auto lines = kept.count(QLatin1Char('\n'));
        QVERIFY(lines > 700 && lines < 900);
        QVERIFY(kept.endsWith(textOf(samples(299, 1))));
        QVERIFY(kept.startsWith(textOf(samples(0, 1))));
    }
};

QTEST_APPLESS_MAIN(WriteQueueTest)
#include "write_queue_test.moc"
