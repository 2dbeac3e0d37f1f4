// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The evaluator over a small store: what parses evaluates or fails within its limits, and series read side by side
// give the very bits that series read one by one give.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "engine/promql/evaluator.h"
#include "engine/promql/parser.h"
#include "support/memory_store.h"

using namespace nocturne;

namespace {

constexpr Timestamp kEnd = 3'600'000;

void demand(bool condition, std::string_view what, std::string_view input)
{
    if (condition)
        return;
    std::fprintf(stderr, "%.*s\ninput:  %.*s\n", static_cast<int>(what.size()), what.data(),
                 static_cast<int>(input.size()), input.data());
    std::abort();
}

/// Jobs in an order of its own, on the calling thread.
class Backwards final : public promql::ParallelFor
{
public:
    unsigned width() const override { return 2; }
    void run(std::size_t count, const std::function<void(std::size_t)>& job) override
    {
        for (auto i = count; i > 0; --i)
            job(i - 1);
    }
};

const support::MemoryStore& store()
{
    static const support::MemoryStore& kStore = [&]() -> support::MemoryStore& {
        static support::MemoryStore made;
        for (int i = 0; i < 40; ++i) { // more than one job of the evaluator
            const auto number = std::to_string(i);
            std::vector<model::Sample> counter;
            std::vector<model::Sample> gauge;
            for (Timestamp t = 0; t <= kEnd; t += 30'000) {
                const bool isGap = t / 600'000 == i % 7;
                const double v = t % 210'000 == 0 ? model::kNormalNan : static_cast<double>(t / 1000 % (i + 7)) - 3;
                if (!isGap)
                    gauge.push_back({t, t % 330'000 == 0 ? model::kStaleMarker : v});
                counter.push_back({t, static_cast<double>(t / 1000 * i % 5000)});
            }
            made.add({{"__name__", "a_total"}, {"n", number}, {"half", i < 20 ? "1" : "2"}}, counter);
            made.add({{"__name__", "b"}, {"n", number}}, gauge);
            made.add({{"__name__", "h_bucket"}, {"le", i % 8 == 7 ? "+Inf" : number}, {"n", std::to_string(i / 8)}},
                     counter);
        }
        return made;
    }();
    return kStore;
}

bool isSame(const promql::EvalResult& a, const promql::EvalResult& b)
{
    if (a.series.size() != b.series.size() || a.times != b.times || a.text != b.text)
        return false;
    for (std::size_t i = 0; i < a.series.size(); ++i) {
        const auto& x = a.series[i].values;
        const auto& y = b.series[i].values;
        if (a.series[i].labels != b.series[i].labels || x.size() != y.size() ||
            (!x.empty() && std::memcmp(x.data(), y.data(), x.size() * sizeof(double)) != 0))
            return false;
    }
    return true;
}

void evaluates(const promql::Expr& expr, std::string_view text, promql::EvalOptions options)
{
    options.maxSamples = 100'000;
    options.maxSeries = 1000;
    options.source = text;
    Backwards backwards;
    const auto plain = promql::evaluate(expr, store(), options);
    const auto parallel = promql::evaluate(expr, store(), options, {}, &backwards);
    demand(plain || !plain.error().message.empty(), "an error without words", text);
    demand(!plain || plain->stats.peakSamples <= options.maxSamples, "more in memory than the limit", text);
    if (plain && parallel)
        demand(isSame(*plain, *parallel), "series read side by side give another answer", text);
    if (plain) {
        for (const auto& series : plain->series)
            demand(series.values.size() == plain->times.size(), "a column is not as long as its axis", text);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size > 300)
        return 0;
    // NOLINTNEXTLINE: libFuzzer hands over unsigned bytes.
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto expr = promql::parse(text, promql::ParserOptions::all());
    if (!expr)
        return 0;
    evaluates(**expr, text, promql::EvalOptions::instant(1'800'000));
    const auto type = promql::typeOf(**expr);
    if (type == promql::ValueType::Vector || type == promql::ValueType::Scalar)
        evaluates(**expr, text, promql::EvalOptions::range(1'500'000, 2'100'000, 60'000));
    return 0;
}
