// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/panels_fixture/scripted_service.h"

namespace nocturne::tests {
namespace {

query::QueryService::ResultPtr shared(query::QueryResult result)
{
    return std::make_shared<const query::QueryResult>(std::move(result));
}

} // namespace

void ScriptedService::release()
{
    std::vector<std::function<void()>> jobs;
    {
        const std::lock_guard lock(m_mutex);
        jobs.swap(m_waiting);
    }
    for (const auto& job : jobs)
        job();
}

std::vector<std::string> ScriptedService::asked() const
{
    const std::lock_guard lock(m_mutex);
    return m_asked;
}

std::size_t ScriptedService::rangeCount() const
{
    const std::lock_guard lock(m_mutex);
    return m_ranges;
}

std::size_t ScriptedService::waiting() const
{
    const std::lock_guard lock(m_mutex);
    return m_waiting.size();
}

void ScriptedService::answer(std::function<void()> job)
{
    {
        const std::lock_guard lock(m_mutex);
        if (held) {
            m_waiting.push_back(std::move(job));
            return;
        }
    }
    job();
}

void ScriptedService::instant(query::InstantQuery query, std::stop_token stop, Done<ResultPtr> done)
{
    {
        const std::lock_guard lock(m_mutex);
        m_asked.push_back(query.expression);
    }
    answer([this, query = std::move(query), stop = std::move(stop), done = std::move(done)] {
        if (stop.stop_requested())
            return done(fail(Error::Kind::Cancelled, "cancelled"));
        if (!onInstant)
            return done(shared({}));
        done(onInstant(query).map(shared));
    });
}

void ScriptedService::range(query::RangeQuery query, std::stop_token stop, Done<ResultPtr> done)
{
    {
        const std::lock_guard lock(m_mutex);
        m_asked.push_back(query.expression);
        ++m_ranges;
    }
    answer([this, query = std::move(query), stop = std::move(stop), done = std::move(done)] {
        if (stop.stop_requested())
            return done(fail(Error::Kind::Cancelled, "cancelled"));
        if (!onRange)
            return done(shared({}));
        done(onRange(query).map(shared));
    });
}

void ScriptedService::labelNames(query::SeriesQuery, std::stop_token, Done<std::vector<std::string>> done)
{
    done(std::vector<std::string>());
}

void ScriptedService::labelValues(std::string label, query::SeriesQuery, std::stop_token,
                                  Done<std::vector<std::string>> done)
{
    done(label == "__name__" ? metrics : std::vector<std::string>{"athena:9100"});
}

void ScriptedService::series(query::SeriesQuery, std::stop_token, Done<std::vector<model::LabelSet>> done)
{
    done(std::vector<model::LabelSet>());
}

void ScriptedService::metadata(std::string, std::stop_token, Done<std::map<std::string, model::Metadata>> done)
{
    done(std::map<std::string, model::Metadata>());
}

query::QueryResult vectorOf(std::vector<std::pair<model::LabelSet, double>> values, Timestamp time)
{
    query::QueryResult result;
    result.times = {time};
    for (auto& [labels, value] : values)
        result.series.push_back({std::move(labels), {value}});
    return result;
}

} // namespace nocturne::tests
