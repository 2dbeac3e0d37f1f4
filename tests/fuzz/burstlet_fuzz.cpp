// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sources/burstlet/answer.h"
#include "watch/dashboards/dashboard_reader.h"
#include "watch/dashboards/dashboard_writer.h"

/// Whatever a Burstlet answers is read or refused, within the limits of what is kept.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace nocturne::burstlet;
    const std::string_view body(reinterpret_cast<const char*>(data), size);
    AnswerReader reader;
    (void)reader.health(body);
    if (const auto metrics = reader.metrics(body); metrics && metrics->system.size() > 2000)
        std::abort();
    (void)reader.checks(body);
    if (const auto alerts = reader.alerts(body)) {
        for (const auto& event : alerts->events) {
            if (event.id.empty())
                std::abort();
        }
    }
    if (const auto lines = reader.logs(body, 0)) {
        for (const auto& line : *lines) {
            if (line.record.fields.size() > 40)
                std::abort();
        }
    }
    (void)reader.dashboards(body);
    (void)reader.overview(body);
    (void)reader.entries(body);
    (void)reader.data(body);
    (void)reader.compactObject(body);
    if (const auto taken = reader.dashboard(body, "b")) {
        const auto again = nocturne::dashboards::readDashboard(nocturne::dashboards::writeDashboard(taken->dashboard));
        if (!again || !(*again == taken->dashboard))
            std::abort();
    }
    (void)reader.refusal(body);
    return 0;
}
