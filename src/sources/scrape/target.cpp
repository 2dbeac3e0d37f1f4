// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/scrape/target.h"

#include <set>

#include "base/core/text.h"
#include "base/net/url.h"

namespace nocturne::scrape {

namespace {

model::LabelSet discoveredLabels(const JobOptions& job, const TargetGroup& group, const std::string& address)
{
    model::LabelSetBuilder labels;
    labels.set("job", job.name);
    for (const auto& [name, value] : group.labels)
        labels.set(name, value);
    labels.set("__address__", address);
    labels.set("__scheme__", job.scheme);
    labels.set("__metrics_path__", job.metricsPath);
    for (const auto& [name, value] : job.params)
        labels.set("__param_" + name, value);
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
    std::string query;
    std::set<std::string> written;
    for (const auto& [name, value] : job.params) {
        // The first value of a parameter may have been relabelled, the others stand as configured.
        const bool isFirst = written.insert(name).second;
        const auto shown = isFirst ? std::string(labels.get("__param_" + name)) : value;
        query += (query.empty() ? "?" : "&") + net::urlEncoded(name) + "=" + net::urlEncoded(shown);
    }
    return std::string(labels.get("__scheme__")) + "://" + std::string(labels.get("__address__")) + path + query;
}

} // namespace

Result<std::vector<Target>> makeTargets(const JobOptions& job)
{
    std::vector<Target> targets;
    std::set<model::LabelSet> seen;
    for (const auto& group : job.groups) {
        for (const auto& address : group.addresses) {
            const auto discovered = discoveredLabels(job, group, address);
            const auto labels = relabel(discovered, job.relabelRules);
            if (!labels)
                continue;
            if (!isAddress(labels->get("__address__"))) {
                return fail(Error::Kind::InvalidInput,
                            "\"" + printable(labels->get("__address__")) +
                                "\" is no address: write host:port, without scheme and path");
            }
            model::LabelSetBuilder kept(*labels);
            for (const auto label : *labels) {
                if (label.name.starts_with("__"))
                    kept.remove(label.name);
            }
            if (kept.get("instance").empty())
                kept.set("instance", labels->get("__address__"));
            Target target{urlOf(*labels, job), kept.build(), discovered};
            if (!seen.insert(target.labels).second) {
                return fail(Error::Kind::InvalidInput,
                            "job \"" + job.name + "\" has two targets with the labels " + target.labels.toString());
            }
            targets.push_back(std::move(target));
        }
    }
    return targets;
}

std::vector<model::LabelSet> droppedTargets(const JobOptions& job)
{
    std::vector<model::LabelSet> dropped;
    for (const auto& group : job.groups) {
        for (const auto& address : group.addresses) {
            auto discovered = discoveredLabels(job, group, address);
            if (!relabel(discovered, job.relabelRules))
                dropped.push_back(std::move(discovered));
        }
    }
    return dropped;
}

} // namespace nocturne::scrape
