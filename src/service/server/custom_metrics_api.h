// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "service/server/change_gate.h"
#include "service/server/http_message.h"
#include "sources/custom/custom_metrics.h"

namespace nocturne::server {

/// Takes custom metrics by POST: at `/api/v1/nocturne/metrics`, and at the path of a Burstlet monitoring module.
///
/// Lives on the thread of `metrics`, which outlives it. docs/api.md has the shapes.
class CustomMetricsApi
{
public:
    static constexpr std::string_view kPath = "/api/v1/nocturne/metrics";
    static constexpr std::string_view kBurstletPath = "/api/v1/monitoring/metrics/custom";

    CustomMetricsApi(ChangeRules rules, custom::CustomMetrics& metrics)
        : m_rules(rules)
        , m_metrics(&metrics)
    {}

    static bool takes(std::string_view path) { return path == kPath || path == kBurstletPath; }
    /// 200 when all measurements were taken, and survive a kill, else with a warning; 400 with the first that was not,
    /// and how many before it were; 503 over the limit on series.
    HttpResponse answer(const HttpRequest& request) const;

private:
    ChangeRules m_rules;
    custom::CustomMetrics* m_metrics;
};

} // namespace nocturne::server
