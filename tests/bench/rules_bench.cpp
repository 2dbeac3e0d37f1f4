// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A group of rules over the generated workload in a head of this process, evaluated on one thread.
//
//     bench_rules RULES INSTANCES SCRAPES START
//
// Loads, says "ready", and evaluates all groups of the file at each time that it reads from standard input, as ms since
// 1970, a line each: first each rule for itself, then with what the rules have in common evaluated once. Prints for
// each time one JSON line: seconds of both, by the wall and of processor time, failures, and the active alerts.
#include <charconv>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iostream>
#include <sstream>

#include "engine/tsdb/head.h"
#include "watch/rules/group_runner.h"
#include "workload/workload.h"

using namespace nocturne;

namespace {

template <typename Number>
Number number(const std::string& text)
{
    Number value{};
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

double processorSeconds()
{
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// The groups of a file in one of two ways.
struct Way
{
    std::vector<rules::GroupRunner> groups;
    rules::RuleWatch watch;
    double wall = 0;
    double cpu = 0;
    std::size_t failures = 0;
    std::size_t active = 0;

    Way(const rules::RuleFile& file, const rules::GroupTools& tools)
    {
        for (const auto& group : file.groups)
            groups.emplace_back(group, std::chrono::seconds(15), tools);
    }

    void evaluate(Timestamp time)
    {
        const auto begun = std::chrono::steady_clock::now();
        const auto begunCpu = processorSeconds();
        for (auto& group : groups)
            group.evaluate(time, watch);
        cpu = processorSeconds() - begunCpu;
        wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
        failures = active = 0;
        for (const auto& group : groups) {
            active += group.active().size();
            for (const auto& rule : group.status().rules)
                failures += rule.health == rules::RuleHealth::Ok ? 0 : 1;
        }
    }
};

} // namespace

int main(int argc, char** argv)
{
    if (argc != 5) {
        std::fprintf(stderr, "usage: bench_rules RULES INSTANCES SCRAPES START\n");
        return 2;
    }
    std::ostringstream text;
    text << std::ifstream(argv[1]).rdbuf();
    const auto file = rules::readRuleFile(text.str(), argv[1]);
    if (file.findings.hasErrors()) {
        std::fprintf(stderr, "%s\n", file.findings.firstError().text().c_str());
        return 1;
    }
    const bench::Workload workload({.instances = number<std::size_t>(argv[2]),
                                    .scrapes = number<std::size_t>(argv[3]),
                                    .start = number<Timestamp>(argv[4])});
    const SystemClock clock;
    tsdb::Head alone({.retention = std::chrono::hours(24 * 365 * 100), .retentionBytes = 0}, clock);
    if (const auto loaded = bench::load(workload, alone); !loaded) {
        std::fprintf(stderr, "%s\n", loaded.error().text().c_str());
        return 1;
    }
    alone.maintain(); // as a running store does every minute

    const rules::RuleQuery queries(alone);
    rules::GroupTools tools{queries, alone, clock, {}};
    tools.sharesParts = false;
    Way separate(file, tools);
    tools.sharesParts = true;
    Way together(file, tools);
    std::printf("ready\n");
    std::fflush(stdout);
    for (std::string line; std::getline(std::cin, line);) {
        const auto time = number<Timestamp>(line);
        separate.evaluate(time);
        together.evaluate(time);
        std::printf(
            R"({"alone":%.6f,"alone_cpu":%.6f,"shared":%.6f,"shared_cpu":%.6f,"failures":%zu,"active":[%zu,%zu]})"
            "\n",
            separate.wall, separate.cpu, together.wall, together.cpu, separate.failures + together.failures,
            separate.active, together.active);
        std::fflush(stdout);
    }
    return 0;
}
