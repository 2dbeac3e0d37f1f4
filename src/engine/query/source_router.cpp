// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/query/source_router.h"

#include <algorithm>
#include <mutex>

#include "base/core/text.h"

namespace nocturne::query {

namespace {

Error unknownSource(const std::string& name, const SourceRouter::Sources& sources)
{
    std::string known;
    for (const auto& [source, unused] : sources)
        known += (known.empty() ? "" : ", ") + printable(source, 60);
    return {Error::Kind::NotFound,
            "there is no data source \"" + printable(name, 60) +
                "\": " + (known.empty() ? "name one under datasources in the configuration" : "there are " + known)};
}

} // namespace

template <typename T, typename Ask>
void SourceRouter::route(const std::string& source, const Done<T>& done, Ask ask)
{
    if (source.empty())
        return ask(m_local);
    std::optional<Error> unknown;
    {
        const std::shared_lock lock(m_mutex); // held during the call, which returns at once, so that nobody leaves it
        const auto found = std::ranges::find(m_sources, source, &Sources::value_type::first);
        if (found != m_sources.end())
            return ask(*found->second);
        unknown = unknownSource(source, m_sources);
    }
    done(tl::unexpected(std::move(*unknown)));
}

void SourceRouter::setSources(Sources sources)
{
    const std::unique_lock lock(m_mutex);
    m_sources = std::move(sources);
}

std::vector<std::string> SourceRouter::sources() const
{
    const std::shared_lock lock(m_mutex);
    std::vector<std::string> names;
    for (const auto& [name, unused] : m_sources)
        names.push_back(name);
    return names;
}

void SourceRouter::instant(InstantQuery query, std::stop_token stop, Done<ResultPtr> done)
{
    const auto source = query.source;
    route<ResultPtr>(source, done, [&](QueryService& service) { service.instant(std::move(query), stop, done); });
}

void SourceRouter::range(RangeQuery query, std::stop_token stop, Done<ResultPtr> done)
{
    const auto source = query.source;
    route<ResultPtr>(source, done, [&](QueryService& service) { service.range(std::move(query), stop, done); });
}

void SourceRouter::labelNames(SeriesQuery query, std::stop_token stop, Done<std::vector<std::string>> done)
{
    const auto source = query.source;
    route<std::vector<std::string>>(source, done,
                                    [&](QueryService& service) { service.labelNames(std::move(query), stop, done); });
}

void SourceRouter::labelValues(std::string label, SeriesQuery query, std::stop_token stop,
                               Done<std::vector<std::string>> done)
{
    const auto source = query.source;
    route<std::vector<std::string>>(source, done, [&](QueryService& service) {
        service.labelValues(std::move(label), std::move(query), stop, done);
    });
}

void SourceRouter::series(SeriesQuery query, std::stop_token stop, Done<std::vector<model::LabelSet>> done)
{
    const auto source = query.source;
    route<std::vector<model::LabelSet>>(source, done,
                                        [&](QueryService& service) { service.series(std::move(query), stop, done); });
}

void SourceRouter::metadata(std::string metric, std::stop_token stop, Done<std::map<std::string, model::Metadata>> done)
{
    m_local.metadata(std::move(metric), std::move(stop), std::move(done));
}

void SourceRouter::latest(SeriesQuery query, std::stop_token stop, Done<std::vector<LatestSample>> done)
{
    m_local.latest(std::move(query), std::move(stop), std::move(done));
}

void SourceRouter::exemplars(ExemplarQuery query, std::stop_token stop,
                             Done<std::vector<storage::SeriesExemplars>> done)
{
    m_local.exemplars(std::move(query), std::move(stop), std::move(done));
}

} // namespace nocturne::query
