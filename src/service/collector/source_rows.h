// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "service/collector/source_status.h"
#include "sources/alertmanager/alertmanager_source.h"
#include "sources/burstlet/burstlet_source.h"
#include "sources/custom/custom_metrics.h"
#include "sources/health/health_status.h"
#include "sources/loki/loki_source.h"
#include "sources/prometheus/engine.h"
#include "sources/scrape/scrape_manager.h"
#include "sources/streams/stream_status.h"
#include "sources/system/system_source.h"

namespace nocturne::collector {

/// One row of the Targets page for each kind of source.
SourceStatus rowOf(const system::Status& status, std::chrono::milliseconds interval);
/// `listens`: where StatsD lines are taken; empty: nowhere.
SourceStatus rowOf(const custom::Stats& stats, std::chrono::milliseconds interval, std::string listens);
SourceStatus rowOf(const scrape::TargetStatus& status);
/// What looks for targets, as a source that is up while it finds them.
SourceStatus rowOf(const scrape::DiscoveryStatus& status);
SourceStatus rowOf(const health::HealthStatus& status);
SourceStatus rowOf(const alertmanager::SourceHealth& health);
SourceStatus rowOf(const streams::StreamStatus& status);
SourceStatus rowOf(const burstlet::Status& status);
SourceStatus rowOf(const prometheus::EngineStatus& status);
SourceStatus rowOf(const loki::Status& status);

} // namespace nocturne::collector
