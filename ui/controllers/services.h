// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "base/core/clock.h"
#include "engine/query/query_service.h"
#include "engine/tsdb/store_health.h"
#include "service/collector/config_status.h"
#include "service/collector/desktop_facts.h"
#include "service/collector/notify_board.h"
#include "service/collector/source_desk.h"
#include "service/collector/source_status.h"
#include "watch/alerts/alert_board.h"
#include "watch/logs/log_store.h"
#include "watch/logs/log_view.h"
#include "watch/rules/rule_book.h"

namespace nocturne::ui {

/// All that the interface is given: the doors to data, alerts, logs and sources. Local or far away, it cannot tell.
/// Everything outlives the interface.
struct Services
{
    query::QueryService& query;
    alerts::AlertBoard& alerts;
    logs::LogStore& logs;
    collector::SourceMonitor& sources;
    const Clock& clock;
    /// How the store of samples is doing; absent where that is not known. Any thread.
    std::function<tsdb::StoreHealth()> storeHealth = {};
    /// What became of the configuration file; absent where there is none to know of. Any thread.
    std::function<collector::ConfigStatus()> configStatus = {};
    /// The file of rules that the window makes; null where it can make none.
    rules::RuleBook* ruleBook = nullptr;
    /// Receivers and what became of messages; null where that is not known.
    collector::NotifyMonitor* notifications = nullptr;
    /// Is told how notifications of the desktop and sounds go; absent where nobody wants to know. GUI thread.
    std::function<void(const collector::DesktopFacts&)> noteDesktop = {};
    /// Remote logs that can be looked at; null where there are none.
    logs::LogSources* logSources = nullptr;
    /// Where sources are added; null where none can be.
    collector::SourceDesk* sourceDesk = nullptr;
};

} // namespace nocturne::ui
