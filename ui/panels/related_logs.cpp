// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/related_logs.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

namespace nocturne::panels {

namespace {

// What names a service, the most telling first.
constexpr std::array<std::string_view, 8> kNaming = {"service",   "service_name", "unit", "app",
                                                     "component", "container",    "job",  "backend"};
constexpr std::array<std::string_view, 4> kPlacing = {"instance", "host", "target", "pod"};
constexpr std::size_t kMostRead = 2'000;

bool isSame(std::string_view a, std::string_view b)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

/// "db1" of "db1:9100", "https://db1/health"; an address in brackets is whole.
std::string hostOf(std::string_view instance)
{
    if (const auto scheme = instance.find("://"); scheme != std::string_view::npos)
        instance.remove_prefix(scheme + 3);
    instance = instance.substr(0, instance.find('/'));
    const auto colon = instance.rfind(':');
    if (colon != std::string_view::npos && instance.find(']', colon) == std::string_view::npos)
        instance = instance.substr(0, colon);
    return std::string(instance);
}

void choose(RelatedLogs& related, Timestamp moment)
{
    const auto rank = [&](const logs::LogRecord& record) {
        return std::pair(record.level < LogLevel::Warning, std::abs(record.time - moment));
    };
    auto& records = related.records;
    std::ranges::stable_sort(records, {}, rank);
    if (records.size() > kMostRelatedLogs)
        records.erase(records.begin() + kMostRelatedLogs, records.end());
    std::ranges::sort(records, {},
                      [](const logs::LogRecord& record) { return std::pair(record.time, record.sequence); });
}

} // namespace

RelatedLogs relatedLogs(const logs::LogStore& store, const alerts::AlertInstance& alert)
{
    const Timestamp moment = alert.firedAt != 0 ? alert.firedAt : alert.activeAt;
    logs::LogQuery query;
    query.from = moment - kRelatedWithin;
    query.to = moment + kRelatedWithin;
    query.limit = kMostRead;
    RelatedLogs related;
    const auto services = store.services();
    for (const auto name : kNaming) {
        const auto value = alert.labels.get(name);
        related.isSearched = related.isSearched || !value.empty();
        const auto found = std::ranges::find_if(services, [&](const auto& service) { return isSame(service, value); });
        if (value.empty() || found == services.end())
            continue;
        query.service = related.service = *found;
        related.records = store.find(query);
        break;
    }
    for (const auto name : kPlacing) {
        const auto host = hostOf(alert.labels.get(name));
        if (host.empty() || !related.service.empty())
            continue;
        related.isSearched = true;
        query.text = related.text = host;
        related.records = store.find(query);
        if (!related.records.empty())
            break;
    }
    choose(related, moment);
    return related;
}

} // namespace nocturne::panels
