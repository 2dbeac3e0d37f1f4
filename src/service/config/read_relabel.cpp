// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <re2/re2.h>

#include "base/core/text.h"
#include "service/config/readers.h"

namespace nocturne::config {

namespace {

using Action = RelabelConfig::Action;

constexpr std::int64_t kLargestModulus = std::int64_t{1} << 62U;

/// False for an action nobody knows, of which nothing more can be said.
bool readAction(yaml::MapReader& reader, RelabelConfig& config)
{
    static const std::vector<std::pair<std::string_view, Action>> kActions = {
        {"replace", Action::Replace},     {"keep", Action::Keep},           {"drop", Action::Drop},
        {"hashmod", Action::HashMod},     {"labelmap", Action::LabelMap},   {"labeldrop", Action::LabelDrop},
        {"labelkeep", Action::LabelKeep}, {"lowercase", Action::Lowercase}, {"uppercase", Action::Uppercase},
        {"keepequal", Action::KeepEqual}, {"dropequal", Action::DropEqual},
    };
    const auto* node = reader.take("action");
    const auto word = node == nullptr ? std::string() : asciiLower(node->raw()); // Prometheus takes any case
    const auto found = std::ranges::find(kActions, word, &std::pair<std::string_view, Action>::first);
    if (found != kActions.end())
        config.action = found->second;
    return found != kActions.end() || node == nullptr || reader.readChoice("action", config.action, kActions);
}

void checkRegex(yaml::MapReader& reader, const RelabelConfig& config)
{
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(std::int64_t{8} << 20U);
    const RE2 regex("^(?s:" + config.regex + ")$", options);
    if (!regex.ok())
        reader.error("regex", "regex does not compile: " + printable(regex.error(), 120));
}

bool needsTarget(Action action)
{
    return action == Action::Replace || action == Action::HashMod || action == Action::Lowercase ||
           action == Action::Uppercase || action == Action::KeepEqual || action == Action::DropEqual;
}

/// A label name in which $1 and ${name} stand for parts of the match.
bool isTargetTemplate(const std::string& text)
{
    static const RE2 kTemplate(R"((?:(?:[a-zA-Z_]|\$(?:\{\w+\}|\w+))+\w*)+)");
    return RE2::FullMatch(text, kTemplate);
}

void checkNeeds(yaml::MapReader& reader, const RelabelConfig& config)
{
    const bool has = !config.targetLabel.empty();
    if (needsTarget(config.action) && !has)
        reader.error("action", "this relabel action needs target_label");
    const bool isTemplate = config.action == Action::Replace;
    if (has && needsTarget(config.action) &&
        !(isTemplate ? isTargetTemplate(config.targetLabel) : isLabelName(config.targetLabel)))
        reader.error("target_label", "\"" + printable(config.targetLabel, 60) + "\" is no label name");
    if (config.action == Action::HashMod && config.modulus == 0)
        reader.error("action", "relabel action hashmod needs a modulus above 0");
    if (config.action == Action::LabelMap && !isTargetTemplate(config.replacement))
        reader.error("replacement", "\"" + printable(config.replacement, 60) + "\" is no label name for labelmap");
    if (config.action == Action::KeepEqual || config.action == Action::DropEqual) {
        for (const auto* key : {"regex", "modulus", "separator", "replacement"}) {
            if (reader.has(key))
                reader.error(key, "keepequal and dropequal take only source_labels and target_label");
        }
    }
    if (config.action != Action::LabelDrop && config.action != Action::LabelKeep)
        return;
    for (const auto* key : {"source_labels", "target_label", "modulus", "separator", "replacement"}) {
        if (reader.has(key))
            reader.error(key, "labeldrop and labelkeep look at the names of labels: they take only regex");
    }
}

} // namespace

RelabelConfig readRelabel(const yaml::Node& node, ReadContext& context)
{
    RelabelConfig config;
    yaml::MapReader reader(node, context.findings, "relabel config");
    reader.read("source_labels", config.sourceLabels);
    if (const auto* labels = reader.take("source_labels"); labels != nullptr && labels->isSequence()) {
        for (const auto& label : labels->items()) {
            if (!isLabelName(label.raw()))
                context.findings.error(label.position(), "\"" + printable(label.raw(), 60) + "\" is no label name");
        }
    }
    reader.read("separator", config.separator);
    reader.read("target_label", config.targetLabel);
    reader.read("regex", config.regex);
    reader.readInteger("modulus", config.modulus, 0, kLargestModulus);
    reader.read("replacement", config.replacement);
    checkRegex(reader, config);
    if (readAction(reader, config))
        checkNeeds(reader, config);
    reader.finish();
    return config;
}

} // namespace nocturne::config
