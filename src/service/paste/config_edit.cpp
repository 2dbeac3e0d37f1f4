// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/paste/config_edit.h"

#include <algorithm>
#include <span>

#include "base/yaml/parse.h"
#include "service/config/read_configuration.h"
#include "service/paste/text_lines.h"

namespace nocturne::paste {

namespace {

using Path = std::span<const std::string>;

std::string indented(std::string_view lines, std::size_t depth)
{
    std::string out;
    for (std::size_t at = 0; at < lines.size();) {
        const auto end = std::min(lines.find('\n', at), lines.size() - 1);
        out += std::string(depth, ' ').append(lines.substr(at, end + 1 - at));
        at = end + 1;
    }
    return out;
}

/// The keys of `path` one below the other, and the item below the last.
std::string nested(Path path, const std::string& lines, std::size_t depth)
{
    if (path.empty())
        return indented(lines, depth);
    return std::string(depth, ' ') + path.front() + ":\n" + nested(path.subspan(1), lines, depth + 2);
}

tl::unexpected<Error> wrongForm(SourcePosition where, const std::string& key)
{
    return fail(Error::Kind::InvalidInput,
                key + " is written in a way that lines cannot be put in: write its items below each other, each "
                      "behind a hyphen",
                where);
}

Result<std::string> behindLastItem(const TextLines& lines, const yaml::Node& list, const std::string& key,
                                   const std::string& item)
{
    const auto& last = list.items().back();
    const auto line = last.position().line;
    const auto depth = lines.depth(line);
    if (!lines.beginsItem(line))
        return wrongForm(last.position(), key);
    return lines.withLinesBehind(lines.lastOfBlock(line, depth), indented(item, depth));
}

/// Puts the item where `path` leads below the map `node`.
Result<std::string> put(const TextLines& lines, const yaml::Node& node, Path path, const std::string& item)
{
    const auto entries = node.entries();
    const auto entry = std::ranges::find(entries, path.front(), &yaml::Entry::key);
    const auto depth = entries.empty() ? std::size_t{0} : static_cast<std::size_t>(entries.front().position.column - 1);
    if (entry == entries.end()) {
        const auto& before = entries.back();
        if (before.position.column != entries.front().position.column || lines.depth(before.position.line) != depth)
            return wrongForm(before.position, before.key);
        const auto end = lines.lastOfBlock(before.position.line, depth);
        // Lists may stand as deep as their key.
        int last = end;
        while (last < static_cast<int>(lines.count()) && !lines.isEmpty(last + 1) && lines.depth(last + 1) == depth &&
               lines.line(last + 1)[depth] == '-')
            last = lines.lastOfBlock(last + 1, depth);
        const auto target = depth == 0 ? static_cast<int>(lines.count()) : last;
        return lines.withLinesBehind(target, (depth == 0 ? "\n" : "") + nested(path, item, depth));
    }
    const auto rest = path.subspan(1);
    if (entry->value.isNull())
        return lines.withLinesBehind(entry->position.line, nested(rest, item, depth + 2));
    if (!rest.empty())
        return entry->value.isMap() ? put(lines, entry->value, rest, item) : wrongForm(entry->position, entry->key);
    if (!entry->value.isSequence() || entry->value.items().empty())
        return wrongForm(entry->position, entry->key);
    return behindLastItem(lines, entry->value, entry->key, item);
}

bool isSame(const yaml::Node& a, const yaml::Node& b)
{
    if (a.kind() != b.kind() || a.raw() != b.raw() || a.isQuoted() != b.isQuoted())
        return false;
    return std::ranges::equal(a.items(), b.items(), isSame) &&
           std::ranges::equal(a.entries(), b.entries(), [](const yaml::Entry& one, const yaml::Entry& other) {
               return one.key == other.key && isSame(one.value, other.value);
           });
}

/// Whether `now` is `before` with `item` more at the end of the list that `path` leads to.
bool isOneMore(const yaml::Node* before, const yaml::Node& now, Path path, const yaml::Node& item)
{
    if (path.empty()) {
        const auto old = before == nullptr ? std::span<const yaml::Node>() : before->items();
        const auto items = now.items();
        return items.size() == old.size() + 1 && isSame(items.back(), item) &&
               std::equal(old.begin(), old.end(), items.begin(), isSame);
    }
    const auto old = before == nullptr ? std::span<const yaml::Entry>() : before->entries();
    bool isThere = false;
    for (const auto& entry : now.entries()) {
        const auto* was = before == nullptr ? nullptr : before->find(entry.key);
        if (entry.key != path.front()) {
            if (was == nullptr || !isSame(*was, entry.value))
                return false;
            continue;
        }
        isThere = isOneMore(was, entry.value, path.subspan(1), item);
    }
    const bool wasThere = before != nullptr && before->find(path.front()) != nullptr;
    return isThere && now.entries().size() == old.size() + (wasThere ? 0 : 1);
}

Result<std::string> checked(std::string_view before, std::string now, const yaml::Node& root, const ConfigItem& item)
{
    const auto read = yaml::parse(now);
    const auto alone = yaml::parse(item.lines);
    const bool isMeant =
        read && alone && alone->items().size() == 1 && isOneMore(&root, *read, item.section, alone->items().front());
    if (!isMeant)
        return fail(Error::Kind::InvalidInput,
                    "the form of the file does not allow lines to be put into " + item.section.back());
    const auto reading = config::readConfiguration(now);
    if (reading.hasErrors() && !config::readConfiguration(before).hasErrors()) {
        for (const auto& finding : reading.findings) {
            if (finding.severity == yaml::Finding::Severity::Error)
                return fail(Error::Kind::InvalidInput, finding.error.message);
        }
    }
    return now;
}

} // namespace

std::string asDocument(const ConfigItem& item) { return nested(item.section, item.lines, 0); }

Result<std::string> withItem(std::string_view text, const ConfigItem& item)
{
    const auto root = yaml::parse(text);
    if (!root)
        return tl::unexpected(root.error());
    const TextLines lines(text);
    if (root->isNull()) {
        const auto gap = lines.count() == 0 ? "" : "\n";
        return checked(text, lines.withLinesBehind(static_cast<int>(lines.count()), gap + asDocument(item)), *root,
                       item);
    }
    if (!root->isMap() || root->entries().empty())
        return wrongForm(root->position(), "the configuration");
    auto now = put(lines, *root, item.section, item.lines);
    if (!now)
        return now;
    return checked(text, std::move(*now), *root, item);
}

} // namespace nocturne::paste
