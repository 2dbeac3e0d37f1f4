// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Any answer of a remote engine reads or is refused. What reads has whole columns on an ascending axis, and written
// down again as the API writes it reads the same.
#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/core/number.h"
#include "sources/prometheus/engine_answer.h"
#include "sources/prometheus/engine_options.h"

using namespace nocturne;
using namespace nocturne::prometheus;

namespace {

constexpr AnswerLimits kLimits{.samples = 20'000, .series = 1000, .texts = 1000};
constexpr AnswerAxis kAxis{1'700'000'000'000, 1'700'000'060'000, std::chrono::milliseconds(15'000)};

void demand(bool condition, std::string_view what)
{
    if (condition)
        return;
    std::fprintf(stderr, "%.*s\n", static_cast<int>(what.size()), what.data());
    std::abort();
}

std::string quoted(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        char escape[8];
        std::snprintf(escape, sizeof escape, "\\u%04x", byte);
        out += byte < 0x20 || c == '"' || c == '\\' ? std::string(escape) : std::string(1, c);
    }
    return out + '"';
}

std::string written(const query::QueryResult& result)
{
    const auto isVector = result.type == query::ValueType::Vector;
    std::string out = std::string(R"({"status":"success","data":{"resultType":)") +
                      (isVector ? R"("vector")" : R"("matrix")") + R"(,"result":[)";
    for (const auto& series : result.series) {
        out += &series == &result.series.front() ? R"({"metric":{)" : R"(,{"metric":{)";
        std::string separator;
        for (const auto label : series.labels) {
            out += std::exchange(separator, ",") + quoted(label.name) + ':' + quoted(label.value);
        }
        out += R"(},"values":[)";
        separator.clear();
        for (std::size_t i = 0; i < series.values.size(); ++i) {
            if (query::isAbsent(series.values[i]))
                continue;
            out += std::exchange(separator, ",");
            out += '[';
            out += seconds(result.times[i]) + ",\"" + formatNumber(series.values[i]) + "\"]";
        }
        out += "]}";
    }
    return out + "]}}";
}

bool sameNumber(double a, double b) { return a == b || (a != a && b != b && query::isAbsent(a) == query::isAbsent(b)); }

void checkColumns(const query::QueryResult& result)
{
    demand(std::ranges::is_sorted(result.times), "the axis does not ascend");
    for (const auto& series : result.series) {
        demand(series.values.size() == result.times.size(), "a column is not as long as the axis");
        demand(series.histograms.empty() || series.histograms.size() == result.times.size(),
               "a column of histograms is not as long as the axis");
        for (const auto& histogram : series.histograms)
            demand(!histogram || histogram->validate(), "a histogram that is none");
    }
}

/// Of floats alone; a series without any is as one that is not there, but for its place.
void checkAgain(const query::QueryResult& result)
{
    if (result.type != query::ValueType::Vector && result.type != query::ValueType::Matrix)
        return;
    const auto again = readQueryAnswer(written(result), kAxis, kLimits);
    demand(again.has_value(), "what was written does not read");
    demand(again->series.size() == result.series.size(), "series are lost");
    for (std::size_t s = 0; s < result.series.size(); ++s) {
        demand(again->series[s].labels == result.series[s].labels, "labels differ");
        for (std::size_t i = 0; i < result.times.size(); ++i) {
            if (query::isAbsent(result.series[s].values[i]))
                continue;
            const auto at = std::ranges::lower_bound(again->times, result.times[i]);
            demand(at != again->times.end() && *at == result.times[i], "a time is lost");
            demand(sameNumber(again->series[s].values[static_cast<std::size_t>(at - again->times.begin())],
                              result.series[s].values[i]),
                   "a value differs");
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    // NOLINTNEXTLINE: libFuzzer hands over unsigned bytes.
    const std::string text(reinterpret_cast<const char*>(data), size);
    (void)readTexts(text, kLimits);
    (void)readSeries(text, kLimits);
    (void)readMetadata(text, kLimits);
    (void)readBuildInfo(text);
    demand(readRefusal(text, 422).message.size() < 4000, "a refusal is longer than a few lines");
    if (const auto result = readQueryAnswer(text, kAxis, kLimits)) {
        checkColumns(*result);
        checkAgain(*result);
    }
    return 0;
}
