// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// What lies between two steps of a panel's range is seen, from the samples to the pixels.
#include <QtTest>

#include "engine/query/local_query_service.h"
#include "support/memory_store.h"
#include "support/ui_fixture/ui_fixture.h"
#include "ui/charts/time_series_chart.h"
#include "ui/panels/panel_data.h"

using namespace nocturne;
using namespace nocturne::panels;
using dashboards::PanelKind;

namespace {

constexpr Timestamp kDay = 86'400'000;
constexpr Timestamp kNow = 20'526 * kDay; // 2026-03-14
constexpr Timestamp kFirst = kNow - 30 * kDay;
constexpr Timestamp kSpike = kNow - 12 * kDay + 1'815'000; // between two steps of an hour
constexpr double kQuiet = 1;
constexpr double kLoud = 99;

std::vector<model::Sample> monthWithASpike()
{
    std::vector<model::Sample> samples;
    for (auto t = kFirst; t <= kNow; t += 15'000)
        samples.push_back({t, t == kSpike ? kLoud : kQuiet});
    return samples;
}

/// A panel over a month of one series by 15 s, 172,801 samples, of which one is high.
struct Month
{
    tests::HandClock clock{kNow};
    support::MemoryStore store;
    WorkerPool pool{1};
    query::LocalQueryService service;
    DataContext context{service, clock, pool};
    TimeRange range;
    PanelData panel;

    explicit Month(std::size_t maxSamples = 1'000'000)
        : service(store, pool, clock, limited(maxSamples))
    {
        store.add(model::LabelSet{{"__name__", "load"}, {"instance", "a"}}, monthWithASpike());
        range.setContext(&context);
        panel.setContext(&context);
        panel.setColumns(1000);
        panel.setTimeRange(&range);
    }
    bool show(const std::string& expression, PanelKind kind = PanelKind::TimeSeries, bool stack = false)
    {
        dashboards::Panel spec;
        spec.kind = kind;
        spec.stack = stack;
        spec.targets = {{expression}};
        panel.setPanel(PanelSpec(spec));
        return QTest::qWaitFor([this] { return panel.state() == PanelData::Ready; });
    }
    const charts::ChartContent& content() const { return m_shown.content(); }
    bool reaches(const char* from)
    {
        if (!range.set(QString::fromLatin1(from), QStringLiteral("now")))
            return false;
        const bool isShown = show("load");
        m_shown = panel.chart();
        return isShown;
    }
    static query::LocalQueryOptions limited(std::size_t maxSamples)
    {
        query::LocalQueryOptions options;
        options.maxSamples = maxSamples;
        return options;
    }
    void take() { m_shown = panel.chart(); }

private:
    charts::ChartData m_shown;
};

/// The columns with ink of the line's red at a quarter of the plot's height, far above the quiet line.
std::vector<int> loudColumns(const charts::TimeSeriesChart& chart, const QImage& image)
{
    std::vector<int> columns;
    const auto plot = chart.plotArea().toAlignedRect();
    const int y = plot.top() + plot.height() / 4;
    for (int x = plot.left(); x <= plot.right(); ++x) {
        const auto pixel = image.pixel(x, y);
        if (qAlpha(pixel) > 100 && qRed(pixel) > 100 && qGreen(pixel) < 60)
            columns.push_back(x);
    }
    return columns;
}

} // namespace

class PanelEnvelopeTest : public QObject
{
    Q_OBJECT

private slots:
    void oneSampleOfAMonthIsSeenInThePicture()
    {
        Month month;
        QVERIFY(month.reaches("now-30d"));
        charts::ChartColors colors;
        colors.series = {QColor(Qt::red)};
        colors.line = colors.dim = Qt::blue;
        colors.surface = Qt::black;
        charts::TimeSeriesChart chart;
        chart.setSize({1000, 300});
        chart.setColors(&colors);
        chart.setChartData(month.panel.chart());
        chart.setStartTime(month.panel.startTime());
        chart.setEndTime(month.panel.endTime());

        const auto image = chart.grabImage(1);

        const auto found = loudColumns(chart, image);
        QVERIFY(!found.empty() && found.size() <= 3);
        const auto at = chart.xAt(static_cast<double>(kSpike));
        QVERIFY2(std::abs(found.front() - at) <= 3, qPrintable(QString::number(found.front() - at)));
    }

    void legendAndCursorStayThoseOfTheSteps()
    {
        Month month;
        QVERIFY(month.reaches("now-30d"));

        const auto& series = month.content().series.at(0);

        QCOMPARE(series.stats.max, kQuiet);
        QCOMPARE(series.stats.last, kQuiet);
        for (const double v : series.raw)
            QVERIFY(query::isAbsent(v) || v == kQuiet);
        QCOMPARE(month.content().extent, (charts::MinMax{kQuiet, kLoud}));
    }

    void everyZoomHasTheSpike_data()
    {
        QTest::addColumn<QByteArray>("from");
        for (const char* from : {"now-30d", "now-25d", "now-20d", "now-16d", "now-13d"})
            QTest::newRow(from) << QByteArray(from);
    }
    void everyZoomHasTheSpike()
    {
        QFETCH(const QByteArray, from);
        Month month;

        QVERIFY(month.reaches(from.constData()));

        QCOMPARE(month.content().extent.max, kLoud);
    }

    void aRateOverLessThanAStepHasItsPeak()
    {
        Month month;
        QVERIFY(month.range.set(QStringLiteral("now-30d"), QStringLiteral("now")));

        QVERIFY(month.show("max_over_time(load[1m])"));
        month.take();

        QCOMPARE(month.content().series.at(0).stats.max, kQuiet);
        QCOMPARE(month.content().extent.max, kLoud);
    }

    void anEnvelopeThatIsTooMuchIsLeftOutAndSaysSo()
    {
        Month month(200'000); // a month of samples fits, not with its 43,260 minutes beside it
        QVERIFY(month.range.set(QStringLiteral("now-30d"), QStringLiteral("now")));

        QVERIFY(month.show("max_over_time(load[1m])"));
        month.take();

        QVERIFY(month.content().series.at(0).envelope.empty());
        QCOMPARE(month.content().series.at(0).stats.max, kQuiet);
        QCOMPARE(month.panel.notes()->rowCount(), 1);
    }

    void stepsAsFineAsTheSamplesNeedNone()
    {
        Month month;

        QVERIFY(month.reaches("now-1h"));

        QVERIFY(month.content().series.at(0).envelope.empty());
    }

    void samplesThatComeSeldomNeedNone()
    {
        Month month;
        month.store.clear();
        std::vector<model::Sample> samples;
        for (auto t = kFirst; t <= kNow; t += 300'000)
            samples.push_back({t, kQuiet});
        month.store.add(model::LabelSet{{"__name__", "load"}, {"instance", "a"}}, samples);
        QVERIFY(month.reaches("now-24h")); // by 2 minutes; how often samples come is not known yet

        month.panel.reload();
        QTRY_VERIFY(month.panel.chart().content().series.at(0).envelope.empty());
    }

    void numbersAndStacksAskForNone_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("stack");
        QTest::newRow("a number with its small line") << static_cast<int>(PanelKind::Stat) << false;
        QTest::newRow("a stack") << static_cast<int>(PanelKind::TimeSeries) << true;
    }
    void numbersAndStacksAskForNone()
    {
        QFETCH(const int, kind);
        QFETCH(const bool, stack);
        Month month;
        QVERIFY(month.range.set(QStringLiteral("now-30d"), QStringLiteral("now")));

        QVERIFY(month.show("load", static_cast<PanelKind>(kind), stack));
        month.take();

        QVERIFY(month.content().series.at(0).envelope.empty());
        QCOMPARE(month.content().extent.max, kQuiet);
    }

    void seriesThatDifferInTheirNameAloneHaveNone()
    {
        Month month;
        month.store.add(model::LabelSet{{"__name__", "load5"}, {"instance", "a"}}, monthWithASpike());
        QVERIFY(month.range.set(QStringLiteral("now-30d"), QStringLiteral("now")));

        QVERIFY(month.show(R"({instance="a"})"));
        month.take();

        QCOMPARE(month.content().series.size(), std::size_t{2});
        QVERIFY(month.content().series[0].envelope.empty());
        QVERIFY(month.panel.errorText().isEmpty());
    }
};

QTEST_MAIN(PanelEnvelopeTest)
#include "panel_envelope_test.moc"
