// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/rules/rule_book.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <span>
#include <system_error>

#include "base/core/io_files.h"
#include "base/core/text.h"

namespace nocturne::rules {

namespace {

constexpr std::string_view kHeader = "# Rules made in Nocturne's window, in Prometheus' format. They may be changed "
                                     "here as well: the window leaves alone\n"
                                     "# what it cannot show, and writes nothing over changes that it has not seen.\n"
                                     "groups:\n"
                                     "  - name: \"Nocturne\"\n"
                                     "    interval: 15s\n"
                                     "    rules:\n";

/// Where whole lines lie in a text.
struct Lines
{
    std::size_t begin = 0;
    std::size_t end = 0;
};

std::size_t endOfLine(std::string_view text, std::size_t at)
{
    const auto end = text.find('\n', at);
    return end == std::string_view::npos ? text.size() : end + 1;
}

std::size_t indentation(std::string_view line) { return std::min(line.find_first_not_of(' '), line.size()); }

bool isBlank(std::string_view line)
{
    const auto first = line.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos || line[first] == '#';
}

/// The lines of the item of a block sequence whose first key stands in line `line`, from 1, without blank lines and
/// comments behind it. Nothing where the item is written in another way.
std::optional<Lines> itemAt(std::string_view text, int line)
{
    std::size_t begin = 0;
    for (int i = 1; i < line; ++i)
        begin = endOfLine(text, begin);
    const auto first = text.substr(begin, endOfLine(text, begin) - begin);
    const auto depth = indentation(first);
    if (!first.substr(depth).starts_with("- "))
        return std::nullopt;
    Lines lines{begin, endOfLine(text, begin)};
    for (auto at = lines.end; at < text.size();) {
        const auto end = endOfLine(text, at);
        const auto next = text.substr(at, end - at);
        if (!isBlank(next)) {
            if (indentation(next) <= depth)
                break;
            lines.end = end;
        }
        at = end;
    }
    return lines;
}

/// What tells a rule from another one, and both from where they stand.
std::string identity(const RuleGroup& group, const Rule& rule)
{
    std::string text = group.name + "\xff" + rule.alert + "\xff" + rule.record + "\xff" + rule.expression + "\xff" +
                       std::to_string(rule.holdFor.count()) + "\xff" + std::to_string(rule.keepFiringFor.count());
    for (const auto* templates : {&rule.labels, &rule.annotations}) {
        text += "\xfe";
        for (const auto& [name, value] : *templates)
            text.append("\xff").append(name).append("\xff").append(value.source());
    }
    return text;
}

std::vector<std::string> identities(const std::vector<RuleGroup>& groups)
{
    std::vector<std::string> all;
    for (const auto& group : groups) {
        for (const auto& rule : group.rules)
            all.push_back(identity(group, rule));
    }
    return all;
}

RuleBook::Entry entryOf(const Rule& rule, std::string_view text)
{
    RuleBook::Entry entry{rule, thresholdRuleOf(rule), false};
    const auto lines = itemAt(text, rule.where.line);
    entry.isRemovable = lines.has_value();
    if (entry.form && (!lines || linesOf(*entry.form) != text.substr(lines->begin, lines->end - lines->begin)))
        entry.form.reset(); // written by hand: to write it anew would lose how
    return entry;
}

tl::unexpected<Error> otherwiseWritten(const std::string& path)
{
    return fail(Error::Kind::InvalidInput,
                path + " is written in a way that the window cannot add to or take from: change it with an editor");
}

/// Puts a file with `text` in the place of `path`, whole or not at all. Unlike writeWhole() it leaves the new one there
/// whatever happens then: the old one is gone.
Result<void> replace(IoLayer& io, const std::string& path, const std::string& text)
{
    const auto beside = path + ".tmp";
    (void)io.remove(beside); // of a process that died
    const auto written = [&]() -> Result<void> {
        auto file = OutputFile::create(io, beside);
        if (!file)
            return tl::unexpected(file.error());
        return file->write(std::as_bytes(std::span(text))).and_then([&] { return file->sync(); });
    }();
    if (written && io.rename(beside, path)) {
        (void)io.syncDirectory(folderOf(path));
        return {};
    }
    (void)io.remove(beside);
    return written ? fail(Error::Kind::Unavailable, "cannot put the new file in the place of " + path) : written;
}

Result<RuleFile> readAs(const std::string& text, const std::string& path, const promql::ParserOptions& parser)
{
    auto file = readRuleFile(text, path, {.parser = parser});
    if (file.findings.hasErrors())
        return fail(Error::Kind::InvalidInput, path + ":" + file.findings.firstError().text());
    return file;
}

} // namespace

RuleBook::RuleBook(IoLayer& io, std::string path, Options options, Apply apply)
    : m_io(io)
    , m_path(std::move(path))
    , m_options(options)
    , m_apply(std::move(apply))
{}

Result<std::string> RuleBook::content(bool& exists) const
{
    std::error_code error;
    exists = std::filesystem::exists(m_path, error);
    if (!exists && !error)
        return std::string();
    std::ifstream file(m_path, std::ios::binary);
    if (error || !file || !std::filesystem::is_regular_file(m_path, error))
        return fail(Error::Kind::Unavailable, "cannot read the rule file " + m_path);
    std::string text(m_options.maxBytes + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (file.bad())
        return fail(Error::Kind::Unavailable, "cannot read the rule file " + m_path + " to its end");
    if (text.size() > m_options.maxBytes)
        return fail(Error::Kind::LimitExceeded,
                    "the rule file " + m_path + " is larger than " + std::to_string(m_options.maxBytes) + " bytes");
    return text;
}

Result<RuleBook::Edition> RuleBook::read() const
{
    Edition edition;
    auto text = content(edition.exists);
    if (!text)
        return tl::unexpected(text.error());
    edition.text = std::move(*text);
    if (!edition.exists)
        return edition;
    const auto file = readAs(edition.text, m_path, m_options.parser);
    if (!file)
        return tl::unexpected(file.error());
    for (const auto& group : file->groups) {
        for (const auto& rule : group.rules)
            edition.entries.push_back(entryOf(rule, edition.text));
    }
    return edition;
}

Result<void> RuleBook::save(const Edition& edition, const ThresholdRule& rule, std::optional<std::size_t> replaced)
{
    if (const auto faults = faultsOf(rule, m_options.parser); !faults.empty())
        return tl::unexpected(faults.front().error);
    if (replaced && (*replaced >= edition.entries.size() || !edition.entries[*replaced].isEditable()))
        return fail(Error::Kind::InvalidInput, "this rule is not one that the form can change");
    for (std::size_t i = 0; i < edition.entries.size(); ++i) {
        if (i != replaced && edition.entries[i].rule.name() == rule.name)
            return fail(Error::Kind::InvalidInput,
                        "there is a rule \"" + printable(rule.name, 80) + "\" in the file: give this one another name");
    }
    const auto lines = linesOf(rule);
    auto text = edition.text;
    std::size_t place = edition.entries.size();
    if (replaced) {
        place = *replaced;
        const auto old = itemAt(text, edition.entries[place].rule.where.line);
        text.replace(old->begin, old->end - old->begin, lines);
    } else if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
        text = std::string(kHeader) + lines;
    } else {
        text += (text.ends_with('\n') ? "" : "\n") + lines;
    }
    const auto before = edition.exists ? readAs(edition.text, m_path, m_options.parser) : Result<RuleFile>(RuleFile());
    const auto written =
        readRuleFile("groups:\n  - name: x\n    rules:\n" + lines, m_path, {.parser = m_options.parser});
    if (!before || written.findings.hasErrors() || written.groups.size() != 1 || written.groups[0].rules.size() != 1)
        return otherwiseWritten(m_path);
    auto expected = identities(before->groups);
    auto home = written.groups[0];
    home.name = "Nocturne";
    std::size_t passed = 0;
    for (const auto& group : before->groups) {
        const bool isHome =
            replaced ? place >= passed && place < passed + group.rules.size() : &group == &before->groups.back();
        home.name = isHome ? group.name : home.name;
        passed += group.rules.size();
    }
    if (replaced)
        expected[place] = identity(home, home.rules[0]);
    else
        expected.push_back(identity(home, home.rules[0]));
    return put(edition, text, expected);
}

Result<void> RuleBook::remove(const Edition& edition, std::size_t index)
{
    if (index >= edition.entries.size() || !edition.entries[index].isRemovable)
        return otherwiseWritten(m_path);
    const auto before = readAs(edition.text, m_path, m_options.parser);
    if (!before)
        return tl::unexpected(before.error());
    auto expected = identities(before->groups);
    expected.erase(expected.begin() + static_cast<std::ptrdiff_t>(index));
    auto text = edition.text;
    const auto lines = itemAt(text, edition.entries[index].rule.where.line);
    text.erase(lines->begin, lines->end - lines->begin);
    return put(edition, text, expected);
}

/// Writes `text`, in which there have to be the rules `expected`.
Result<void> RuleBook::put(const Edition& edition, const std::string& text, const std::vector<std::string>& expected)
{
    const std::lock_guard lock(m_mutex);
    auto file = readAs(text, m_path, m_options.parser);
    if (!file || identities(file->groups) != expected)
        return otherwiseWritten(m_path);
    bool exists = false;
    const auto now = content(exists);
    if (!now)
        return tl::unexpected(now.error());
    if (exists != edition.exists || *now != edition.text)
        return fail(Error::Kind::Unavailable, m_path + " was changed by somebody else meanwhile, and nothing was "
                                                       "written: look at the rules as they are now, and try again");
    std::error_code error;
    std::filesystem::create_directories(folderOf(m_path), error);
    const auto target = exists ? std::filesystem::canonical(m_path, error).string() : m_path; // behind a link
    const auto permissions =
        exists ? std::filesystem::status(target, error).permissions() : std::filesystem::perms::unknown;
    if (auto written = replace(m_io, error ? m_path : target, text); !written)
        return fail(Error::Kind::Unavailable, written.error().text());
    if (permissions != std::filesystem::perms::unknown)
        std::filesystem::permissions(target, permissions, error);
    return m_apply ? m_apply(std::move(file->groups)) : Result<void>();
}

} // namespace nocturne::rules
