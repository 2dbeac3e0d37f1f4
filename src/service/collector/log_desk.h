// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <mutex>
#include <shared_mutex>
#include <vector>

#include "sources/loki/loki_source.h"
#include "watch/logs/log_view.h"

namespace nocturne::collector {

/// Hands those who look at logs to the Loki that they name. Any thread.
class LogDesk final : public logs::LogSources
{
public:
    /// From now on these are there. Once this returns nobody calls those of before any more.
    void setSources(std::vector<loki::Loki*> sources)
    {
        const std::unique_lock lock(m_mutex);
        m_sources = std::move(sources);
    }

    std::vector<std::string> names() const override
    {
        const std::shared_lock lock(m_mutex);
        std::vector<std::string> names;
        for (const auto* source : m_sources)
            names.push_back(source->options().name);
        return names;
    }
    std::string defaultQuery(const std::string& source) const override
    {
        const std::shared_lock lock(m_mutex);
        const auto* found = find(source);
        return found == nullptr ? std::string() : found->options().query;
    }
    std::shared_ptr<logs::LogView> open(const std::string& source, const std::string& query) override
    {
        const std::shared_lock lock(m_mutex);
        auto* found = find(source);
        return found == nullptr ? nullptr : found->view(query);
    }

private:
    loki::Loki* find(const std::string& name) const
    {
        const auto found =
            std::ranges::find(m_sources, name, [](const loki::Loki* one) { return one->options().name; });
        return found == m_sources.end() ? nullptr : *found;
    }

    mutable std::shared_mutex m_mutex;
    std::vector<loki::Loki*> m_sources;
};

} // namespace nocturne::collector
