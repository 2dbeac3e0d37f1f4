// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "engine/promql/evaluator.h"
#include "engine/promql/parser.h"
#include "support/manual_clock.h"
#include "support/memory_store.h"

using namespace nocturne;
using namespace nocturne::promql;

namespace {

/// Three series of eleven samples, 10 s apart, from 0 to 100 s.
support::MemoryStore& store()
{
    static support::MemoryStore memory;
    if (memory.seriesCount() == 0) {
        for (const char* instance : {"a", "b", "c"}) {
            std::vector<model::Sample> samples;
            for (Timestamp t = 0; t <= 100'000; t += 10'000)
                samples.push_back({t, static_cast<double>(t)});
            memory.add(model::LabelSet{{"__name__", "m"}, {"instance", instance}}, samples);
        }
    }
    return memory;
}

Result<EvalResult> evaluated(const std::string& expression, const Clock* profileBy)
{
    const auto expr = parse(expression);
    auto options = EvalOptions::range(60'000, 100'000, 20'000);
    options.profileBy = profileBy;
    return evaluate(**expr, store(), options);
}

} // namespace

class NodeProfileTest : public QObject
{
    Q_OBJECT

private slots:
    void tree_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("expected"); // depth text series samples, one a node
        QTest::newRow("selector") << QStringLiteral("m") << QStringLiteral("0 m 3 33\n");
        QTest::newRow("range function") << QStringLiteral("rate(m[30s])")
                                        << QStringLiteral("0 rate() 3 21\n1 m[30s] 3 21\n");
        QTest::newRow("aggregation") << QStringLiteral("sum by (instance) (m)")
                                     << QStringLiteral("0 sum by (instance) 3 33\n1 m 3 33\n");
        QTest::newRow("binary") << QStringLiteral("m{instance='a'} + on (instance) (m > bool 1)")
                                << QStringLiteral("0 + on (instance) 1 44\n1 m{instance=\"a\"} 1 11\n1 () 3 33\n"
                                                  "2 > bool 3 33\n3 m 3 33\n3 1 -\n");
        QTest::newRow("subquery") << QStringLiteral("max_over_time(sum(m)[20s:10s])")
                                  << QStringLiteral("0 max_over_time() 1 33\n1 [20s:10s] -\n2 sum 1 33\n3 m 3 33\n");
        QTest::newRow("scalar argument") << QStringLiteral("clamp_max(m, scalar(m{instance='b'}))")
                                         << QStringLiteral("0 clamp_max() 3 44\n1 m 3 33\n1 scalar() -\n"
                                                           "2 m{instance=\"b\"} 1 11\n");
        QTest::newRow("nothing found") << QStringLiteral("-x") << QStringLiteral("0 - 0 0\n1 x 0 0\n");
    }

    void tree()
    {
        QFETCH(QString, expression);
        QFETCH(QString, expected);
        const support::ManualClock clock;

        const auto result = evaluated(expression.toStdString(), &clock);

        QString text;
        for (const auto& node : result->nodes) {
            text += QString::number(node.depth) + QLatin1Char(' ') + QString::fromStdString(node.text);
            text += node.isMeasured ? QStringLiteral(" %1 %2\n").arg(node.series).arg(node.samples)
                                    : QStringLiteral(" -\n");
        }
        QCOMPARE(text, expected);
    }

    void resultIsTheSame()
    {
        const support::ManualClock clock;
        const auto plain = evaluated("sum(rate(m[30s])) / count(m)", nullptr);
        const auto profiled = evaluated("sum(rate(m[30s])) / count(m)", &clock);

        QVERIFY(plain->nodes.empty());
        QVERIFY(!profiled->nodes.empty());
        QCOMPARE(profiled->series.size(), std::size_t{1});
        QCOMPARE(profiled->series.front().values, plain->series.front().values);
        QCOMPARE(profiled->stats.samples, plain->stats.samples);
        QCOMPARE(profiled->nodes.front().samples, plain->stats.samples);
    }

    /// A consumer's time is not its producer's: each look at the clock costs one second here.
    void timeOfConsumersDoesNotCount()
    {
        class Ticking final : public Clock
        {
        public:
            Timestamp now() const override { return 0; }
            Monotonic monotonic() const override { return Monotonic(std::chrono::seconds(++m_looks)); }

        private:
            mutable int m_looks = 0;
        };
        const Ticking clock;

        const auto result = evaluated("sum(m)", &clock);

        // sum: begin 1, end 12, less the one second that its column is with the root; m: begin 2 to end 9, three
        // columns handed on, so four stretches of one second.
        QCOMPARE(result->nodes[1].seconds, 4.0);
        QVERIFY(result->nodes[0].seconds > result->nodes[1].seconds);
    }
};

QTEST_APPLESS_MAIN(NodeProfileTest)
#include "node_profile_test.moc"
