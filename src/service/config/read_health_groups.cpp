// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>
#include <set>

#include "base/core/number.h"
#include "base/core/text.h"
#include "service/config/readers.h"

namespace nocturne::config {

namespace {

using Aggregation = health::GroupOptions::Aggregation;

/// "2" or "50%".
void readQuorum(yaml::MapReader& reader, health::GroupOptions& group)
{
    std::string text;
    if (!reader.read("quorum", text))
        return;
    group.isQuorumPercent = text.ends_with('%');
    const auto number = parseNumber(trimmed(text.substr(0, text.size() - (group.isQuorumPercent ? 1 : 0))));
    const auto most = group.isQuorumPercent ? 100.0 : 10'000.0;
    if (!number || !(*number > 0 && *number <= most) ||
        (!group.isQuorumPercent && *number != static_cast<double>(static_cast<int>(*number)))) {
        reader.error("quorum", "quorum: write how many members have to be up, as in 2 or 50%");
        return;
    }
    group.quorum = *number;
    if (!group.isQuorumPercent && group.quorum > static_cast<double>(group.members.size()))
        reader.error("quorum", "quorum: the group has " + std::to_string(group.members.size()) + " members");
}

void readWeights(yaml::MapReader& reader, health::GroupOptions& group)
{
    std::vector<std::pair<std::string, std::string>> weights;
    reader.read("weights", weights);
    for (const auto& [member, text] : weights) {
        const auto weight = parseNumber(text);
        if (std::ranges::find(group.members, member) == group.members.end())
            reader.error("weights", "weights: \"" + printable(member, 60) + "\" is no member of the group");
        else if (!weight || !(*weight > 0 && *weight <= 1e6))
            reader.error("weights", "weights: write a number over 0 for \"" + printable(member, 60) + '"');
        else
            group.weights.emplace_back(member, *weight);
    }
}

void readAggregation(yaml::MapReader& reader, health::GroupOptions& group, ReadContext& context)
{
    reader.readChoice<Aggregation>(
        "aggregation", group.aggregation,
        {{"worst", Aggregation::Worst}, {"quorum", Aggregation::Quorum}, {"weighted", Aggregation::Weighted}});
    if (group.aggregation == Aggregation::Quorum) {
        if (reader.require("quorum"))
            readQuorum(reader, group);
        return;
    }
    if (group.aggregation != Aggregation::Weighted)
        return;
    readWeights(reader, group);
    health::Thresholds given{{}, {}, true};
    readThresholds(reader, "thresholds", given, context);
    if (given.warning || given.critical)
        group.thresholds = given;
}

/// One name, with what it stands on.
struct Needs
{
    SourcePosition where;
    std::string what; ///< of the message: "depends_on of health check \"x\""
    std::vector<std::string> names;
};

std::map<std::string, Needs> needsOf(const Configuration& configuration)
{
    std::map<std::string, Needs> all;
    for (const auto& check : configuration.healthChecks)
        all.emplace(check.name, Needs{check.where, "depends_on of health check \"" + printable(check.name, 60) + '"',
                                      check.dependsOn});
    for (const auto& group : configuration.healthGroups)
        all.emplace(group.options.name,
                    Needs{group.where, "members of health group \"" + printable(group.options.name, 60) + '"',
                          group.options.members});
    return all;
}

/// Finds cycles, each once, by walking down from every name.
class Cycles
{
public:
    Cycles(const std::map<std::string, Needs>& all, yaml::Findings& findings)
        : m_all(all)
        , m_findings(findings)
    {}

    void walk()
    {
        for (const auto& [name, needs] : m_all)
            down(name);
    }

private:
    void down(const std::string& name)
    {
        const auto known = m_all.find(name);
        if (known == m_all.end() || m_done.contains(name))
            return;
        if (const auto begin = std::ranges::find(m_path, name); begin != m_path.end()) {
            std::string words;
            for (auto step = begin; step != m_path.end(); ++step)
                words += printable(*step, 60) + " -> ";
            m_findings.error(known->second.where,
                             known->second.what + " goes round in a circle: " + words + printable(name, 60));
            return;
        }
        if (m_path.size() >= kDeepest) {
            m_findings.error(known->second.where, known->second.what + " is nested too deeply: at most " +
                                                      std::to_string(kDeepest) + " names deep");
            return;
        }
        m_path.push_back(name);
        for (const auto& next : known->second.names)
            down(next);
        m_path.pop_back();
        m_done.insert(name);
    }

    static constexpr std::size_t kDeepest = 64;

    const std::map<std::string, Needs>& m_all;
    yaml::Findings& m_findings;
    std::vector<std::string> m_path;
    std::set<std::string> m_done;
};

} // namespace

HealthGroupConfig readHealthGroup(const yaml::Node& node, ReadContext& context)
{
    HealthGroupConfig group;
    group.where = node.position();
    yaml::MapReader reader(node, context.findings, "health group");
    reader.require("name");
    if (reader.read("name", group.options.name) && group.options.name.empty())
        reader.error("name", "name: it is empty");
    if (reader.require("members") && reader.read("members", group.options.members) && group.options.members.empty())
        reader.error("members", "members: name at least one check or group");
    readAggregation(reader, group.options, context);
    readPositive(reader, "interval", group.options.interval);
    group.options.maintenance = readMaintenance(reader, context);
    group.labels = readLabels(reader, "labels", context);
    reader.finish();
    return group;
}

void checkHealthNames(const Configuration& configuration, yaml::Findings& findings)
{
    const auto all = needsOf(configuration);
    for (const auto& [name, needs] : all) {
        std::set<std::string> seen;
        for (const auto& one : needs.names) {
            if (!all.contains(one))
                findings.error(needs.where,
                               needs.what + ": there is no health check or group \"" + printable(one, 60) + '"');
            else if (!seen.insert(one).second)
                findings.error(needs.where, needs.what + ": \"" + printable(one, 60) + "\" is there twice");
        }
    }
    Cycles(all, findings).walk();
}

} // namespace nocturne::config
