// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Panels and Explore over several data sources: who is asked, and what stays on show when one of them is blind.
#include <QtTest>
#include <algorithm>
#include <set>

#include "support/panels_fixture/scripted_service.h"
#include "support/ui_fixture/ui_fixture.h"
#include "ui/panels/explore_query.h"
#include "ui/panels/panel_data.h"

using namespace nocturne;
using namespace nocturne::panels;

namespace {

constexpr Timestamp kNow = 1'773'482'400'000; // 2026-03-14 10:00:00 UTC

const std::string kAgeOfX = "__name__=\"x\""; // in the questions for the newest samples
const std::string kAgeOfY = "__name__=\"y\"";

/// The local store and an engine "far", which may be blind.
class TwoSources final : public tests::ScriptedService
{
public:
    bool isBlind = false;
    int valuesAsked = 0;
    std::vector<std::pair<std::string, std::string>> calls; ///< source and expression

    TwoSources()
    {
        onRange = [this](const query::RangeQuery& query) -> Result<query::QueryResult> {
            calls.emplace_back(query.source, query.expression);
            if (isBlind && query.source == "far")
                return unreachable();
            query::QueryResult result;
            result.type = query::ValueType::Matrix;
            result.series.push_back({model::LabelSet{{"at", query.source.empty() ? "here" : query.source}}, {}});
            for (Timestamp t = query.start; t <= query.end; t += query.step.count()) {
                result.times.push_back(t);
                result.series[0].values.push_back(3);
            }
            if (query.source == "far")
                result.warnings = {"store-2 did not answer: partial response"};
            return result;
        };
        onInstant = [this](const query::InstantQuery& query) -> Result<query::QueryResult> {
            calls.emplace_back(query.source, query.expression);
            if (isBlind && query.source == "far")
                return unreachable();
            const auto newest = static_cast<double>(query.time - 1000) / 1000;
            return tests::vectorOf({{model::LabelSet{{"instance", "a"}}, newest}}, query.time);
        };
    }

    std::vector<std::string> sources() const override { return {"far", "farther"}; }
    void labelValues(std::string label, query::SeriesQuery query, std::stop_token,
                     Done<std::vector<std::string>> done) override
    {
        if (label == "__name__")
            done(std::vector<std::string>{query.source.empty() ? "local_seconds" : query.source + "_seconds"});
        else if (label == "path" && query.selectors == std::vector<std::string>{"x"})
            valuesAsked += 1, done(std::vector<std::string>{"/" + query.source, "a\"b", "c|d", "/other"});
        else
            done(std::vector<std::string>());
    }
    void labelNames(query::SeriesQuery query, std::stop_token, Done<std::vector<std::string>> done) override
    {
        done(std::vector<std::string>{"__name__", query.source.empty() ? "local_label" : query.source + "_label"});
    }

    /// The sources that were asked something with `part` in it.
    std::set<std::string> askedFor(const std::string& part) const
    {
        std::set<std::string> found;
        for (const auto& [source, expression] : calls) {
            if (expression.find(part) != std::string::npos)
                found.insert(source);
        }
        return found;
    }

private:
    static tl::unexpected<Error> unreachable()
    {
        return fail(Error::Kind::Unavailable, "data source \"far\": connection refused");
    }
};

struct Bench
{
    tests::HandClock clock{kNow - 3'600'000}; // the program runs for an hour
    TwoSources service;
    WorkerPool pool{1};
    DataContext context{service, clock, pool};
    TimeRange range;
    PanelData panel;

    Bench()
    {
        clock.advance(std::chrono::hours(1));
        range.setContext(&context);
        panel.setContext(&context);
        panel.setTimeRange(&range);
    }
    ~Bench() { range.setContext(nullptr); }

    void show(std::vector<dashboards::Target> targets, const std::string& datasource = {})
    {
        dashboards::Panel spec;
        spec.targets = std::move(targets);
        spec.datasource = datasource;
        panel.setPanel(PanelSpec(spec));
    }
    void refreshAfter(std::chrono::seconds time)
    {
        clock.advance(time);
        range.refresh();
    }
};

dashboards::Target targetOf(const std::string& expression, const std::string& source = {})
{
    dashboards::Target target{expression};
    target.datasource = source;
    return target;
}

} // namespace

class PanelSourcesTest : public QObject
{
    Q_OBJECT

private slots:
    void eachTargetAsksItsOwnSource()
    {
        Bench bench;

        bench.show({targetOf("x"), targetOf("y", "far")});

        QTRY_COMPARE(bench.panel.state(), PanelData::Ready);
        QCOMPARE(bench.panel.seriesCount(), 2);
        QCOMPARE(bench.service.askedFor(kAgeOfY), std::set<std::string>{"far"});
        QCOMPARE(bench.service.askedFor(kAgeOfX), std::set<std::string>{""});
    }

    void panelNamesTheSourceOfTargetsThatNameNone()
    {
        Bench bench;

        bench.show({targetOf("x"), targetOf("y", "farther")}, "far");

        QTRY_COMPARE(bench.panel.state(), PanelData::Ready);
        QCOMPARE(bench.service.askedFor(kAgeOfX), std::set<std::string>{"far"});
        QCOMPARE(bench.service.askedFor(kAgeOfY), std::set<std::string>{"farther"});
    }

    void warningsOfAnEngineAreNotes()
    {
        Bench bench;

        bench.show({targetOf("y", "far")});

        QTRY_COMPARE(bench.panel.state(), PanelData::Ready);
        QCOMPARE(bench.panel.notes()->warnings(), 1);
    }

    void blindEngineLeavesWhatItSaidLastAndIsNamedWithItsAge()
    {
        Bench bench;
        bench.show({targetOf("y", "far")});
        QTRY_COMPARE(bench.panel.state(), PanelData::Ready);

        bench.service.isBlind = true;
        bench.refreshAfter(std::chrono::seconds(90));

        QTRY_VERIFY(bench.panel.isStale());
        QCOMPARE(bench.panel.state(), PanelData::Ready);
        QCOMPARE(bench.panel.seriesCount(), 1);
        QCOMPARE(bench.panel.staleSince(), kNow); // of the last answer
        QCOMPARE(bench.panel.note(), QStringLiteral("not answered since 10:00:00, 1 min: data source \"far\": "
                                                    "connection refused"));

        bench.service.isBlind = false;
        bench.refreshAfter(std::chrono::seconds(30));
        QTRY_VERIFY(!bench.panel.isStale());
    }

    void partOfAPanelStaysWhenItsEngineIsBlind()
    {
        Bench bench;
        bench.show({targetOf("x"), targetOf("y", "far")});
        QTRY_COMPARE(bench.panel.seriesCount(), 2);

        bench.service.isBlind = true;
        bench.refreshAfter(std::chrono::seconds(90));

        QTRY_VERIFY(bench.panel.isStale());
        QCOMPARE(bench.panel.seriesCount(), 2);
        QVERIFY2(bench.panel.note().startsWith(QStringLiteral("part of it is not answered since 10:00:00, 1 min: ")),
                 qPrintable(bench.panel.note()));
        QVERIFY(bench.panel.note().contains(QStringLiteral("\"far\"")));
        const auto& series = bench.panel.chart().content().series;
        const auto here = std::ranges::find_if(series, [](const auto& one) { return one.stats.lastTime > kNow; });
        QVERIFY(here != series.end()); // the other part goes on

        bench.service.isBlind = false;
        bench.refreshAfter(std::chrono::seconds(30));
        QTRY_VERIFY(!bench.panel.isStale());
        QVERIFY(bench.panel.note().isEmpty());
    }

    void anotherQuestionKeepsNothingOfTheOneBefore()
    {
        Bench bench;
        bench.show({targetOf("x"), targetOf("y", "far")});
        QTRY_COMPARE(bench.panel.seriesCount(), 2);

        bench.service.isBlind = true;
        bench.show({targetOf("x"), targetOf("z", "far")});

        QTRY_COMPARE(bench.panel.seriesCount(), 1);
    }

    void exploreOffersTheSourcesAndAsksTheChosenOne()
    {
        Bench bench;
        ExploreQuery query;
        query.setContext(&bench.context);
        QCOMPARE(query.sourceChoices(),
                 (QStringList{QStringLiteral("this Nocturne"), QStringLiteral("far"), QStringLiteral("farther")}));
        QCOMPARE(query.sourceIndex(), 0);

        query.setSourceIndex(1);
        QCOMPARE(query.source(), QStringLiteral("far"));
        query.setText(QStringLiteral("far"));
        QTRY_VERIFY((query.complete(3), query.completions().contains(QStringLiteral("far_seconds"))));
        query.setText(QStringLiteral("range_median(far_seconds[1h])")); // of MetricsQL
        query.run();

        QVERIFY(query.error().isEmpty());
        QCOMPARE(query.panel().panel().datasource, std::string("far"));
        query.setSourceIndex(0);
        QVERIFY(!query.error().isEmpty());
        QCOMPARE(query.panel().panel().datasource, std::string());
        query.setText(QStringLiteral("loc"));
        QTRY_VERIFY((query.complete(3), query.completions().contains(QStringLiteral("local_seconds"))));
        query.setContext(nullptr);
    }

    void labelsAreOfferedWhereLabelsStand_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("offered");
        QTest::newRow("braces") << QStringLiteral("x{fa") << true;
        QTest::newRow("second matcher") << QStringLiteral("x{a=\"b\",fa") << true;
        QTest::newRow("nothing typed yet") << QStringLiteral("x{") << true;
        QTest::newRow("by") << QStringLiteral("sum by (fa") << true;
        QTest::newRow("without, no space") << QStringLiteral("sum without(a, fa") << true;
        QTest::newRow("behind the braces") << QStringLiteral("x{a=\"b\"} + fa") << false;
        QTest::newRow("argument") << QStringLiteral("rate(fa") << false;
        QTest::newRow("a name that ends in by") << QStringLiteral("standby(fa") << false;
    }
    void labelsAreOfferedWhereLabelsStand()
    {
        QFETCH(const QString, text);
        QFETCH(const bool, offered);
        Bench bench;
        ExploreQuery query;
        query.setContext(&bench.context);
        query.setSource(QStringLiteral("far"));
        query.setText(QStringLiteral("x{"));
        QTRY_VERIFY((query.complete(2), !query.completions().isEmpty())); // the names came

        query.setText(text);
        query.complete(static_cast<int>(text.size()));

        QCOMPARE(query.completions().contains(QStringLiteral("far_label")), offered);
        query.setContext(nullptr);
    }

    void valuesOfALabelAreOfferedWithinItsQuotes_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("offered");
        QTest::addColumn<QString>("completed"); // with the first
        const auto row = [](const char* name, const char* text, const QStringList& offered, const char* completed) {
            QTest::newRow(name) << QString::fromUtf8(text) << offered << QString::fromUtf8(completed);
        };
        const QStringList all{QStringLiteral("/far"), QStringLiteral("a\"b"), QStringLiteral("c|d"),
                              QStringLiteral("/other")};
        row("all", "x{path=\"", all, "x{path=\"/far");
        row("begun", "rate(x{a='}', path = '/o", {QStringLiteral("/other")}, "rate(x{a='}', path = '/other");
        row("within", "x{path!=\"THER", {QStringLiteral("/other")}, "x{path!=\"/other");
        row("escaped", "x{path=\"a", {QStringLiteral("a\"b"), QStringLiteral("/far")}, "x{path=\"a\\\"b");
        row("a branch of a pattern", "x{path=~\"/far|/o", {QStringLiteral("/other")}, "x{path=~\"/far|/other");
        row("of no pattern", "x{path=~\"c", {}, "");
        row("of another metric", "y{path=\"", {}, "");
        row("no label's", "label_replace(x, \"", {}, "");
        row("of a closed text", "x{path=\"/far\"", {}, "");
    }
    void valuesOfALabelAreOfferedWithinItsQuotes()
    {
        QFETCH(const QString, text);
        QFETCH(const QStringList, offered);
        QFETCH(const QString, completed);
        Bench bench;
        ExploreQuery query;
        query.setContext(&bench.context);
        query.setSource(QStringLiteral("far"));
        const auto end = static_cast<int>(text.size());
        query.setText(text);
        query.complete(end);
        QCoreApplication::processEvents();

        QTRY_COMPARE(query.completions(), offered);
        if (!offered.isEmpty()) {
            QCOMPARE(query.completed(end, offered.front()), completed);
            QCOMPARE(query.cursorAfter(end, offered.front()), static_cast<int>(completed.size()));
        }
        query.setContext(nullptr);
    }

    void valuesAreAskedForOnceAMinute()
    {
        Bench bench;
        ExploreQuery query;
        query.setContext(&bench.context);
        query.setSource(QStringLiteral("far"));
        query.setText(QStringLiteral("x{path=\"/"));
        query.complete(9);
        QTRY_VERIFY(!query.completions().isEmpty());
        query.complete(9);
        QCOMPARE(bench.service.valuesAsked, 1);

        bench.clock.advance(std::chrono::minutes(2));
        query.complete(9);
        QTRY_COMPARE(bench.service.valuesAsked, 2);
        query.setSource({}); // another's values are others
        QTRY_VERIFY((query.complete(9), query.completions().contains(QStringLiteral("/other")) &&
                                            !query.completions().contains(QStringLiteral("/far"))));
        query.setContext(nullptr);
    }
};

QTEST_MAIN(PanelSourcesTest)
#include "panel_sources_test.moc"
