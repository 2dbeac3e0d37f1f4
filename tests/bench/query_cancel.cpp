// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// How soon a cancelled query is gone, over the generated workload in a head of this process.
//
//     bench_query_cancel INSTANCES SCRAPES THREADS [QUERIES]
//
// QUERIES is a file of further ones, a name, a tab and an expression a line, as queries.tsv.
// Each query runs once to its end, then is stopped at 10 places along its way. A line tells how long it takes when it
// is not stopped, the median and the longest time from the stop request until everything of it is freed, the longest in
// processor time, which a loaded machine does not stretch, and how many bytes of the heap are in use more than before
// it, at most. Limits are those of the program; a query that reaches one ends by itself there.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <future>
#include <limits>
#include <malloc.h>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/core/worker_pool.h"
#include "engine/query/local_query_service.h"
#include "engine/tsdb/head.h"
#include "support/manual_clock.h"
#include "workload/workload.h"

using namespace nocturne;

namespace {

using Time = std::chrono::steady_clock;
constexpr int kStops = 10;

struct Heavy
{
    std::string name;
    std::string expression;
};
const std::vector<Heavy> kQueries = {
    {"every series", R"({__name__=~".+"})"},
    {"rate of all", R"(sum by (job) (rate({__name__=~".+_total|.+_bucket"}[1h])))"},
    {"subquery", R"(max_over_time(sum by (__name__, instance) ({__name__=~".+"})[1h:15s]))"},
    {"topk", R"(topk(5, {__name__=~".+"}))"},
    {"hist-quantile", R"(histogram_quantile(0.99, rate(http_request_duration_seconds_bucket[1h])))"},
    {"long axis", R"(max_over_time(exp(vector(time()))[6h:100ms]))"},
    {"matching", R"({__name__=~"node_.+"} * on (instance) group_left (nodename) node_uname_info)"},
    {"label_replace", R"(label_replace({__name__=~".+"}, "host", "$1", "instance", "([^:.]+).*"))"},
    {"quantile_ot", R"(quantile_over_time(0.95, {__name__=~"node_.+"}[1h]))"},
    {"count_values", R"(count_values("value", {__name__=~"node_.+"}))"},
};

double milliseconds(Time::duration duration) { return std::chrono::duration<double, std::milli>(duration).count(); }

/// Milliseconds that all threads have used.
double processorTime()
{
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}

std::size_t heapBytes()
{
    const auto info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

class Bench
{
public:
    Bench(std::size_t instances, std::size_t scrapes, unsigned threads)
        : m_workload({.instances = instances, .scrapes = scrapes})
        , m_clock(m_workload.end())
        , m_head({.retention = std::chrono::hours(24), .retentionBytes = 0}, m_clock)
        , m_pool(threads)
        , m_queries(m_head, m_pool, m_clock)
    {
        if (const auto loaded = bench::load(m_workload, m_head); !loaded) {
            std::fprintf(stderr, "%s\n", loaded.error().text().c_str());
            std::exit(1);
        }
        m_head.maintain();
    }

    void measure(const Heavy& query)
    {
        const auto whole = run(query.expression, Time::duration::max()); // warms up too
        const auto before = heapBytes();
        std::vector<double> delays;
        double longestWork = 0;
        std::size_t more = 0;
        int stopped = 0;
        for (int i = 0; i < kStops; ++i) {
            const auto outcome = run(query.expression, whole.took * (2 * i + 1) / (2 * kStops));
            stopped += outcome.wasCancelled ? 1 : 0;
            if (outcome.wasCancelled) {
                delays.push_back(milliseconds(outcome.sinceStop));
                longestWork = std::max(longestWork, outcome.workSinceStop);
            }
            const auto now = heapBytes();
            more = std::max(more, now > before ? now - before : 0);
        }
        std::ranges::sort(delays);
        std::printf("%-16s %10.1f %8d %10.2f %10.2f %10.2f %12zu\n", query.name.c_str(), milliseconds(whole.took),
                    stopped, delays.empty() ? 0 : delays[delays.size() / 2], delays.empty() ? 0 : delays.back(),
                    longestWork, more);
        std::fflush(stdout);
    }

private:
    struct Outcome
    {
        Time::duration took{};
        Time::duration sinceStop{};
        double workSinceStop = 0; // processor time, in ms
        bool wasCancelled = false;
    };

    Outcome run(const std::string& expression, Time::duration stopAfter)
    {
        constexpr std::chrono::hours kRange{6};
        constexpr std::chrono::seconds kStep{60};
        const query::RangeQuery query{expression, m_workload.end() - std::chrono::milliseconds(kRange).count(),
                                      m_workload.end(), kStep};
        std::stop_source stop;
        std::promise<Error::Kind> ended;
        auto end = ended.get_future();
        const auto begun = Time::now();
        m_queries.range(query, stop.get_token(), [&](auto result) {
            const auto kind = result ? Error::Kind::Internal : result.error().kind;
            result = tl::unexpected(Error{}); // frees it
            ended.set_value(kind);
        });
        Outcome outcome;
        auto asked = begun;
        auto workBefore = processorTime();
        if (stopAfter != Time::duration::max() && end.wait_for(stopAfter) != std::future_status::ready) {
            asked = Time::now();
            workBefore = processorTime();
            stop.request_stop();
        }
        outcome.wasCancelled = end.get() == Error::Kind::Cancelled;
        outcome.took = Time::now() - begun;
        outcome.sinceStop = Time::now() - asked;
        outcome.workSinceStop = processorTime() - workBefore;
        return outcome;
    }

    bench::Workload m_workload;
    support::ManualClock m_clock;
    tsdb::Head m_head;
    WorkerPool m_pool;
    query::LocalQueryService m_queries;
};

} // namespace

int main(int argc, char** argv)
{
    if (argc != 4 && argc != 5) {
        std::fprintf(stderr, "usage: bench_query_cancel INSTANCES SCRAPES THREADS [QUERIES]\n");
        return 2;
    }
    auto queries = kQueries;
    std::ifstream file(argc == 5 ? argv[4] : "");
    for (Heavy query; std::getline(file, query.name, '\t') && std::getline(file, query.expression);)
        queries.push_back(query);
    const auto number = [&](int i) { return std::strtoul(argv[i], nullptr, 10); };
    Bench bench(number(1), number(2), static_cast<unsigned>(number(3)));
    std::printf("%-16s %10s %8s %10s %10s %10s %12s\n", "query", "whole ms", "stopped", "median ms", "longest ms",
                "processor", "bytes left");
    for (const auto& query : queries)
        bench.measure(query);
    return 0;
}
