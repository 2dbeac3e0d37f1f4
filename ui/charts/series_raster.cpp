// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/series_raster.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>
#include <limits>

namespace nocturne::charts {
namespace {

constexpr double kEnvelopeOpacity = 0.6;
constexpr MinMax kNoValue = {std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};

/// Indices of the samples to draw: those in the range and one neighbour on each side, so that lines reach the edge.
std::pair<std::size_t, std::size_t> visibleIndices(std::span<const Timestamp> times, const PlotTransform& transform)
{
    auto begin =
        static_cast<std::size_t>(std::lower_bound(times.begin(), times.end(), transform.start) - times.begin());
    auto end = static_cast<std::size_t>(std::upper_bound(times.begin(), times.end(), transform.end) - times.begin());
    if (begin > 0)
        --begin;
    if (end < times.size())
        ++end;
    return {begin, end};
}

/// Writes vertical spans into an image, antialiased at both ends.
class SpanWriter
{
public:
    SpanWriter(QImage& image, const QColor& color, QRect clip)
        : m_bits(reinterpret_cast<QRgb*>(image.bits())) // 32 bits a pixel by the image's format
        , m_stride(image.bytesPerLine() / 4)
        , m_clip(clip.intersected(image.rect()))
        , m_color(color.rgb())
        , m_alpha(color.alphaF())
    {}

    void span(int x, double top, double bottom)
    {
        if (x < m_clip.left() || x > m_clip.right())
            return;
        top = std::max(top, static_cast<double>(m_clip.top()));
        bottom = std::min(bottom, static_cast<double>(m_clip.bottom() + 1));
        if (bottom <= top)
            return;
        const int first = static_cast<int>(std::floor(top));
        const int last = static_cast<int>(std::ceil(bottom)) - 1;
        for (int y = first; y <= last; ++y) {
            const double coverage = std::min(bottom, y + 1.0) - std::max(top, static_cast<double>(y));
            blend(m_bits[y * m_stride + x], coverage * m_alpha);
        }
    }

private:
    void blend(QRgb& pixel, double opacity) const
    {
        const int a = static_cast<int>(std::lround(opacity * 255));
        if (a >= 255) {
            pixel = m_color;
            return;
        }
        const auto mix = [a](int source, int below) { return (source * a + below * (255 - a) + 127) / 255; };
        pixel = qRgba(mix(qRed(m_color), qRed(pixel)), mix(qGreen(m_color), qGreen(pixel)),
                      mix(qBlue(m_color), qBlue(pixel)), mix(255, qAlpha(pixel)));
    }

    QRgb* m_bits;
    qsizetype m_stride;
    QRect m_clip;
    QRgb m_color;
    double m_alpha;
};

double dashPeriod(const QList<qreal>& dashes)
{
    double sum = 0;
    for (const auto dash : dashes)
        sum += dash;
    return sum;
}

bool isInk(const QList<qreal>& dashes, double position)
{
    if (dashes.isEmpty())
        return true;
    position = std::fmod(position, dashPeriod(dashes));
    for (qsizetype i = 0; i < dashes.size(); ++i) {
        if (position < dashes[i])
            return i % 2 == 0;
        position -= dashes[i];
    }
    return true;
}

void drawDense(QImage& image, const ChartSeries& series, const PlotTransform& transform, const SeriesStyle& style)
{
    const auto columns = reduceToColumns(series, transform);
    const QRect clip = transform.plot.toAlignedRect();
    SpanWriter line(image, style.color, clip);
    QColor fillColor = style.color;
    fillColor.setAlphaF(static_cast<float>(style.fillOpacity));
    SpanWriter fill(image, fillColor, clip);
    const double half = style.width / 2;
    const double floor = transform.y(std::clamp(0.0, transform.low, transform.high));
    const Column* previous = nullptr;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto& column = columns[i];
        if (column.empty()) {
            previous = nullptr;
            continue;
        }
        double high = column.max;
        double low = column.min;
        if (previous != nullptr) { // reach over to where the last column ended
            high = std::max(high, (previous->last + column.first) / 2);
            low = std::min(low, (previous->last + column.first) / 2);
        }
        if (i + 1 < columns.size() && !columns[i + 1].empty()) {
            high = std::max(high, (columns[i + 1].first + column.last) / 2);
            low = std::min(low, (columns[i + 1].first + column.last) / 2);
        }
        const int x = static_cast<int>(transform.plot.left()) + static_cast<int>(i);
        if (style.fillOpacity > 0) {
            const double edge = transform.y(column.max);
            fill.span(x, std::min(edge, floor), std::max(edge, floor));
        }
        if (isInk(style.dashes, static_cast<double>(i) / style.width))
            line.span(x, transform.y(high) - half, transform.y(low) + half);
        previous = &column;
    }
}

void drawEnvelope(QImage& image, const ChartSeries& series, const PlotTransform& transform, const SeriesStyle& style)
{
    QColor color = style.color;
    color.setAlphaF(static_cast<float>(color.alphaF() * kEnvelopeOpacity));
    SpanWriter writer(image, color, transform.plot.toAlignedRect());
    const auto columns = envelopeColumns(series, transform);
    int x = static_cast<int>(transform.plot.left());
    for (const auto& column : columns) {
        if (!column.empty())
            writer.span(x, transform.y(column.max) - style.width / 2, transform.y(column.min) + style.width / 2);
        ++x;
    }
}

/// The runs of present values, as lines in device pixels; values far outside are held near the plot.
std::vector<QPolygonF> runs(std::span<const Timestamp> times, std::span<const double> values,
                            const PlotTransform& transform)
{
    const auto [begin, end] = visibleIndices(times, transform);
    const double margin = transform.plot.height() * 4 + 100;
    std::vector<QPolygonF> result;
    bool open = false;
    for (auto i = begin; i < end; ++i) {
        if (std::isnan(values[i])) {
            open = false;
            continue;
        }
        if (!open)
            result.emplace_back();
        open = true;
        const double y =
            std::clamp(transform.y(values[i]), transform.plot.top() - margin, transform.plot.bottom() + margin);
        result.back().append(QPointF(transform.x(times[i]), y));
    }
    return result;
}

void fillRuns(QPainter& painter, const std::vector<QPolygonF>& upper, const ChartSeries* below,
              const PlotTransform& transform, const QColor& color)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    const double zero = transform.y(std::clamp(0.0, transform.low, transform.high));
    // A stacked series stands on the one below, whose runs have the same extent or reach further.
    const auto lower = below != nullptr ? runs(below->times, below->drawn(), transform) : std::vector<QPolygonF>();
    for (const auto& run : upper) {
        if (run.size() < 2)
            continue;
        QPolygonF area = run;
        const auto from = run.front().x();
        const auto to = run.back().x();
        QPolygonF floor;
        for (const auto& other : lower) {
            for (const auto& point : other) {
                if (point.x() >= from && point.x() <= to)
                    floor.append(point);
            }
        }
        if (floor.isEmpty()) {
            floor.append(QPointF(from, zero));
            floor.append(QPointF(to, zero));
        }
        for (auto point = floor.crbegin(); point != floor.crend(); ++point)
            area.append(*point);
        painter.drawPolygon(area);
    }
}

/// The rasterizer's cost grows with the square of a path's length: short pieces that share their ends look the same.
void drawInPieces(QPainter& painter, const QPolygonF& line, bool solid)
{
    constexpr int kPiece = 24;
    if (!solid) { // dashes would start anew with each piece
        painter.drawPolyline(line);
        return;
    }
    for (qsizetype from = 0; from + 1 < line.size(); from += kPiece)
        painter.drawPolyline(line.constData() + from,
                             static_cast<int>(std::min<qsizetype>(kPiece + 1, line.size() - from)));
}

void drawSparse(QImage& image, const ChartSeries& series, const PlotTransform& transform, const SeriesStyle& style,
                const ChartSeries* below)
{
    const auto lines = runs(series.times, series.drawn(), transform);
    const auto ratio = image.devicePixelRatio();
    image.setDevicePixelRatio(1); // the transform is in device pixels
    {
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setClipRect(transform.plot.adjusted(-1, -style.width, 1, style.width));
        if (style.fillOpacity > 0) {
            QColor fill = style.color;
            fill.setAlphaF(static_cast<float>(style.fillOpacity));
            fillRuns(painter, lines, below, transform, fill);
        }
        QPen pen(style.color, style.width, Qt::SolidLine, Qt::FlatCap, Qt::BevelJoin);
        if (!style.dashes.isEmpty())
            pen.setDashPattern(style.dashes);
        for (const auto& run : lines) {
            if (run.size() == 1) {
                painter.setPen(Qt::NoPen);
                painter.setBrush(style.color);
                painter.drawEllipse(run.front(), style.width * 1.2, style.width * 1.2);
                continue;
            }
            painter.setPen(pen);
            painter.setBrush(Qt::NoBrush);
            drawInPieces(painter, run, style.dashes.isEmpty());
        }
    }
    image.setDevicePixelRatio(ratio);
}

} // namespace

std::vector<Column> reduceToColumns(const ChartSeries& series, const PlotTransform& transform)
{
    const auto width = std::max(static_cast<int>(transform.plot.width()), 0);
    std::vector<Column> columns(static_cast<std::size_t>(width));
    const auto span = static_cast<double>(transform.end - transform.start);
    auto begin = static_cast<std::size_t>(std::lower_bound(series.times.begin(), series.times.end(), transform.start) -
                                          series.times.begin());
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto border =
            transform.start +
            static_cast<Timestamp>(std::ceil(span * static_cast<double>(i + 1) / static_cast<double>(width)));
        const bool isLast = i + 1 == columns.size();
        const auto from = series.times.begin() + static_cast<std::ptrdiff_t>(begin);
        const auto found = isLast ? std::upper_bound(from, series.times.end(), transform.end)
                                  : std::lower_bound(from, series.times.end(), border);
        const auto end = static_cast<std::size_t>(found - series.times.begin());
        columns[i] = series.pyramid.column(begin, end);
        begin = end;
    }
    return columns;
}

std::vector<MinMax> envelopeColumns(const ChartSeries& series, const PlotTransform& transform)
{
    const auto width = std::max(static_cast<int>(transform.plot.width()), 0);
    std::vector<MinMax> columns(static_cast<std::size_t>(width), kNoValue);
    const auto columnAt = [&](Timestamp time) {
        return std::clamp(static_cast<int>(std::lround(transform.x(time) - transform.plot.left())), 0, width);
    };
    const auto [begin, end] = visibleIndices(series.times, transform);
    for (auto i = std::max<std::size_t>(begin, 1); i < end && !series.envelope.empty() && width > 0; ++i) {
        const double low = series.envelope.lowest[i];
        const double high = series.envelope.highest[i];
        if (std::isnan(low) || std::isnan(high))
            continue;
        const int right = std::max(columnAt(series.times[i]), 1);
        const int left = std::min(columnAt(series.times[i - 1]), right - 1);
        for (auto x = left; x < right; ++x) {
            auto& column = columns[static_cast<std::size_t>(x)];
            column = {std::min(column.min, low), std::max(column.max, high)};
        }
    }
    return columns;
}

void drawSeries(QImage& image, const ChartSeries& series, const PlotTransform& transform, const SeriesStyle& style,
                const ChartSeries* below)
{
    if (transform.end <= transform.start || !(transform.high > transform.low) || transform.plot.width() < 1)
        return;
    if (!series.envelope.empty())
        drawEnvelope(image, series, transform, style);
    const auto [begin, end] = visibleIndices(series.times, transform);
    const bool isDense = static_cast<double>(end - begin) > 2 * transform.plot.width();
    if (isDense)
        drawDense(image, series, transform, style);
    else
        drawSparse(image, series, transform, style, below);
}

} // namespace nocturne::charts
