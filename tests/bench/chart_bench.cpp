// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Redraw of the sample layer at 1200 x 600, after new data (pyramid included) and from a pyramid that is there.

#include <benchmark/benchmark.h>

#include <cmath>

#include "ui/charts/chart_data.h"
#include "ui/charts/series_raster.h"

using namespace nocturne;
using namespace nocturne::charts;

namespace {

std::shared_ptr<const query::QueryResult> walk(std::size_t series, std::size_t samples)
{
    auto result = std::make_shared<query::QueryResult>();
    for (std::size_t i = 0; i < samples; ++i)
        result->times.push_back(static_cast<Timestamp>(i) * 1000);
    for (std::size_t s = 0; s < series; ++s) {
        std::vector<double> values(samples);
        double v = 50;
        std::uint64_t state = s + 1;
        for (auto& value : values) {
            state = state * 6364136223846793005ULL + 1442695040888963407ULL;
            v += static_cast<double>(state >> 40U) / double(1 << 23) - 1;
            value = v = std::fabs(v);
        }
        result->series.push_back({{}, std::move(values)});
    }
    return result;
}

std::shared_ptr<const ChartContent> prepare(const std::shared_ptr<const query::QueryResult>& result)
{
    std::vector<NamedSeries> named;
    for (std::size_t i = 0; i < result->series.size(); ++i)
        named.push_back({result, i, {}});
    return ChartContent::build(std::move(named), false, {});
}

void draw(const ChartContent& content, QImage& image)
{
    image.fill(Qt::transparent);
    const auto end = content.series.front().times.back();
    const PlotTransform area{QRectF(0, 0, 1200, 600), 0, end, content.extent.min, content.extent.max};
    for (const auto& series : content.series)
        drawSeries(image, series, area, {Qt::cyan, 1.5});
}

void redrawAfterNewData(benchmark::State& state)
{
    const auto result = walk(static_cast<std::size_t>(state.range(0)), static_cast<std::size_t>(state.range(1)));
    QImage image(1200, 600, QImage::Format_ARGB32_Premultiplied);
    for (auto _ : state)
        draw(*prepare(result), image);
}

void frameFromPyramid(benchmark::State& state)
{
    const auto content =
        prepare(walk(static_cast<std::size_t>(state.range(0)), static_cast<std::size_t>(state.range(1))));
    QImage image(1200, 600, QImage::Format_ARGB32_Premultiplied);
    for (auto _ : state)
        draw(*content, image);
}

} // namespace

BENCHMARK(redrawAfterNewData)
    ->Args({1, 100'000})
    ->Args({1, 1'000'000})
    ->Args({10, 1'000'000})
    ->Unit(benchmark::kMillisecond);
BENCHMARK(frameFromPyramid)
    ->Args({1, 600})
    ->Args({1, 100'000})
    ->Args({1, 1'000'000})
    ->Args({10, 1'000'000})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_MAIN();
