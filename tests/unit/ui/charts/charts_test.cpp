// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QPainter>
#include <QQuickWindow>
#include <QtTest>

#include <cmath>

#include "ui/charts/chart_data.h"
#include "ui/charts/series_raster.h"
#include "ui/charts/time_series_chart.h"

using namespace nocturne;
using namespace nocturne::charts;
using query::kAbsent;

namespace {

std::shared_ptr<const query::QueryResult> resultOf(std::vector<std::vector<double>> columns)
{
    auto result = std::make_shared<query::QueryResult>();
    result->type = query::ValueType::Matrix;
    for (std::size_t i = 0; i < columns.front().size(); ++i)
        result->times.push_back(static_cast<Timestamp>(i) * 1000);
    for (auto& values : columns)
        result->series.push_back({{}, std::move(values)});
    return result;
}

std::shared_ptr<const ChartContent> contentOf(std::vector<std::vector<double>> columns, bool stack = false)
{
    const auto result = resultOf(std::move(columns));
    std::vector<NamedSeries> named;
    for (std::size_t i = 0; i < result->series.size(); ++i)
        named.push_back({result, i, QString::number(i)});
    return ChartContent::build(std::move(named), stack, {});
}

/// One series with an envelope over the same steps.
std::shared_ptr<const ChartContent> contentWithEnvelope(std::vector<double> values, std::vector<double> lowest,
                                                        std::vector<double> highest, bool stack = false)
{
    const auto result = resultOf({std::move(values), std::move(lowest), std::move(highest)});
    std::vector<NamedSeries> named;
    named.push_back({result, 0, QString(), {result, result, result->series[1].values, result->series[2].values}});
    return ChartContent::build(std::move(named), stack, {});
}

bool isInked(const QImage& image, int x)
{
    for (int y = 0; y < image.height(); ++y) {
        if (qAlpha(image.pixel(x, y)) > 40)
            return true;
    }
    return false;
}

/// A chart of five samples in a window, drawn.
struct ShownChart
{
    ShownChart()
    {
        window.resize(400, 200);
        colors.line = colors.dim = Qt::gray;
        colors.surface = Qt::black;
        chart.setParentItem(window.contentItem());
        chart.setSize(window.size());
        chart.setColors(&colors);
        chart.setChartData(ChartData(contentOf({{1, 2, 3, 2, 5}})));
        chart.setStartTime(0);
        chart.setEndTime(4000);
        redraw();
    }
    void redraw() { (void)window.grabWindow(); }

    ChartColors colors;
    QQuickWindow window;
    TimeSeriesChart chart;
};

constexpr qsizetype kPictureBytes = 400 * 200 * 4;

QImage blank(int width, int height)
{
    QImage image(width, height, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    return image;
}

} // namespace

class ChartsTest : public QObject
{
    Q_OBJECT

private slots:
    void pyramidAgreesWithAPlainLoop()
    {
        std::vector<double> values(20'000);
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = i % 97 == 0 ? kAbsent : std::sin(static_cast<double>(i * i % 7919));
        const MinMaxPyramid pyramid(values);

        for (std::size_t begin = 0; begin < values.size(); begin += 371) {
            for (const std::size_t length : {1U, 63U, 64U, 65U, 4097U, 12'345U}) {
                const auto end = std::min(begin + length, values.size());
                double low = INFINITY;
                double high = -INFINITY;
                for (auto i = begin; i < end; ++i) {
                    if (!std::isnan(values[i])) {
                        low = std::min(low, values[i]);
                        high = std::max(high, values[i]);
                    }
                }
                QCOMPARE(pyramid.range(begin, end), (MinMax{low, high}));
            }
        }
    }

    void columnsHideNoSpike()
    {
        std::vector<double> values(1'000'000, 1.0);
        values[654'321] = 99;
        values[123] = -5;
        const auto content = contentOf({values});
        const PlotTransform area{QRectF(0, 0, 1000, 100), 0, 999'999'000, 0, 100};

        const auto columns = reduceToColumns(content->series[0], area);

        QCOMPARE(columns.size(), std::size_t{1000});
        QCOMPARE(columns[654].max, 99.0);
        QCOMPARE(columns[0].min, -5.0);
        QCOMPARE(columns[500], (Column{1, 1, 1, 1}));
    }

    void anEnvelopeCoversTheColumnsOfItsSteps()
    {
        const auto content = contentWithEnvelope({5, 5, 5, 5, 5}, {5, 5, kAbsent, 1, 5}, {5, 5, kAbsent, 9, 6});

        const auto columns = envelopeColumns(content->series[0], {QRectF(0, 0, 8, 50), 0, 4000, 0, 10});

        QCOMPARE(columns.size(), std::size_t{8});
        QCOMPARE(columns[1], (MinMax{5, 5}));
        QVERIFY(columns[2].empty()); // nothing between 1 s and 2 s
        QVERIFY(columns[3].empty());
        QCOMPARE(columns[4], (MinMax{1, 9})); // of 3 s, which covers what came after 2 s
        QCOMPARE(columns[5], (MinMax{1, 9}));
        QCOMPARE(columns[6], (MinMax{5, 6}));
        QCOMPARE(content->extent, (MinMax{1, 9}));
        QCOMPARE(content->series[0].stats.max, 5.0); // the legend is of the samples at the steps
        QCOMPARE(content->series[0].stats.min, 5.0);
    }

    void stepsThatShareAColumnKeepTheExtremesOfAll()
    {
        std::vector<double> high(1000, 1.0);
        high[500] = 99;
        const auto content = contentWithEnvelope(std::vector<double>(1000, 1.0), std::vector<double>(1000, 1.0), high);

        const auto columns = envelopeColumns(content->series[0], {QRectF(0, 0, 10, 50), 0, 999'000, 0, 100});

        QCOMPARE(columns[4].max, 99.0);
        QCOMPARE(columns[6].max, 1.0);
    }

    void aSpikeBetweenStepsIsDrawn_data()
    {
        QTest::addColumn<int>("count");
        QTest::newRow("sparse: a line") << 100;
        QTest::newRow("dense: columns") << 100'000;
    }
    void aSpikeBetweenStepsIsDrawn()
    {
        QFETCH(const int, count);
        const auto n = static_cast<std::size_t>(count);
        std::vector<double> high(n, 1.0);
        high[n / 2] = 9;
        const auto content = contentWithEnvelope(std::vector<double>(n, 1.0), std::vector<double>(n, 1.0), high);
        auto image = blank(200, 50);

        drawSeries(image, content->series[0], {QRectF(0, 0, 200, 50), 0, Timestamp{count - 1} * 1000, 0, 10},
                   {Qt::red, 1.5});

        const int x = count == 100 ? 100 : 99; // the step before 50 s of 99 s, 50,000 s of 99,999 s
        QVERIFY2(qAlpha(image.pixel(x, 10)) > 100, qPrintable(QString::number(qAlpha(image.pixel(x, 10)))));
        QCOMPARE(qAlpha(image.pixel(50, 10)), 0);
        QCOMPARE(qAlpha(image.pixel(150, 10)), 0);
    }

    void stackedSeriesHaveNoEnvelope()
    {
        const auto content = contentWithEnvelope({1, 1}, {0, 0}, {9, 9}, true);

        QVERIFY(content->series[0].envelope.empty());
        QCOMPARE(content->extent, (MinMax{0, 1}));
    }

    void aGapIsDrawnAsAGap_data()
    {
        QTest::addColumn<int>("count");
        QTest::newRow("sparse: a line") << 100;
        QTest::newRow("dense: columns") << 100'000;
    }

    void aGapIsDrawnAsAGap()
    {
        QFETCH(int, count);
        std::vector<double> values(static_cast<std::size_t>(count), 5.0);
        for (int i = count * 4 / 10; i < count * 6 / 10; ++i)
            values[static_cast<std::size_t>(i)] = kAbsent;
        const auto content = contentOf({values});
        auto image = blank(200, 50);

        drawSeries(image, content->series[0], {QRectF(0, 0, 200, 50), 0, Timestamp{count - 1} * 1000, 0, 10},
                   {Qt::red, 1.5});

        QVERIFY(isInked(image, 40));
        QVERIFY(!isInked(image, 90));
        QVERIFY(!isInked(image, 110));
        QVERIFY(isInked(image, 160));
    }

    void aLoneSampleIsADot()
    {
        std::vector<double> values(100, kAbsent);
        values[50] = 5;
        const auto content = contentOf({values});
        auto image = blank(200, 50);

        drawSeries(image, content->series[0], {QRectF(0, 0, 200, 50), 0, 99'000, 0, 10}, {Qt::red, 1.5});

        QVERIFY(isInked(image, 101));
        QVERIFY(!isInked(image, 90));
    }

    void stackedSeriesStandOnEachOther()
    {
        const auto content = contentOf({{1, 2, kAbsent}, {10, kAbsent, kAbsent}, {100, 200, kAbsent}}, true);

        QCOMPARE(content->series[2].stacked[0], 111.0);
        QCOMPARE(content->series[1].stacked[1], 2.0);
        QCOMPARE(content->series[2].stacked[1], 202.0);
        QVERIFY(query::isAbsent(content->series[2].stacked[2]));
        QCOMPARE(content->series[2].stats.max, 200.0);
        QCOMPARE(content->extent, (MinMax{0, 202}));
    }

    void legendNumbersAreOfTheSamples()
    {
        const std::vector<Timestamp> times = {1000, 2000, 3000, 4000};
        const auto stats = statistics(times, std::vector<double>{4, kAbsent, 2, kAbsent});

        QCOMPARE(stats.last, 2.0);
        QCOMPARE(stats.lastTime, Timestamp{3000});
        QCOMPARE(stats.min, 2.0);
        QCOMPARE(stats.max, 4.0);
        QCOMPARE(stats.mean, 3.0);
        QCOMPARE(stats.count, std::size_t{2});
        QVERIFY(query::isAbsent(statistics(times, std::vector<double>(4, kAbsent)).last));
    }

    void crosshairSnapsToSamplesWithValues()
    {
        TimeSeriesChart chart;
        chart.setChartData(ChartData(contentOf({{1, kAbsent, kAbsent, kAbsent, 5}})));
        chart.setStartTime(0);
        chart.setEndTime(4000);

        chart.setCursorTime(1400);
        QCOMPARE(chart.snappedTime(), 0.0); // the sample at the epoch itself
        chart.setCursorTime(2600);
        QCOMPARE(chart.snappedTime(), 4000.0);
    }

    void aChartHoldsOnePictureAndTheCrosshairAStrip()
    {
        ShownChart shown;
        QCOMPARE(shown.chart.pictureBytes(), kPictureBytes);

        shown.chart.setCursorTime(2000);
        shown.redraw();
        QVERIFY(shown.chart.pictureBytes() > kPictureBytes);
        QVERIFY(shown.chart.pictureBytes() < kPictureBytes * 21 / 20);

        shown.chart.setCursorTime(0);
        shown.redraw();
        QCOMPARE(shown.chart.pictureBytes(), kPictureBytes);
    }

    void theCrosshairStandsOnItsSample_data()
    {
        QTest::addColumn<qreal>("ratio");
        QTest::newRow("plain") << 1.0;
        QTest::newRow("pixels that do not divide the strip") << 1.5;
        QTest::newRow("dense") << 2.0;
    }
    void theCrosshairStandsOnItsSample()
    {
        QFETCH(const qreal, ratio);
        ShownChart shown;
        const auto without = shown.chart.grabImage(ratio);

        shown.chart.setCursorTime(2000);
        const auto with = shown.chart.grabImage(ratio);

        const auto y = static_cast<int>(shown.chart.plotArea().top() * ratio) + 1;
        const auto x = static_cast<int>((std::floor(shown.chart.snappedX()) + 0.5) * ratio);
        QVERIFY(with.pixel(x, y) != without.pixel(x, y));
        for (int column = 0; column < with.width(); ++column) {
            if (std::abs(column - x) > ratio)
                QCOMPARE(with.pixel(column, y), without.pixel(column, y));
        }
    }

    void aHiddenChartGivesItsPictureBack()
    {
        ShownChart shown;

        shown.chart.setVisible(false);
        shown.redraw();
        QCOMPARE(shown.chart.pictureBytes(), 0);

        shown.chart.setVisible(true);
        shown.redraw();
        QCOMPARE(shown.chart.pictureBytes(), kPictureBytes);
    }

    void whatTheWindowShowsIsThePicture()
    {
        ShownChart shown;
        shown.window.setColor(Qt::black);
        shown.chart.setCursorTime(2000);
        shown.redraw();
        shown.chart.setVisible(false);
        shown.redraw();
        shown.chart.setVisible(true);

        auto expected = blank(400, 200);
        expected.fill(Qt::black);
        QPainter(&expected).drawImage(0, 0, shown.chart.grabImage(1));
        QCOMPARE(shown.window.grabWindow().convertToFormat(expected.format()), expected);
    }
};

QTEST_MAIN(ChartsTest)
#include "charts_test.moc"
