// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/time_series_chart.h"

#include <QDateTime>
#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>
#include <algorithm>
#include <cmath>

namespace nocturne::charts {
namespace {

constexpr double kAreaOpacity = 0.08;
constexpr double kStackOpacity = 0.20;
constexpr double kPixelsPerLine = 46; // between horizontal grid lines
constexpr double kBandHeight = 3;
constexpr double kCursorReach = 6; // of the crosshair's dots and their rims, to either side

QString timeMark(Timestamp time, std::chrono::milliseconds step)
{
    const auto local = QDateTime::fromMSecsSinceEpoch(time);
    const QLocale locale;
    if (step < std::chrono::seconds(1))
        return local.toString(QStringLiteral("HH:mm:ss.zzz"));
    if (step < std::chrono::minutes(1))
        return local.toString(QStringLiteral("HH:mm:ss"));
    if (step < std::chrono::hours(24) && local.time() != QTime(0, 0))
        return local.toString(QStringLiteral("HH:mm"));
    return locale.toString(local.date(),
                           locale.language() == QLocale::English ? QStringLiteral("d MMM") : QStringLiteral("d. MMM"));
}

Timestamp toTimestamp(double time) { return static_cast<Timestamp>(time); }

} // namespace

dashboards::NumberStyle localNumberStyle()
{
    const QLocale locale;
    return {locale.decimalPoint().toStdString(), locale.groupSeparator().toStdString()};
}

TimeSeriesChart::TimeSeriesChart(QQuickItem* parent)
    : ImageItem(2, parent)
{
    const auto look = [this] {
        m_planned = false;
        invalidateAll();
    };
    for (const auto signal : {&TimeSeriesChart::chartDataChanged, &TimeSeriesChart::colorsChanged,
                              &TimeSeriesChart::rangeChanged, &TimeSeriesChart::lookChanged})
        connect(this, signal, this, look);
    connect(this, &TimeSeriesChart::cursorChanged, this, [this] { invalidate(CursorLayer); });
    connect(this, &QQuickItem::widthChanged, this, look);
    connect(this, &QQuickItem::heightChanged, this, look);
}

template <typename T>
void TimeSeriesChart::change(T& member, const T& value)
{
    if (member == value)
        return;
    member = value;
    emit lookChanged();
}

void TimeSeriesChart::setChartData(const ChartData& data)
{
    if (m_data == data)
        return;
    m_data = data;
    emit chartDataChanged();
    emit cursorChanged();
}

void TimeSeriesChart::setColors(ChartColors* colors)
{
    if (m_colors == colors)
        return;
    if (m_colors)
        m_colors->disconnect(this);
    m_colors = colors;
    if (m_colors)
        connect(m_colors, &ChartColors::changed, this, &TimeSeriesChart::lookChanged);
    emit colorsChanged();
}

void TimeSeriesChart::setStartTime(double time)
{
    if (m_startTime == time)
        return;
    m_startTime = time;
    emit rangeChanged();
}

void TimeSeriesChart::setEndTime(double time)
{
    if (m_endTime == time)
        return;
    m_endTime = time;
    emit rangeChanged();
}

void TimeSeriesChart::setUnit(const QString& unit) { change(m_unit, unit); }
void TimeSeriesChart::setDecimals(int decimals) { change(m_decimals, decimals); }
void TimeSeriesChart::setMinimum(double value) { change(m_minimum, value); }
void TimeSeriesChart::setMaximum(double value) { change(m_maximum, value); }
void TimeSeriesChart::setFill(bool fill) { change(m_fill, fill); }
void TimeSeriesChart::setStale(bool stale) { change(m_stale, stale); }
void TimeSeriesChart::setIsolated(int series) { change(m_isolated, series); }
void TimeSeriesChart::setThresholds(const QVariantList& thresholds) { change(m_thresholds, thresholds); }
void TimeSeriesChart::setAlertBands(const QVariantList& bands) { change(m_alertBands, bands); }

void TimeSeriesChart::setMarks(const QVariantList& marks) { change(m_marks, marks); }

void TimeSeriesChart::setCursorTime(double time)
{
    if (m_cursorTime == time)
        return;
    m_cursorTime = time;
    emit cursorChanged();
}

std::optional<Timestamp> TimeSeriesChart::nearestSample(Timestamp time) const
{
    std::optional<Timestamp> best;
    const auto consider = [&](const ChartSeries& series, std::size_t i) {
        const auto t = series.times[i];
        if (!best || std::abs(t - time) < std::abs(*best - time))
            best = t;
    };
    for (const auto& series : m_data.content().series) {
        const auto right = static_cast<std::size_t>(std::lower_bound(series.times.begin(), series.times.end(), time) -
                                                    series.times.begin());
        for (auto i = right; i < series.raw.size(); ++i) {
            if (!std::isnan(series.raw[i])) {
                consider(series, i);
                break;
            }
        }
        for (auto i = right; i > 0; --i) {
            if (!std::isnan(series.raw[i - 1])) {
                consider(series, i - 1);
                break;
            }
        }
    }
    if (best && (*best < toTimestamp(m_startTime) || *best > toTimestamp(m_endTime)))
        return std::nullopt;
    return best;
}

double TimeSeriesChart::snappedTime() const
{
    if (m_cursorTime <= 0)
        return 0;
    return static_cast<double>(nearestSample(toTimestamp(m_cursorTime)).value_or(0));
}

QString TimeSeriesChart::snappedText() const
{
    const auto time = snappedTime();
    if (time <= 0)
        return {};
    const bool isLong = m_endTime - m_startTime > 24.0 * 3600 * 1000;
    return QDateTime::fromMSecsSinceEpoch(toTimestamp(time))
        .toString(isLong ? QStringLiteral("yyyy-MM-dd HH:mm:ss") : QStringLiteral("HH:mm:ss"));
}

double TimeSeriesChart::snappedX() const { return xAt(snappedTime()); }

double TimeSeriesChart::timeAt(double x) const
{
    if (m_plot.width() < 1)
        return m_startTime;
    const double share = std::clamp((x - m_plot.left()) / m_plot.width(), 0.0, 1.0);
    return std::round(m_startTime + share * (m_endTime - m_startTime));
}

double TimeSeriesChart::xAt(double time) const
{
    if (!(m_endTime > m_startTime))
        return m_plot.left();
    return m_plot.left() + (time - m_startTime) / (m_endTime - m_startTime) * m_plot.width();
}

QColor TimeSeriesChart::shown(const QColor& color) const { return m_stale ? desaturated(color) : color; }

MinMax TimeSeriesChart::shownExtent() const
{
    const auto& content = m_data.content();
    if (m_isolated < 0 || m_isolated >= static_cast<int>(content.series.size()))
        return content.extent;
    return content.series[static_cast<std::size_t>(m_isolated)].reach;
}

void TimeSeriesChart::planValues()
{
    using namespace dashboards;
    const UnitFormat format(m_unit.toStdString(), m_decimals >= 0 ? std::optional(m_decimals) : std::nullopt,
                            localNumberStyle());
    const auto extent = shownExtent();
    const AxisBounds bounds{std::isnan(m_minimum) ? 0 : m_minimum, std::isnan(m_maximum) ? 0 : m_maximum,
                            !std::isnan(m_minimum), !std::isnan(m_maximum)};
    const double nan = std::numeric_limits<double>::quiet_NaN();
    double low = extent.empty() ? nan : extent.min;
    double high = extent.empty() ? nan : extent.max;
    if (m_fill && low > 0)
        low = 0;
    const int lines = std::clamp(static_cast<int>(height() / kPixelsPerLine), 2, 6);
    m_axis = planAxis(low, high, lines, format.stepFamily(), format.secondsPerUnit(), bounds);
    if (m_decimals >= 0 && m_axis.step < std::pow(10, -m_decimals)) { // marks between would read like their neighbours
        const double perUnit = std::pow(10, m_decimals);
        std::erase_if(m_axis.ticks, [&](double t) { return std::abs(t * perUnit - std::round(t * perUnit)) > 1e-6; });
    }
    const auto scale = format.scale(std::max(std::abs(m_axis.min), std::abs(m_axis.max)), m_axis.step);
    m_spec.yMarks.clear();
    for (const double tick : m_axis.ticks) {
        auto words = format.format(tick, scale, m_axis.step);
        if (tick == 0 && scale.unit != "%")
            words.unit.clear();
        m_spec.yMarks.emplace_back(tick, QString::fromStdString(words.text()));
    }
    m_spec.yMin = m_axis.min;
    m_spec.yMax = m_axis.max;
}

void TimeSeriesChart::planTime()
{
    const auto start = toTimestamp(m_startTime);
    const auto end = toTimestamp(m_endTime);
    const QFontMetricsF metrics(m_spec.font);
    const double label = metrics.horizontalAdvance(QStringLiteral("00:00:00")) * 1.6;
    const int most = std::clamp(static_cast<int>(width() / label), 2, 12);
    const auto offset = std::chrono::seconds(QDateTime::fromMSecsSinceEpoch(start).offsetFromUtc());
    const auto plan = dashboards::planTimeAxis(start, end, most, offset);
    m_spec.xMin = m_startTime;
    m_spec.xMax = m_endTime;
    m_spec.xMarks.clear();
    const auto area = ChartFrame::plotArea(m_spec);
    for (const auto tick : plan.ticks) {
        const auto text = timeMark(tick, plan.step);
        const double x =
            area.left() + static_cast<double>(tick - start) / static_cast<double>(end - start) * area.width();
        const double half = metrics.horizontalAdvance(text) / 2;
        if (x - half >= 0 && x + half <= width()) // nothing is cut at the edges
            m_spec.xMarks.emplace_back(static_cast<double>(tick), text);
    }
}

void TimeSeriesChart::replan()
{
    if (m_planned || width() < 1 || height() < 1 || !m_colors)
        return;
    m_spec.size = size();
    m_spec.gridColor = m_colors->line;
    m_spec.gridColor.setAlphaF(0.55F);
    m_spec.textColor = m_colors->dim;
    m_spec.font.setFamily(m_colors->fontFamily);
    m_spec.font.setPixelSize(m_colors->axisFontPixels);
    planValues();
    if (m_endTime > m_startTime)
        planTime();
    m_planned = true;
    const auto plot = ChartFrame::plotArea(m_spec);
    if (plot != m_plot) {
        m_plot = plot;
        emit plotAreaChanged();
    }
}

void TimeSeriesChart::updatePolish()
{
    replan();
    ImageItem::updatePolish();
}

PlotTransform TimeSeriesChart::transform(double devicePixelRatio) const
{
    const QRectF device(m_plot.topLeft() * devicePixelRatio, m_plot.size() * devicePixelRatio);
    return {device, toTimestamp(m_startTime), toTimestamp(m_endTime), m_axis.min, m_axis.max};
}

void TimeSeriesChart::drawLayer(std::size_t layer, QImage& image)
{
    replan();
    if (!m_colors)
        return;
    if (layer == CursorLayer)
        return drawCursor(image);
    drawFrame(image);
    drawSamples(image);
}

QRectF TimeSeriesChart::layerArea(std::size_t layer, qreal devicePixelRatio) const
{
    if (layer != CursorLayer)
        return ImageItem::layerArea(layer, devicePixelRatio);
    const double time = snappedTime();
    if (time <= 0 || !m_colors)
        return {};
    const double x = xAt(time);
    const double left = std::floor((x - kCursorReach) * devicePixelRatio) / devicePixelRatio;
    const double right = std::ceil((x + kCursorReach) * devicePixelRatio) / devicePixelRatio;
    return {left, 0, right - left, height()};
}

void TimeSeriesChart::drawFrame(QImage& image)
{
    QPainter painter(&image);
    painter.setRenderHint(QPainter::TextAntialiasing);
    m_frame.paint(painter, m_spec);
    if (m_axis.min <= 0 && m_axis.max >= 0) { // the zero line is stronger than the grid
        const double y = std::floor(m_plot.bottom() + m_axis.min / (m_axis.max - m_axis.min) * m_plot.height()) + 0.5;
        painter.setPen(QPen(m_colors->line, 1));
        painter.drawLine(QPointF(m_plot.left(), y), QPointF(m_plot.right(), y));
    }
}

void TimeSeriesChart::drawSamples(QImage& image)
{
    const auto& content = m_data.content();
    const double ratio = image.devicePixelRatio();
    const auto area = transform(ratio);
    const bool isOne = m_isolated >= 0 && m_isolated < static_cast<int>(content.series.size());
    // The first series lies on top where lines overlap; stacked ones build up from it.
    for (std::size_t n = content.series.size(); n > 0; --n) {
        const auto i = n - 1;
        if (isOne && static_cast<std::size_t>(m_isolated) != i)
            continue;
        const bool fills = content.stacked || (m_fill && (content.series.size() == 1 || i == 0 || isOne));
        const SeriesStyle style{shown(m_colors->seriesColor(i)), m_colors->lineWidth * ratio, m_colors->seriesDashes(i),
                                fills ? (content.stacked ? kStackOpacity : kAreaOpacity) : 0};
        if (isOne && content.stacked) {
            ChartSeries alone = content.series[i];
            alone.pyramid = MinMaxPyramid(alone.raw);
            drawSeries(image, alone, area, style);
        } else {
            drawSeries(image, content.series[i], area, style,
                       content.stacked && i > 0 ? &content.series[i - 1] : nullptr);
        }
    }
    drawThresholds(image);
    drawAlertBands(image);
    drawMarks(image);
}

void TimeSeriesChart::drawThresholds(QImage& image)
{
    QPainter painter(&image);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    painter.setFont(m_spec.font);
    const QFontMetricsF metrics(m_spec.font);
    for (const auto& entry : std::as_const(m_thresholds)) {
        const auto threshold = entry.toMap();
        const double value = threshold.value(QStringLiteral("value")).toDouble();
        if (value < m_axis.min || value > m_axis.max)
            continue;
        const auto color = shown(m_colors->severityColor(threshold.value(QStringLiteral("severity")).toString()));
        const double y = std::floor(transform(1).y(value)) + 0.5;
        QPen pen(color, 1);
        pen.setDashPattern({4, 4});
        painter.setPen(pen);
        painter.drawLine(QPointF(m_plot.left(), y), QPointF(m_plot.right(), y));
        const auto word = threshold.value(QStringLiteral("word")).toString();
        const QPointF place(m_plot.right() - metrics.horizontalAdvance(word) - 2,
                            y - 4 > m_plot.top() + metrics.ascent() ? y - 4 : y + metrics.ascent() + 2);
        QColor plate = m_colors->surface;
        plate.setAlphaF(0.75F);
        painter.fillRect(
            QRectF(place.x() - 3, place.y() - metrics.ascent(), metrics.horizontalAdvance(word) + 5, metrics.height()),
            plate);
        painter.setPen(color);
        painter.drawText(place, word);
    }
}

void TimeSeriesChart::drawAlertBands(QImage& image)
{
    QPainter painter(&image);
    for (const auto& entry : std::as_const(m_alertBands)) {
        const auto band = entry.toMap();
        const double left = std::max(xAt(band.value(QStringLiteral("start")).toDouble()), m_plot.left());
        const double right = std::min(xAt(band.value(QStringLiteral("end")).toDouble()), m_plot.right());
        if (right <= left)
            continue;
        const auto color = shown(m_colors->severityColor(band.value(QStringLiteral("severity")).toString()));
        const bool isTaken = band.value(QStringLiteral("acknowledged")).toBool();
        painter.fillRect(QRectF(left, m_plot.bottom() - kBandHeight, std::max(right - left, 2.0), kBandHeight),
                         QBrush(color, isTaken ? Qt::BDiagPattern : Qt::SolidPattern));
    }
}

// Words stand beside each other at the top of the plot; one without room is left out, its line stays.
void TimeSeriesChart::drawMarks(QImage& image)
{
    QPainter painter(&image);
    painter.setRenderHint(QPainter::TextAntialiasing);
    painter.setFont(m_spec.font);
    const QFontMetricsF metrics(m_spec.font);
    double free = m_plot.left();
    for (const auto& entry : std::as_const(m_marks)) {
        const auto mark = entry.toMap();
        const double start = xAt(mark.value(QStringLiteral("start")).toDouble());
        const double end = xAt(mark.value(QStringLiteral("end")).toDouble());
        const double left = std::max(start, m_plot.left());
        const double right = std::min(end, m_plot.right());
        if (right < left)
            continue;
        if (start >= m_plot.left()) {
            painter.setPen(QPen(m_colors->dim, 1, Qt::DashLine));
            const double x = std::floor(start) + 0.5;
            painter.drawLine(QPointF(x, m_plot.top()), QPointF(x, m_plot.bottom()));
        }
        if (right > left)
            painter.fillRect(QRectF(left, m_plot.top(), std::max(right - left, 2.0), kBandHeight),
                             QBrush(m_colors->dim, Qt::BDiagPattern));
        const auto word = mark.value(QStringLiteral("word")).toString();
        const QPointF place(std::max(left + 4, free), m_plot.top() + kBandHeight + metrics.ascent() + 1);
        if (place.x() + metrics.horizontalAdvance(word) > m_plot.right() || place.x() > std::max(right, left + 4) + 80)
            continue;
        painter.setPen(m_colors->dim);
        painter.drawText(place, word);
        free = place.x() + metrics.horizontalAdvance(word) + 8;
    }
}

void TimeSeriesChart::drawCursor(QImage& image)
{
    const auto time = toTimestamp(snappedTime());
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(-layerArea(CursorLayer, image.devicePixelRatio()).topLeft());
    const double x = std::floor(xAt(static_cast<double>(time))) + 0.5;
    painter.setPen(QPen(m_colors->dim, 1));
    painter.drawLine(QPointF(x, m_plot.top()), QPointF(x, m_plot.bottom()));
    const auto& content = m_data.content();
    for (std::size_t i = 0; i < content.series.size(); ++i) {
        const auto& series = content.series[i];
        const auto found = std::lower_bound(series.times.begin(), series.times.end(), time);
        if (found == series.times.end() || *found != time ||
            (m_isolated >= 0 && static_cast<std::size_t>(m_isolated) != i))
            continue;
        const auto index = static_cast<std::size_t>(found - series.times.begin());
        const double value = m_isolated >= 0 ? series.raw[index] : series.drawn()[index];
        if (std::isnan(series.raw[index]) || value < m_axis.min || value > m_axis.max)
            continue;
        painter.setPen(QPen(m_colors->surface, 1.5));
        painter.setBrush(shown(m_colors->seriesColor(i)));
        painter.drawEllipse(QPointF(x, transform(1).y(value)), 3.5, 3.5);
    }
}

} // namespace nocturne::charts
