// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A pack file is one JSON object:
//
//     {"format": 1, "id": "...", "title": "...", "dashboard": "ID", "rules": "FILE.yml", "guide": "heading",
//      "prefixed": true, "detect": ["metric", ...], "metrics": ["metric", ...], "planned": ["metric", ...]}
//
// Only format, id, title, dashboard and detect must be there.
#include "watch/dashboards/pack.h"

#include <algorithm>
#include <array>

#include "base/core/text.h"
#include "watch/dashboards/dashboard.h"
#include "watch/dashboards/json_value.h"

namespace nocturne::dashboards {
namespace {

constexpr std::size_t kMaxNames = 500;
constexpr std::array<std::string_view, 10> kKeys = {"format", "id",       "title",  "dashboard", "rules",
                                                    "guide",  "prefixed", "detect", "metrics",   "planned"};

/// Reads one file. The first error is kept; what follows it is read into nothing.
class Reader
{
public:
    Reader(std::string_view text, const JsonValue& root)
        : m_text(text)
        , m_root(root)
    {}

    Result<Pack> read()
    {
        Pack pack;
        checkKeys();
        if (const auto* format = member("format", JsonValue::Type::Number); format != nullptr && format->number != 1)
            failAt(format->offset, "this is not format 1");
        pack.id = word("id", "-");
        pack.title = text("title");
        pack.dashboard = word("dashboard", "-");
        pack.rules = word("rules", "-_."); // a file of one folder: never a path
        pack.guide = text("guide");
        if (const auto* prefixed = member("prefixed", JsonValue::Type::Boolean))
            pack.prefixed = prefixed->boolean;
        pack.detect = names("detect");
        pack.metrics = names("metrics");
        pack.planned = names("planned");
        for (const auto& [key, isEmpty] :
             {std::pair("id", pack.id.empty()), std::pair("title", pack.title.empty()),
              std::pair("dashboard", pack.dashboard.empty()), std::pair("detect", pack.detect.empty())}) {
            if (isEmpty)
                failAt(m_root.offset, "a pack needs \"" + std::string(key) + "\"");
        }
        if (m_error)
            return tl::unexpected(std::move(*m_error));
        return pack;
    }

private:
    void failAt(std::size_t offset, std::string message)
    {
        if (!m_error)
            m_error = Error{Error::Kind::InvalidInput, std::move(message), SourcePosition::at(m_text, offset)};
    }

    void checkKeys()
    {
        if (m_root.type != JsonValue::Type::Object)
            return failAt(m_root.offset, "a pack must be an object");
        bool hasFormat = false;
        for (const auto& [name, value, offset] : m_root.members) {
            hasFormat = hasFormat || name == "format";
            if (std::find(kKeys.begin(), kKeys.end(), name) == kKeys.end())
                failAt(offset, "unknown key \"" + printable(name, 60) + "\" in a pack");
        }
        if (!hasFormat)
            failAt(m_root.offset, "a pack needs \"format\"");
    }

    const JsonValue* member(std::string_view key, JsonValue::Type type)
    {
        for (const auto& [name, value, offset] : m_root.members) {
            if (name != key)
                continue;
            if (value.type == type)
                return &value;
            failAt(value.offset, "\"" + std::string(key) + "\" must be " + std::string(toString(type)));
        }
        return nullptr;
    }

    std::string text(std::string_view key)
    {
        const auto* value = member(key, JsonValue::Type::String);
        return value != nullptr ? value->text : std::string();
    }

    /// Letters, digits and what is in `also`, not starting with a dot.
    std::string word(std::string_view key, std::string_view also)
    {
        auto out = text(key);
        const bool isWord = !out.starts_with('.') && std::all_of(out.begin(), out.end(), [also](char c) {
            return isAsciiLetter(c) || isAsciiDigit(c) || also.find(c) != std::string_view::npos;
        });
        if (!isWord)
            failAt(member(key, JsonValue::Type::String)->offset,
                   "\"" + std::string(key) + "\" is made of letters, digits and \"" + std::string(also) + "\"");
        return out;
    }

    std::vector<std::string> names(std::string_view key)
    {
        std::vector<std::string> out;
        const auto* list = member(key, JsonValue::Type::Array);
        if (list == nullptr)
            return out;
        if (list->items.size() > kMaxNames)
            failAt(list->offset, "\"" + std::string(key) + "\" has more than " + std::to_string(kMaxNames) + " names");
        for (const auto& item : list->items) {
            if (item.type != JsonValue::Type::String || !isMetricName(item.text))
                failAt(item.offset, "\"" + std::string(key) + "\" holds names of metrics");
            out.push_back(item.text);
        }
        return out;
    }

    std::string_view m_text;
    const JsonValue& m_root;
    std::optional<Error> m_error;
};

bool isThere(const std::set<std::string>& names, const std::string& metric)
{
    static constexpr std::array<std::string_view, 4> kEndings = {"", "_bucket", "_count", "_sum"};
    return std::any_of(kEndings.begin(), kEndings.end(),
                       [&](std::string_view ending) { return names.contains(metric + std::string(ending)); });
}

/// What stands before the first of `pack`'s names that is there; none when none is.
std::optional<std::string> prefixOf(const Pack& pack, const std::set<std::string>& names)
{
    for (const auto& wanted : pack.detect) {
        if (isThere(names, wanted))
            return std::string();
    }
    if (!pack.prefixed)
        return std::nullopt;
    for (const auto& name : names) {
        for (const auto& wanted : pack.detect) {
            if (name.ends_with("_" + wanted))
                return name.substr(0, name.size() - wanted.size());
        }
    }
    return std::nullopt;
}

} // namespace

Result<Pack> readPack(std::string_view text)
{
    const auto root = parseJson(text);
    if (!root)
        return tl::unexpected(root.error());
    return Reader(text, *root).read();
}

std::optional<PackFinding> detectPack(const Pack& pack, const std::set<std::string>& names)
{
    const auto prefix = prefixOf(pack, names);
    if (!prefix)
        return std::nullopt;
    PackFinding finding{*prefix, {}};
    for (const auto& metric : pack.metrics) {
        const bool isPlanned = std::find(pack.planned.begin(), pack.planned.end(), metric) != pack.planned.end();
        if (!isPlanned && !isThere(names, *prefix + metric))
            finding.missing.push_back(*prefix + metric);
    }
    return finding;
}

} // namespace nocturne::dashboards
