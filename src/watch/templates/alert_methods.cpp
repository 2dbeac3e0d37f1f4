// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/templates/alert_methods.h"

#include <algorithm>

namespace nocturne::templates {

namespace {

using Arguments = std::span<const Value>;

constexpr std::string_view kNameLabel = "alertname"; // comes first, then the others by name

Value textsValue(std::vector<Value> items) { return Value::list({"[]string", std::move(items)}); }

std::vector<std::pair<std::string, Value>> sortedEntries(const Map& map)
{
    std::vector<std::pair<std::string, Value>> entries(map.entries.begin(), map.entries.end());
    std::ranges::stable_partition(entries, [](const auto& entry) { return entry.first == kNameLabel; });
    return entries;
}

Value sortedPairs(const Map& map)
{
    std::vector<Value> pairs;
    for (const auto& [name, value] : sortedEntries(map)) {
        Map pair;
        pair.typeName = "template.Pair";
        pair.isStruct = true;
        pair.entries = {{"Name", Value::text(name)}, {"Value", value}};
        pairs.push_back(Value::map(std::move(pair)));
    }
    return Value::list({std::string(kPairsType), std::move(pairs)});
}

std::optional<Result<Value>> callKv(const Map& map, std::string_view name, Arguments arguments)
{
    const bool isKnown = name == "SortedPairs" || name == "Names" || name == "Values" || name == "Remove";
    if (!isKnown || map.entries.contains(name)) // a label may have that name: it is meant then
        return std::nullopt;
    if (name == "Remove") {
        if (arguments.size() != 1 || arguments[0].kind() != Value::Kind::List)
            return Result<Value>(fail(Error::Kind::InvalidInput, "want a list of names, as stringSlice makes it"));
        Map rest = map;
        for (const auto& item : arguments[0].asList().items) {
            if (item.isText())
                rest.entries.erase(item.asText());
        }
        return Result<Value>(Value::map(std::move(rest)));
    }
    if (!arguments.empty())
        return Result<Value>(fail(Error::Kind::InvalidInput, "takes no arguments"));
    if (name == "SortedPairs")
        return Result<Value>(sortedPairs(map));
    std::vector<Value> texts;
    for (const auto& [key, value] : sortedEntries(map))
        texts.push_back(name == "Names" ? Value::text(key) : value);
    return Result<Value>(textsValue(std::move(texts)));
}

std::optional<Result<Value>> callPairs(const List& list, std::string_view name)
{
    if (name != "Names" && name != "Values")
        return std::nullopt;
    std::vector<Value> texts;
    for (const auto& pair : list.items)
        texts.push_back(pair.asMap().entries.find(name == "Names" ? "Name" : "Value")->second);
    return Result<Value>(textsValue(std::move(texts)));
}

std::optional<Result<Value>> callAlerts(const List& list, std::string_view name)
{
    if (name != "Firing" && name != "Resolved")
        return std::nullopt;
    const std::string_view status = name == "Firing" ? "firing" : "resolved";
    std::vector<Value> alerts;
    for (const auto& alert : list.items) {
        if (alert.asMap().entries.find("Status")->second.asText() == status)
            alerts.push_back(alert);
    }
    return Result<Value>(Value::list({std::string(kAlertsType), std::move(alerts)}));
}

} // namespace

std::optional<Result<Value>> callAlertMethod(const Value& owner, std::string_view name, Arguments arguments)
{
    if (owner.kind() == Value::Kind::Map && owner.asMap().typeName == kKvType)
        return callKv(owner.asMap(), name, arguments);
    if (owner.kind() != Value::Kind::List)
        return std::nullopt;
    const auto& list = owner.asList();
    auto result = list.typeName == kPairsType    ? callPairs(list, name)
                  : list.typeName == kAlertsType ? callAlerts(list, name)
                                                 : std::nullopt;
    if (result && !arguments.empty())
        return Result<Value>(fail(Error::Kind::InvalidInput, "takes no arguments"));
    return result;
}

} // namespace nocturne::templates
