// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/scrape/target.h"

#include <map>
#include <set>

#include "base/core/duration.h"
#include "base/core/text.h"
#include "base/net/url.h"

namespace nocturne::scrape {

namespace {

constexpr std::string_view kParam = "__param_";

/// The labels that the job gives where the target says nothing, and its parameters.
model::LabelSet discoveredLabels(const JobOptions& job, const TargetGroup& group, const std::string& address)
{
    model::LabelSetBuilder labels;
    labels.set("job", job.name);
    labels.set("__scheme__", job.scheme);
    labels.set("__metrics_path__", job.metricsPath);
    labels.set("__scrape_interval__", formatDuration(job.interval));
    labels.set("__scrape_timeout__", formatDuration(job.timeout));
    for (const auto& [name, value] : group.labels) {
        if (!value.empty())
            labels.set(name, value);
    }
    labels.set("__address__", address);
    std::set<std::string_view> written;
    for (const auto& [name, value] : job.params) {
        if (written.insert(name).second) // the first value of a parameter stands for it
            labels.set(std::string(kParam) + name, value);
    }
    return labels.build();
}

/// A host, with a port where one is given; no path and no credentials.
bool isAddress(std::string_view address)
{
    return !address.empty() && address.find_first_of("/?#@ \t\n\\") == std::string_view::npos && isValidUtf8(address);
}

std::string urlOf(const model::LabelSet& labels, const JobOptions& job)
{
    auto path = std::string(labels.get("__metrics_path__"));
    if (!path.starts_with('/'))
        path.insert(0, "/");
    std::map<std::string, std::vector<std::string>> params; // by name, as Go writes them
    for (const auto& [name, value] : job.params)
        params[name].push_back(value);
    for (const auto label : labels) {
        if (!label.name.starts_with(kParam))
            continue;
        auto& values = params[std::string(label.name.substr(kParam.size()))];
        if (values.empty())
            values.emplace_back();
        values.front() = label.value;
    }
    std::string query;
    for (const auto& [name, values] : params) {
        for (const auto& value : values)
            query += (query.empty() ? "?" : "&") + net::urlEncoded(name) + "=" + net::urlEncoded(value);
    }
    return std::string(labels.get("__scheme__")) + "://" + std::string(labels.get("__address__")) + path + query;
}

Result<std::chrono::milliseconds> spanOf(const model::LabelSet& labels, std::string_view name)
{
    const auto text = labels.get(name);
    const auto span = parseDuration(text);
    if (!span || span->count() <= 0)
        return fail(Error::Kind::InvalidInput,
                    "\"" + printable(text, 40) + "\" in " + std::string(name) + " is no duration above 0s");
    return *span;
}

model::LabelSet keptLabels(const model::LabelSet& labels)
{
    model::LabelSetBuilder kept(labels);
    for (const auto label : labels) {
        if (label.name.starts_with("__"))
            kept.remove(label.name);
    }
    if (kept.get("instance").empty())
        kept.set("instance", labels.get("__address__"));
    return kept.build();
}

Result<Target> targetOf(const model::LabelSet& labels, const model::LabelSet& discovered, const JobOptions& job)
{
    const auto address = labels.get("__address__");
    if (!isAddress(address)) {
        return fail(Error::Kind::InvalidInput,
                    "\"" + printable(address) + "\" is no address: write host:port, without scheme and path");
    }
    const auto scheme = labels.get("__scheme__");
    if (scheme != "http" && scheme != "https")
        return fail(Error::Kind::InvalidInput, "\"" + printable(scheme, 40) + "\" in __scheme__ is no scheme");
    const auto interval = spanOf(labels, "__scrape_interval__");
    const auto timeout = spanOf(labels, "__scrape_timeout__");
    if (!interval || !timeout)
        return tl::unexpected((!interval ? interval : timeout).error());
    if (*timeout > *interval)
        return fail(Error::Kind::InvalidInput, "__scrape_timeout__ " + formatDuration(*timeout) +
                                                   " is longer than __scrape_interval__ " + formatDuration(*interval));
    return Target{urlOf(labels, job), keptLabels(labels), discovered, *interval, *timeout};
}

} // namespace

TargetList makeTargetList(const JobOptions& job, std::span<const TargetGroup> groups)
{
    TargetList list;
    std::map<model::LabelSet, std::string> seen;
    for (const auto& group : groups) {
        for (const auto& address : group.addresses) {
            auto discovered = discoveredLabels(job, group, address);
            const auto labels = relabel(discovered, job.relabelRules);
            if (!labels) {
                list.dropped.push_back(std::move(discovered));
                continue;
            }
            auto target = targetOf(*labels, discovered, job);
            if (!target) {
                list.refused.push_back(target.error().within("job " + job.name));
                continue;
            }
            const auto [first, isNew] = seen.emplace(target->labels, target->url);
            if (isNew) {
                list.targets.push_back(std::move(*target));
            } else {
                list.refused.push_back(
                    {Error::Kind::InvalidInput,
                     "job \"" + job.name + "\" has two targets with the labels " + target->labels.toString()});
            }
        }
    }
    return list;
}

Result<std::vector<Target>> makeTargets(const JobOptions& job)
{
    auto list = makeTargetList(job, job.groups);
    if (!list.refused.empty())
        return tl::unexpected(list.refused.front());
    return std::move(list.targets);
}

} // namespace nocturne::scrape
