// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "query_grammar.h"

#include <cmath>
#include <functional>
#include <optional>

namespace nocturne::integration {

using model::LabelSet;
using model::Sample;

namespace {

constexpr std::size_t kScrapes = 480;
constexpr Timestamp kInterval = 15'000;

/// Makes series of what `value` returns for each scrape; nothing is a gap.
class SeriesMaker
{
public:
    using Value = std::function<std::optional<double>(std::size_t scrape)>;

    explicit SeriesMaker(Timestamp start)
        : m_start(start)
    {}

    void add(std::vector<model::Label> labels, const Value& value)
    {
        GeneratedSeries series{LabelSet(std::move(labels)), {}};
        const auto offset = static_cast<Timestamp>(3100 + 37 * (m_series.size() % 20)); // never a whole second
        for (std::size_t i = 0; i < kScrapes; ++i) {
            if (const auto v = value(i))
                series.samples.push_back({m_start + static_cast<Timestamp>(i) * kInterval + offset, *v});
        }
        m_series.push_back(std::move(series));
    }
    double below(std::uint64_t n) { return static_cast<double>(m_random() % n); }
    bool oneIn(std::uint64_t n) { return m_random() % n == 0; }
    std::vector<GeneratedSeries> take() { return std::move(m_series); }

private:
    Timestamp m_start;
    std::mt19937_64 m_random{20'231'114};
    std::vector<GeneratedSeries> m_series;
};

void addCounters(SeriesMaker& make, const std::string& instance, const std::string& job)
{
    for (const auto* method : {"get", "post"}) {
        make.add({{"__name__", "requests_total"}, {"instance", instance}, {"job", job}, {"method", method}},
                 [&make, level = 1e6](std::size_t) mutable {
                     level = make.oneIn(150) ? make.below(40) : level + make.below(400);
                     return level;
                 });
    }
    for (const auto* cpu : {"0", "1"}) {
        for (const auto* mode : {"idle", "user", "system"}) {
            make.add(
                {{"__name__", "cpu_seconds_total"}, {"cpu", cpu}, {"instance", instance}, {"job", job}, {"mode", mode}},
                [&make, level = 5e5](std::size_t) mutable { return (level += make.below(1500)) / 100; });
        }
    }
}

void addGauges(SeriesMaker& make, const std::string& instance, const std::string& job)
{
    const auto wave = [&make](double level) {
        return [&make, level](std::size_t) { return level + std::ldexp(make.below(std::uint64_t{1} << 50U), -50); };
    };
    make.add({{"__name__", "load"}, {"instance", instance}, {"job", job}}, [&make, level = 300.0](std::size_t) mutable {
        level = std::fabs(level + make.below(81) - 40) + 1;
        return level / 100;
    });
    for (const auto* sensor : {"board", "core"})
        make.add({{"__name__", "temp"}, {"instance", instance}, {"job", job}, {"sensor", sensor}}, wave(40));
    make.add({{"__name__", "gap_gauge"}, {"instance", instance}, {"job", job}},
             [&make, inner = wave(7)](std::size_t i) -> std::optional<double> {
                 if (make.oneIn(5) || (i % 160 > 90 && i % 160 < 122))
                     return std::nullopt;
                 return inner(i);
             });
    make.add({{"__name__", "odd_gauge"}, {"instance", instance}, {"job", job}},
             [&make, inner = wave(3)](std::size_t i) { return make.oneIn(4) ? model::kNormalNan : inner(i); });
    make.add({{"__name__", "up"}, {"instance", instance}, {"job", job}},
             [&make](std::size_t) { return make.oneIn(6) ? 0.0 : 1.0; });
    make.add({{"__name__", "build_info"}, {"instance", instance}, {"job", job}, {"version", "1." + instance}},
             [](std::size_t) { return 1.0; });
}

/// Pods of one instance one after the other, each ended by a staleness marker, some overlapping.
void addChurn(SeriesMaker& make, const std::string& instance, const std::string& job)
{
    for (std::size_t pod = 0; pod < 4; ++pod) {
        const auto first = pod * 110 + static_cast<std::size_t>(make.below(40));
        const auto last = first + 60 + static_cast<std::size_t>(make.below(90));
        make.add({{"__name__", "churn"}, {"instance", instance}, {"job", job}, {"pod", "p" + std::to_string(pod)}},
                 [&make, first, last](std::size_t i) -> std::optional<double> {
                     if (i < first || i > last)
                         return std::nullopt;
                     return i == last ? model::kStaleMarker : 20 + std::ldexp(make.below(1 << 30), -30);
                 });
    }
}

void addHistogram(SeriesMaker& make, const std::string& instance, const std::string& job)
{
    const std::pair<const char*, double> buckets[] = {{"0.1", 0.2}, {"0.25", 0.45}, {"0.5", 0.7},
                                                      {"1", 0.9},   {"2.5", 0.98},  {"+Inf", 1}};
    std::vector<double> observations(kScrapes);
    double level = 1e5;
    for (auto& count : observations)
        count = level += make.below(300);
    for (const auto& [bound, share] : buckets) {
        make.add({{"__name__", "latency_seconds_bucket"}, {"instance", instance}, {"job", job}, {"le", bound}},
                 [&observations, part = share](std::size_t i) { return std::floor(observations[i] * part); });
    }
    make.add({{"__name__", "latency_seconds_count"}, {"instance", instance}, {"job", job}},
             [&observations](std::size_t i) { return observations[i]; });
    make.add({{"__name__", "latency_seconds_sum"}, {"instance", instance}, {"job", job}},
             [&observations](std::size_t i) { return observations[i] / 4; });
}

std::string call(const std::string& function, const std::string& arguments) { return function + '(' + arguments + ')'; }

} // namespace

std::vector<GeneratedSeries> grammarSeries(Timestamp start)
{
    SeriesMaker make(start);
    const std::pair<const char*, const char*> hosts[] = {{"a", "web"}, {"b", "web"}, {"c", "web"},
                                                         {"d", "db"},  {"e", "db"},  {"f", "cache"}};
    for (const auto& [instance, job] : hosts) {
        addCounters(make, instance, job);
        addGauges(make, instance, job);
        addChurn(make, instance, job);
        addHistogram(make, instance, job);
    }
    return make.take();
}

std::string QueryGrammar::next() { return any(2); }

/// Values of any sign.
std::string QueryGrammar::any(int depth)
{
    switch (below(depth > 0 ? 17 : 8)) {
    case 0:
        return call(anyOf({"delta", "deriv", "idelta"}), range("gauge", 0));
    case 1:
        return call("predict_linear",
                    selector("gauge") + "[" + window() + "]" + offset() + ", " + anyOf({"600", "3600", "-60"}));
    case 2:
        return call(anyOf({"changes", "resets", "min_over_time", "max_over_time", "count_over_time", "last_over_time",
                           "present_over_time"}),
                    range("odd", 0));
    case 3:
        return call(anyOf({"min", "max", "count", "group"}) + grouping(), selector("odd"));
    case 4:
        return call("absent_over_time", oneIn(2) ? range("gauge", 0) : R"(gap_gauge{instance="a"}[2m])");
    case 5:
        return call("absent",
                    anyOf({R"(nothing{job="web",x=~"y"})", R"(gap_gauge{instance="b"})", "churn{pod=\"p1\"}"}));
    case 6:
        return call(anyOf({"vector", "-vector"}),
                    anyOf({"time()", "pi()", "scalar(load{instance=\"a\"})", "scalar(load)"}));
    case 7:
        return call(
            anyOf({"hour", "minute", "day_of_week", "day_of_month", "day_of_year", "days_in_month", "month", "year"}),
            oneIn(2) ? std::string() : "timestamp(" + selector("gauge") + ")");
    case 8:
        return selector("gauge") + anyOf({" - ", " % "}) + number();
    case 9:
        return "(" + positive(depth - 1) + ") - (" + positive(depth - 1) + ")";
    case 10:
        return "-" + selector("gauge");
    case 11:
        return comparison(depth);
    case 12:
        return setOperation(depth);
    case 13:
        return call(anyOf({"topk", "bottomk"}) + (oneIn(2) ? grouping() : ""),
                    anyOf({"1", "2", "5", "0"}) + ", " +
                        anyOf({"temp", "load + temp{sensor=\"core\"}", "gap_gauge", "churn"}));
    case 14:
        return call("count_values" + (oneIn(2) ? grouping() : ""),
                    "\"value\", " + anyOf({"up", "build_info", "changes(up[5m])", "floor(load)"}));
    case 15:
        return call(anyOf({"sin", "cos", "tanh", "atan", "sgn", "exp", "ln", "log2", "log10", "deg", "rad"}),
                    selector("gauge"));
    default:
        return call(anyOf({"sort", "sort_desc"}), positive(depth - 1));
    }
}

/// Values above zero, so that sums of them keep their precision.
std::string QueryGrammar::positive(int depth)
{
    switch (below(depth > 0 ? 14 : 6)) {
    case 0:
        return selector("gauge") + shift();
    case 1:
        return selector("counter") + shift();
    case 2:
        return call(anyOf({"rate", "increase", "irate"}), range("counter", 0));
    case 3:
        return overTime("gauge", 0);
    case 4:
        return call(anyOf({"ceil", "floor", "round", "abs", "sqrt"}), selector("gauge"));
    case 5:
        return histogram();
    case 6:
    case 7:
    case 8:
        return aggregation(depth);
    case 9:
        return paired(anyOf({" + ", " * ", " / ", " ^ "}), depth);
    case 10:
        return "(" + positive(depth - 1) + ")" +
               anyOf({" * 2.5", " / 3", " + 1", " ^ 0.5", " * on() group_left vector(2)"});
    case 11:
        return overTime("subquery", depth);
    case 12:
        return labelFunction(positive(depth - 1));
    default:
        return call(anyOf({"clamp_min", "clamp_max"}), positive(depth - 1) + ", " + anyOf({"1", "5", "30"}));
    }
}

std::string QueryGrammar::matchers(const std::string& metric)
{
    static const Choices kCommon = {R"(instance="a")",      R"(instance=~"a|b|d")", R"(instance!="c")",
                                    R"(job="web")",         R"(job!~"db|cache")",   R"(job=~"w.*")",
                                    R"(instance=~"[a-d]")", R"(job=~".+e.*")",      R"(missing="")",
                                    R"(instance!~"")",      R"(job=~".*")",         R"x(instance=~"(a|f)")x"};
    std::string text = oneIn(2) ? std::string() : anyOf(kCommon);
    const auto also = [&text](const std::string& matcher) { text += (text.empty() ? "" : ",") + matcher; };
    if (metric == "cpu_seconds_total" && oneIn(2))
        also(anyOf({R"(mode="idle")", R"(mode!="user")", R"(mode=~"(id|us).*")", R"(cpu="0")"}));
    if (metric == "churn" && oneIn(2))
        also(anyOf({R"(pod="p2")", R"(pod=~"p[01]")", R"(pod!="p3")"}));
    if (oneIn(4))
        also(anyOf(kCommon));
    return text.empty() ? text : "{" + text + "}";
}

std::string QueryGrammar::selector(const std::string& kind)
{
    static const Choices kGauges = {"load", "temp", "gap_gauge", "churn", "build_info"};
    static const Choices kCounters = {"requests_total", "cpu_seconds_total", "latency_seconds_count"};
    std::string metric = kind == "counter" ? anyOf(kCounters) : kind == "odd" ? "odd_gauge" : anyOf(kGauges);
    if (oneIn(12))
        return "{__name__=\"" + metric + "\"}";
    return metric + matchers(metric);
}

std::string QueryGrammar::offset()
{
    return oneIn(6) ? anyOf({" offset 5m", " offset 1m30s", " offset -2m"}) : std::string();
}

std::string QueryGrammar::shift()
{
    switch (below(12)) {
    case 0:
    case 1:
        return offset();
    case 2:
        return anyOf({" @ start()", " @ end()", " @ 1700003047", " @ end() offset 3m"});
    default:
        return "";
    }
}

std::string QueryGrammar::window() { return anyOf({"45s", "1m", "2m", "5m", "7m", "20m"}); }

/// Ranges of subqueries are no multiples of their steps, so that no step lies on the open edge.
std::string QueryGrammar::range(const std::string& kind, int depth)
{
    const std::string steps = anyOf({":30s]", ":1m]", ":]"});
    if (kind == "m" && oneIn(3))
        return positive(depth) + "[" + anyOf({"2m55s", "9m55s"}) + steps;
    if (kind == "subquery")
        return "(" + positive(depth - 1) + ")[" + anyOf({"4m50s", "9m55s", "14m50s"}) + steps + shift();
    return selector(kind == "m" ? "gauge" : kind) + "[" + window() + "]" + shift();
}

std::string QueryGrammar::overTime(const std::string& kind, int depth)
{
    const auto over = range(kind, depth);
    if (oneIn(6))
        return call("quantile_over_time", anyOf({"0.5", "0.9", "0", "1"}) + ", " + over);
    return call(anyOf({"avg_over_time", "min_over_time", "max_over_time", "sum_over_time", "count_over_time",
                       "last_over_time", "present_over_time"}),
                over);
}

std::string QueryGrammar::grouping()
{
    return anyOf({"", " by (instance)", " by (job)", " by (instance, job)", " without (instance)",
                  " without (pod, cpu)", " by (mode, le)", " by ()", " without ()"});
}

std::string QueryGrammar::aggregation(int depth)
{
    if (oneIn(6))
        return call("quantile" + grouping(), anyOf({"0.5", "0.25", "0.99"}) + ", " + positive(depth - 1));
    return call(anyOf({"sum", "avg", "min", "max", "count", "group", "sum", "avg"}) + grouping(), positive(depth - 1));
}

std::string QueryGrammar::paired(const std::string& op, int depth)
{
    switch (below(6)) {
    case 0:
        return "sum by (instance) (" + positive(depth - 1) + ")" + op + "count by (instance) (" + positive(depth - 1) +
               ")";
    case 1:
        return selector("gauge") + op + "on (instance) group_left (version) build_info";
    case 2:
        return "build_info" + op + "on (instance) group_right () " + selector("gauge");
    case 3:
        return "rate(latency_seconds_sum[5m])" + op + "rate(latency_seconds_count[5m])";
    case 4:
        return "max by (job) (" + positive(depth - 1) + ")" + op + "ignoring (instance) " + selector("gauge");
    default:
        return "temp" + op + "ignoring (sensor) group_left load";
    }
}

std::string QueryGrammar::comparison(int depth)
{
    const auto op = anyOf({" > ", " < ", " >= ", " <= ", " != "});
    switch (below(4)) {
    case 0:
        return positive(depth - 1) + op + "bool " + number();
    case 1:
        return number() + op + selector("gauge");
    case 2:
        return "temp{sensor=\"board\"}" + op + (oneIn(2) ? "bool " : "") + "ignoring (sensor) temp{sensor=\"core\"}";
    default:
        return "(" + positive(depth - 1) + ")" + op + number();
    }
}

std::string QueryGrammar::setOperation(int depth)
{
    return "(" + any(depth - 1) + ")" +
           anyOf({" and ", " or ", " unless ", " and on (instance) ", " unless on (job) ", " or on (instance) ",
                  " and ignoring (pod, sensor) "}) +
           "(" + any(depth - 1) + ")";
}

std::string QueryGrammar::labelFunction(const std::string& arg)
{
    switch (below(4)) {
    case 0:
        return call("label_replace", arg + ", \"host\", \"$1-x\", \"instance\", \"(.*)\"");
    case 1:
        return call("label_replace", arg + R"(, "job", "", "job", "w.*")");
    case 2:
        return call("label_join", arg + R"(, "where", "-", "job", "instance")");
    default:
        return call("timestamp", arg);
    }
}

std::string QueryGrammar::histogram()
{
    const auto quantile = anyOf({"0.5", "0.9", "0.99", "0.1", "1", "0"});
    const auto buckets = anyOf({"rate(latency_seconds_bucket[5m])", "latency_seconds_bucket",
                                "sum by (le, job) (rate(latency_seconds_bucket[2m]))",
                                "sum by (le) (increase(latency_seconds_bucket[20m]))"});
    return call("histogram_quantile", quantile + ", " + buckets);
}

std::string QueryGrammar::number() { return anyOf({"0.5", "1", "4", "23.4", "40.3", "1e6"}); }

} // namespace nocturne::integration
