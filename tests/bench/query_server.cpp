// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The HTTP API over the generated workload in a head of this process.
//
//     bench_query_server PORT INSTANCES SCRAPES THREADS     (0 threads: as many as the program has)
#include <cstdio>

#include <QCoreApplication>

#include "base/core/worker_pool.h"
#include "engine/query/local_query_service.h"
#include "engine/tsdb/head.h"
#include "service/server/server.h"
#include "support/manual_clock.h"
#include "workload/workload.h"

using namespace nocturne;

namespace {

/// Nothing is watched here.
class NoFacts final : public server::Facts
{
public:
    std::vector<server::TargetFacts> targets() const override { return {}; }
    std::vector<std::pair<std::string, model::LabelSet>> droppedTargets() const override { return {}; }
    std::vector<rules::GroupStatus> ruleGroups() const override { return {}; }
    alerts::AlertBoard::Snapshot alerts() const override { return {}; }
    server::StoreFacts store() const override { return {}; }
    std::string ownMetrics(exposition::Format /*format*/) const override { return {}; }
    bool isReady() const override { return true; }
};

std::size_t number(const char* text) { return QByteArray(text).toULongLong(); }

} // namespace

int main(int argc, char** argv)
{
    if (argc != 5) {
        std::fprintf(stderr, "usage: bench_query_server PORT INSTANCES SCRAPES THREADS\n");
        return 2;
    }
    QCoreApplication application(argc, argv);
    const bench::Workload workload({.instances = number(argv[2]), .scrapes = number(argv[3])});
    support::ManualClock clock(workload.end());
    tsdb::Head head({.retention = std::chrono::hours(24), .retentionBytes = 0}, clock);
    if (const auto loaded = bench::load(workload, head); !loaded) {
        std::fprintf(stderr, "%s\n", loaded.error().text().c_str());
        return 1;
    }
    head.maintain(); // as a running store does every minute

    WorkerPool pool(static_cast<unsigned>(number(argv[4])));
    query::LocalQueryService queries(head, pool, clock, {.maxSamples = 200'000'000});
    const NoFacts facts;
    server::Options options;
    options.listen = std::string("127.0.0.1:") + argv[1];
    server::Server server(options, queries, facts, clock);
    if (const auto started = server.start(); !started) {
        std::fprintf(stderr, "%s\n", started.error().text().c_str());
        return 1;
    }
    return QCoreApplication::exec();
}
