// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTest>

#include "support/panels_fixture/scripted_service.h"
#include "support/ui_fixture/ui_fixture.h"
#include "ui/panels/query_inspector.h"

using namespace Qt::StringLiterals;
using namespace nocturne;
using namespace nocturne::panels;

namespace {

constexpr Timestamp kNow = 1'773'482'400'000; // 2026-03-14 10:00:00 UTC

/// A panel whose queries a test answers, and an inspector.
struct Bench
{
    tests::HandClock clock{kNow};
    tests::ScriptedService service;
    WorkerPool pool{1};
    DataContext context{service, clock, pool};
    TimeRange range;
    PanelData panel;
    QueryInspector inspector;
    int explained = 0;
    std::optional<Error> failure;

    explicit Bench(const std::string& expression = "sum(up)",
                   dashboards::PanelKind kind = dashboards::PanelKind::TimeSeries)
    {
        service.onRange = [this](const query::RangeQuery& query) -> Result<query::QueryResult> {
            if (!query.explain)
                return query::QueryResult();
            ++explained;
            if (failure)
                return tl::unexpected(*failure);
            query::QueryResult result;
            result.type = query::ValueType::Matrix;
            result.times = {kNow - 15'000, kNow};
            result.series = {{model::LabelSet{{"job", "a,b"}}, {1, query::kAbsent}},
                             {model::LabelSet{{"zone", "=x"}}, {2, 0.5}}};
            result.infos = {"PromQL info: metric might not be a counter (1:5)"};
            result.stats = {
                .series = 1842, .samples = 20'000, .peakSamples = 512, .queueSeconds = 0.0005, .evalSeconds = 0.004};
            result.nodes = {{0, "sum", true, 1, 20'000, 0.004}, {1, "up", true, 1842, 20'000, 0.003}};
            return result;
        };
        service.onInstant = [this](const query::InstantQuery& query) -> Result<query::QueryResult> {
            explained += query.explain ? 1 : 0;
            return tests::vectorOf({{model::LabelSet{}, 7}}, query.time);
        };
        range.setContext(&context);
        panel.setContext(&context);
        panel.setTimeRange(&range);
        panel.setActive(false);
        dashboards::Panel spec;
        spec.kind = kind;
        spec.targets = {{expression}};
        panel.setPanel(PanelSpec(spec));
    }
    ~Bench() { range.setContext(nullptr); }
};

} // namespace

class QueryInspectorTest : public QObject
{
    Q_OBJECT

private slots:
    void aQueryIsPrintedAndItsPartsAreTold()
    {
        Bench bench("sum  ( up )");
        const QAbstractItemModelTester nodes(bench.inspector.nodes());
        const QAbstractItemModelTester answer(bench.inspector.answer());

        bench.inspector.inspect(&bench.panel);
        QVERIFY(bench.inspector.isRunning());
        QTRY_COMPARE(bench.inspector.state(), QueryInspector::Done);

        QCOMPARE(bench.explained, 1);
        QCOMPARE(bench.inspector.expression(), u"sum(up)"_s);
        QCOMPARE(bench.inspector.evaluation(), u"4 ms"_s);
        QCOMPARE(bench.inspector.series(), u"1,842"_s);
        QCOMPARE(bench.inspector.samples(), u"20,000"_s);
        QVERIFY2(bench.inspector.peak().startsWith(u"512 values"_s), qPrintable(bench.inspector.peak()));
        QCOMPARE(bench.inspector.nodes()->rowCount(), 2);
        const auto root = bench.inspector.nodes()->index(0);
        QCOMPARE(root.data(QueryNodeModel::ShareRole).toDouble(), 1.0);
        QCOMPARE(root.data(QueryNodeModel::OwnShareRole).toDouble(), 0.25);
        QCOMPARE(bench.inspector.nodes()->index(1).data(QueryNodeModel::DepthRole).toInt(), 1);
        QCOMPARE(bench.inspector.notes()->infos(), 1);
        QVERIFY(!bench.inspector.isRunning());
    }

    void rangeAndNewestOfOneExpressionAreToldApart()
    {
        Bench bench("up", dashboards::PanelKind::Stat);

        bench.inspector.inspect(&bench.panel);
        QTRY_VERIFY(!bench.inspector.isRunning());

        QCOMPARE(bench.inspector.names(), (QStringList{u"A, over time"_s, u"A, newest"_s}));
        bench.inspector.setCurrent(1);
        QCOMPARE(bench.inspector.asked(), u"at 10:00:00"_s);
        QCOMPARE(bench.inspector.nodes()->rowCount(), 0);
        QCOMPARE(bench.inspector.answer()->rowCount(), 1);
    }

    void samplesAreRowsAndCsv()
    {
        Bench bench;
        bench.inspector.inspect(&bench.panel);
        QTRY_COMPARE(bench.inspector.state(), QueryInspector::Done);

        auto* answer = bench.inspector.answer();
        QCOMPARE(answer->rowCount(), 3);
        QCOMPARE(answer->index(0).data(QueryAnswerModel::SeriesRole).toString(), u"{job=\"a,b\"}"_s);
        QCOMPARE(answer->index(1).data(QueryAnswerModel::FirstRole).toBool(), true);
        QCOMPARE(answer->index(2).data(QueryAnswerModel::ValueRole).toString(), u"0.5"_s);

        QSignalSpy copied(&bench.inspector, &QueryInspector::copied);
        bench.inspector.copyCsv();
        QTRY_COMPARE(copied.size(), 1);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"time,job,zone,value\n"
                                                       "2026-03-14T09:59:45.000Z,\"a,b\",,1\n"
                                                       "2026-03-14T09:59:45.000Z,,\"'=x\",2\n"
                                                       "2026-03-14T10:00:00.000Z,,\"'=x\",0.5\n"_s);
    }

    void aCsvThatIsTooLargeIsRefused()
    {
        auto result = tests::vectorOf({{model::LabelSet{{"a", "b"}}, 1}}, kNow);

        const auto csv = csvOf(result, 10, {});

        QVERIFY(!csv.has_value());
        QCOMPARE(int(csv.error().kind), int(Error::Kind::LimitExceeded));
    }

    void theCommandIsQuotedForAShell()
    {
        Bench bench("-up{job='a'}");
        bench.inspector.inspect(&bench.panel);
        QTRY_COMPARE(bench.inspector.state(), QueryInspector::Done);

        const auto command = bench.inspector.command();

        QVERIFY2(command.startsWith(u"nocturnectl query range --openmetrics FILE --start 17734788"_s),
                 qPrintable(command));
        QVERIFY2(command.endsWith(u" -- '-up{job=\"a\"}'"_s), qPrintable(command));
        QCOMPARE(bench.inspector.promql(), u"-up{job=\"a\"}"_s);
        bench.context.setDataFolder("/my data");
        QVERIFY(bench.inspector.command().startsWith(u"nocturnectl query range --data '/my data' --start"_s));
    }

    void anErrorShowsItsPlace()
    {
        Bench bench("1 + rat(up)");
        bench.failure = Error{Error::Kind::InvalidInput, "unknown function \"rat\"", SourcePosition{1, 5}};

        bench.inspector.inspect(&bench.panel);
        QTRY_COMPARE(bench.inspector.state(), QueryInspector::Failed);

        QCOMPARE(bench.inspector.error(), u"unknown function \"rat\""_s);
        QCOMPARE(bench.inspector.errorPlace(), u"1 + rat(up)\n    ^"_s);
        QCOMPARE(bench.inspector.expression(), u"1 + rat(up)"_s);
    }

    void cancellingStopsAndAskingAgainAnswers()
    {
        Bench bench;
        bench.service.held = true;
        bench.inspector.inspect(&bench.panel);
        QCOMPARE(bench.inspector.state(), QueryInspector::Running);

        bench.inspector.cancel();
        QCOMPARE(bench.inspector.state(), QueryInspector::Cancelled);
        bench.service.held = false;
        bench.service.release();
        QTest::qWait(30);
        QCOMPARE(bench.inspector.state(), QueryInspector::Cancelled);

        bench.inspector.again();
        QTRY_COMPARE(bench.inspector.state(), QueryInspector::Done);
    }

    void notesAreReadFromTheirTexts_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("words");
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::newRow("with a place") << QByteArray("PromQL warning: bad (2:7)") << QByteArray("bad") << 2 << 7;
        QTest::newRow("without") << QByteArray("PromQL info: odd") << QByteArray("odd") << 0 << 0;
        QTest::newRow("brackets of its own") << QByteArray("odd (really)") << QByteArray("odd (really)") << 0 << 0;
        QTest::newRow("a zero place") << QByteArray("odd (0:1)") << QByteArray("odd (0:1)") << 0 << 0;
        QTest::newRow("half a place") << QByteArray("odd (1:)") << QByteArray("odd (1:)") << 0 << 0;
        QTest::newRow("control characters") << QByteArray("a\x1b[1m") << QByteArray("a\\x1b[1m") << 0 << 0;
    }
    void notesAreReadFromTheirTexts()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, words);
        QFETCH(int, line);
        QFETCH(int, column);

        const auto note = readNote(text.toStdString(), true, "up");

        QCOMPARE(note.text, words.toStdString());
        QCOMPARE(note.where.has_value(), line != 0);
        if (note.where)
            QCOMPARE(*note.where, (SourcePosition{line, column}));
    }

    void theCaretStandsUnderItsPlace()
    {
        QCOMPARE(caretLines("a +\n  b(c)", {2, 3}), u"  b(c)\n  ^"_s);
        QCOMPARE(caretLines("up", {1, 3}), u"up\n  ^"_s); // at the end
        QCOMPARE(caretLines("up", {3, 1}), QString());
        QCOMPARE(caretLines("up", {1, 9}), QString());
        const auto shortened = caretLines(std::string(100, 'x') + "!" + std::string(100, 'y'), {1, 101});
        QCOMPARE(shortened.section(u'\n', 1), QString(41, u' ') + u'^');
        QCOMPARE(shortened.at(41), u'!');
    }

    void aPanelShowsWhatItsQueriesRemark()
    {
        Bench bench;
        bench.service.onRange = [](const query::RangeQuery& query) -> Result<query::QueryResult> {
            query::QueryResult result;
            result.type = query::ValueType::Matrix;
            result.times = {query.end};
            result.series = {{{}, {1}}};
            result.warnings = {"PromQL warning: one (1:1)", "PromQL warning: two"};
            result.infos = {"PromQL info: three"};
            return result;
        };

        bench.panel.setActive(true);
        QTRY_COMPARE(bench.panel.state(), PanelData::Ready);

        QCOMPARE(bench.panel.notes()->warnings(), 2);
        QCOMPARE(bench.panel.notes()->infos(), 1);
        const auto first = bench.panel.notes()->index(0);
        QCOMPARE(first.data(QueryNoteModel::WarningRole).toBool(), true);
        QCOMPARE(first.data(QueryNoteModel::PlaceRole).toString(), u"line 1, column 1"_s);
        QCOMPARE(first.data(QueryNoteModel::ExcerptRole).toString(), u"sum(up)\n^"_s);
    }

    void aPanelWaitsForTheFirstSamplesOfAProgramThatJustStarted()
    {
        Bench bench;
        bench.service.onRange = [](const query::RangeQuery&) -> Result<query::QueryResult> {
            query::QueryResult result;
            result.type = query::ValueType::Matrix;
            return result;
        };
        bench.service.onInstant = [](const query::InstantQuery& query) { // nor is there a newest sample
            return tests::vectorOf({}, query.time);
        };
        bench.panel.setActive(true);
        QTRY_VERIFY(bench.service.rangeCount() > 0);
        QTest::qWait(50);
        QCOMPARE(bench.panel.state(), PanelData::Loading);

        bench.clock.advance(std::chrono::minutes(1));
        bench.range.refresh();

        QTRY_COMPARE(bench.panel.state(), PanelData::Empty);
    }
};

QTEST_MAIN(QueryInspectorTest)
#include "query_inspector_test.moc"
