// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/scrape/target_group.h"

#include "base/core/text.h"
#include "base/yaml/map_reader.h"
#include "base/yaml/parse.h"
#include "engine/model/label_set.h"

namespace nocturne::scrape {

namespace {

constexpr std::size_t kMaxBytes = std::size_t{64} << 20U;
constexpr std::size_t kNodesPerTarget = 64; // with its labels
constexpr std::size_t kNodes = 2'000'000;

TargetGroup readGroup(const yaml::Node& node, yaml::Findings& findings)
{
    TargetGroup group;
    if (node.isNull()) {
        findings.error(node.position(), "a group of targets is missing here: write {targets: [\"host:port\"]}");
        return group;
    }
    yaml::MapReader reader(node, findings, "group of targets");
    reader.read("targets", group.addresses);
    reader.read("labels", group.labels);
    reader.finish();
    for (const auto& [name, value] : group.labels) {
        if (!model::isClassicLabelName(name))
            findings.error(reader.where("labels"), "\"" + printable(name, 60) + "\" is no label name");
    }
    return group;
}

} // namespace

Result<std::vector<TargetGroup>> readTargetGroups(std::string_view text, std::size_t maxTargets)
{
    yaml::Findings findings;
    const yaml::Budget budget{.bytes = kMaxBytes, .nodes = std::min(kNodes, maxTargets * kNodesPerTarget)};
    const auto root = yaml::parse(text, findings, budget);
    std::vector<TargetGroup> groups;
    std::size_t targets = 0;
    if (root && !root->isSequence() && !root->isNull())
        findings.error(root->position(), "a list of groups is wanted, as in [{\"targets\": [\"host:port\"]}]");
    if (root && root->isSequence()) {
        for (const auto& item : root->items()) {
            groups.push_back(readGroup(item, findings));
            targets += groups.back().addresses.size();
        }
    }
    if (findings.hasErrors())
        return tl::unexpected(findings.firstError());
    if (targets > maxTargets)
        return fail(Error::Kind::LimitExceeded,
                    std::to_string(targets) + " targets are more than the " + std::to_string(maxTargets) + " allowed");
    return groups;
}

} // namespace nocturne::scrape
