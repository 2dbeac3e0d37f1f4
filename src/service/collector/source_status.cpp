// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/collector/source_status.h"

namespace nocturne::collector {

std::string_view toString(SourceKind kind)
{
    switch (kind) {
    case SourceKind::System:
        return "system";
    case SourceKind::Custom:
        return "custom";
    case SourceKind::Scrape:
        return "scrape";
    case SourceKind::Health:
        return "health";
    case SourceKind::Stream:
        return "stream";
    case SourceKind::Log:
        return "log";
    case SourceKind::Alertmanager:
        return "alertmanager";
    case SourceKind::Burstlet:
        return "burstlet";
    case SourceKind::Engine:
        return "engine";
    case SourceKind::Loki:
        return "loki";
    }
    return "scrape";
}

std::string_view toString(SourceState state)
{
    switch (state) {
    case SourceState::Waiting:
        return "waiting";
    case SourceState::Up:
        return "up";
    case SourceState::Degraded:
        return "degraded";
    case SourceState::Down:
        return "down";
    case SourceState::Disabled:
        return "disabled";
    case SourceState::Unreachable:
        return "unreachable";
    case SourceState::Maintenance:
        return "maintenance";
    case SourceState::Unknown:
        return "unknown";
    }
    return "waiting";
}

std::chrono::milliseconds declaredInterval(const std::vector<SourceStatus>& sources, std::string_view job,
                                           std::string_view instance)
{
    for (const auto& source : sources) {
        // Only a scrape has a job of its own; the others write their kind.
        const auto sourceJob =
            source.kind == SourceKind::Scrape ? std::string_view(source.group) : toString(source.kind);
        if (source.name == instance && sourceJob == job)
            return source.interval;
    }
    return std::chrono::milliseconds(0);
}

} // namespace nocturne::collector
