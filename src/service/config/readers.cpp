// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/config/readers.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "base/core/text.h"
#include "engine/model/label_set.h"

namespace nocturne::config {

std::string ReadContext::resolved(const std::string& path) const
{
    if (path.empty() || folder.empty() || path.starts_with('/'))
        return path;
    return (std::filesystem::path(folder) / path).lexically_normal().string();
}

bool isLabelName(std::string_view name) { return model::isClassicLabelName(name); }

bool isHostAndPort(std::string_view text)
{
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0)
        return false;
    const auto host = text.substr(0, colon);
    const bool isBracketed = host.starts_with('[') && host.ends_with(']');
    if (!isBracketed && host.find_first_of(":/ @") != std::string_view::npos)
        return false;
    int port = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, port);
    return error == std::errc{} && stop == end && port >= 1 && port <= 65535;
}

Labels readLabels(yaml::MapReader& reader, std::string_view key, ReadContext& context)
{
    std::vector<std::pair<std::string, std::string>> pairs;
    reader.read(key, pairs);
    const yaml::Node* node = reader.take(key);
    Labels labels;
    for (auto& [name, value] : pairs) {
        if (!isLabelName(name)) {
            const auto entries = node->entries();
            const auto entry = std::ranges::find(entries, name, &yaml::Entry::key);
            context.findings.error(entry->position,
                                   "\"" + printable(name, 60) +
                                       "\" is no label name: use letters, digits and _, no digit first");
        }
        labels.insert_or_assign(std::move(name), std::move(value));
    }
    return labels;
}

bool hasScheme(std::string_view url, std::string_view one, std::string_view other)
{
    return (url.starts_with(one) && url.size() > one.size()) || (url.starts_with(other) && url.size() > other.size());
}

void warnOfUserInfo(yaml::MapReader& reader, std::string_view url)
{
    const auto from = url.find("://");
    if (from == std::string_view::npos)
        return;
    const auto authority = url.substr(from + 3, url.find_first_of("/?#", from + 3) - from - 3);
    if (authority.find('@') != std::string_view::npos)
        reader.warning("url", "the URL holds a user and password for all who read the file: use basic_auth");
}

void readPositive(yaml::MapReader& reader, std::string_view key, std::chrono::milliseconds& out)
{
    auto value = out;
    if (!reader.read(key, value))
        return;
    if (value.count() <= 0)
        reader.error(key, std::string(key) + " must be longer than 0s");
    else
        out = value;
}

void acceptWithWarning(yaml::MapReader& reader, std::string_view key)
{
    if (reader.take(key) != nullptr)
        reader.warning(key, std::string(key) + " is understood but not acted on by this release");
}

} // namespace nocturne::config
