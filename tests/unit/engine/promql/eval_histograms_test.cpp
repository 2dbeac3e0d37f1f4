// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "engine/promql/evaluator.h"
#include "engine/promql/features.h"
#include "engine/promql/histogram_notation.h"
#include "engine/promql/series_notation.h"
#include "support/memory_store.h"

namespace nocturne::promql {

namespace {

constexpr Timestamp kMinute = 60'000;

/// One sample a minute from 0 on, in the notation of test scripts.
void load(support::MemoryStore& store, std::initializer_list<std::string_view> lines)
{
    for (const auto line : lines) {
        const auto series = parseSeries(line);
        std::vector<model::Sample> floats;
        std::vector<model::HistogramSample> histograms;
        for (std::size_t i = 0; i < series->values.size(); ++i) {
            const auto& value = series->values[i];
            const auto t = kMinute * static_cast<Timestamp>(i);
            if (value.histogram)
                histograms.push_back({t, std::make_shared<const model::FloatHistogram>(toHistogram(*value.histogram))});
            else if (!value.omitted)
                floats.push_back({t, value.value});
        }
        store.add(series->labels, floats);
        store.addHistograms(series->labels, histograms);
    }
}

EvalResult evaluateAt(const support::MemoryStore& store, std::string_view query, Timestamp t,
                      const Features& features = Features::forScripts())
{
    const auto expr = parse(query, features.parser);
    auto options = EvalOptions::instant(t);
    options.source = query;
    features.applyTo(options);
    return evaluate(**expr, store, options).value();
}

/// Elements as text, a line each.
std::string textOf(const EvalResult& result)
{
    std::string text;
    for (const auto& series : result.series) {
        const auto* histogram = series.histogramAt(0);
        text += series.labels.toString() + " " +
                (histogram != nullptr ? histogram->toString() : std::to_string(series.values[0])) + "\n";
    }
    return text;
}

} // namespace

class EvalHistogramsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void queriesGiveHistograms_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* query, const char* expected) {
            QTest::newRow(query) << QString::fromUtf8(query) << QString::fromUtf8(expected);
        };
        row("h{i=\"1\"}", "h{i=\"1\"} {count:16, sum:8, (0.5,1]:8, (1,2]:8}\n");
        row("rate(h{i=\"1\"}[3m]) * 60", "{i=\"1\"} {count:4, sum:2, (0.5,1]:2, (1,2]:2}\n");
        row("sum(h)", "{} {count:32, sum:16, (0.5,1]:16, (1,2]:16}\n");
        row("avg(h)", "{} {count:16, sum:8, (0.5,1]:8, (1,2]:8}\n");
        row("h{i=\"1\"} </ 1", "h{i=\"1\"} {count:8, sum:5.656854249492381, (0.5,1]:8}\n");
        row("-h{i=\"1\"}", "{i=\"1\"} {count:-16, sum:-8, (0.5,1]:-8, (1,2]:-8}\n");
        row("histogram_count(h{i=\"1\"})", "{i=\"1\"} 16.000000\n");
        row("histogram_quantile(0.5, h{i=\"1\"})", "{i=\"1\"} 1.000000\n");
        row("count(h)", "{} 2.000000\n");
        row("last_over_time(h{i=\"2\"}[1m])", "h{i=\"2\"} {count:16, sum:8, (0.5,1]:8, (1,2]:8}\n");
        row("abs(h)", "");
        row("sum_over_time(h{i=\"1\"}[2m:1m])", "{i=\"1\"} {count:28, sum:14, (0.5,1]:14, (1,2]:14}\n");
        row("increase(h{i=\"1\"}[2m] anchored)", "{i=\"1\"} {count:8, sum:4, (0.5,1]:4, (1,2]:4}\n");
        row("h == h", "h{i=\"1\"} {count:16, sum:8, (0.5,1]:8, (1,2]:8}\n"
                      "h{i=\"2\"} {count:16, sum:8, (0.5,1]:8, (1,2]:8}\n");
        row("limitk(1, h{i=\"1\"})", "h{i=\"1\"} {count:16, sum:8, (0.5,1]:8, (1,2]:8}\n");
    }

    void queriesGiveHistograms()
    {
        QFETCH(const QString, query);
        QFETCH(const QString, expected);
        support::MemoryStore store;
        load(store, {R"(h{i="1"} {{}}+{{count:4 sum:2 buckets:[2 2]}}x9)",
                     R"(h{i="2"} {{}}+{{count:4 sum:2 buckets:[2 2]}}x9)"});

        const auto result = evaluateAt(store, query.toStdString(), 4 * kMinute);

        QCOMPARE(QString::fromStdString(textOf(result)), expected);
    }

    void floatsAndHistogramsDoNotMix()
    {
        support::MemoryStore store;
        load(store, {"mixed 1 2 {{count:1}} {{count:2}}", "float 1x9"});

        const auto rate = evaluateAt(store, "rate(mixed[4m])", 3 * kMinute);
        const auto sum = evaluateAt(store, "sum({__name__=~\"mixed|float\"})", 3 * kMinute);
        const auto compared = evaluateAt(store, "mixed > 1", 3 * kMinute);

        QVERIFY(rate.series.empty() && sum.series.empty() && compared.series.empty());
        QCOMPARE(rate.warnings.front(), std::string("PromQL warning: encountered a mix of histograms and floats for "
                                                    "metric name \"mixed\" (1:6)"));
        QCOMPARE(sum.warnings.front(),
                 std::string("PromQL warning: encountered a mix of histograms and floats for aggregation (1:5)"));
        QCOMPARE(compared.infos.front(), std::string("PromQL info: incompatible sample types encountered for binary "
                                                     "operator \">\": histogram > float (1:1)"));
    }

    void namesAreDroppedAtTheEndWhereThatIsOn()
    {
        support::MemoryStore store;
        load(store, {"a 1x5", "b 2x5"});
        const std::string query = R"q(label_replace(-{__name__=~"a|b"}, "was", "$1", "__name__", "(.+)"))q";

        QCOMPARE(textOf(evaluateAt(store, query, kMinute)),
                 std::string("{was=\"a\"} -1.000000\n{was=\"b\"} -2.000000\n"));
        const auto expr = parse(query);
        QVERIFY(!evaluate(**expr, store, EvalOptions::instant(kMinute)));
    }

    void startTimesTellResets()
    {
        support::MemoryStore store;
        load(store, {"c_total 10 20 30 40"});
        store.addStartTimes(model::LabelSet{{"__name__", "c_total"}}, {{2 * kMinute, kMinute + 1}});

        QCOMPARE(textOf(evaluateAt(store, "resets(c_total[5m])", 3 * kMinute)), std::string("{} 1.000000\n"));
        QCOMPARE(textOf(evaluateAt(store, "resets(c_total[5m])", 3 * kMinute, Features())),
                 std::string("{} 0.000000\n"));
    }

    void fillStandsInForWhatIsMissing()
    {
        support::MemoryStore store;
        load(store, {R"(l{x="1"} 1)", R"(l{x="2"} 2)", R"(r{x="2"} 20)", R"(r{x="3"} 30)"});

        QCOMPARE(textOf(evaluateAt(store, "l + fill(100) r", 0)),
                 std::string("{x=\"1\"} 101.000000\n{x=\"2\"} 22.000000\n{x=\"3\"} 130.000000\n"));
    }

    void infoAddsLabels()
    {
        support::MemoryStore store;
        load(store, {R"(m{instance="a", job="j"} 1)", R"(target_info{instance="a", job="j", version="2"} 1)"});

        QCOMPARE(textOf(evaluateAt(store, "info(m)", 0)),
                 std::string("m{instance=\"a\", job=\"j\", version=\"2\"} 1.000000\n"));
    }

    void featuresHaveTheNamesOfPrometheus()
    {
        const std::vector<std::string> known{"promql-delayed-name-removal", "use-start-timestamps",
                                             "native-histograms"};
        const std::vector<std::string> misspelt{"promql-experimental-function"};

        const auto features = Features::fromNames(known);
        QVERIFY(features && features->delayedNameRemoval && features->useStartTimestamps);
        QVERIFY(!features->parser.experimentalFunctions);
        QCOMPARE(Features::fromNames(misspelt).error().message,
                 std::string("unknown feature \"promql-experimental-function\": did you mean "
                             "\"promql-experimental-functions\"?"));
    }

    void histogramsPrintAsTheyAreWritten()
    {
        std::string_view text =
            "{{schema:1 count:3 sum:4 z_bucket:1 buckets:[1 0 1] offset:2 counter_reset_hint:gauge}}";
        const auto histogram = toHistogram(parseHistogramNotation(text).value());

        QCOMPARE(notationOf(histogram), std::string("{{schema:1 count:3 sum:4 z_bucket:1 offset:2 buckets:[1 0 1] "
                                                    "counter_reset_hint:gauge}}"));
    }
};

} // namespace nocturne::promql

QTEST_APPLESS_MAIN(nocturne::promql::EvalHistogramsTest)
#include "eval_histograms_test.moc"
