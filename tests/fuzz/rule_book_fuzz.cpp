// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whatever a rule file holds: a rule that is added to it reads back as it was meant, beside all others as they were,
// and once it is taken out again those alone are left. Or it is refused, and the file is as it was.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include <unistd.h>

#include "watch/rules/rule_book.h"

using namespace nocturne;
using namespace nocturne::rules;

namespace {

void demand(bool condition, std::string_view what)
{
    if (condition)
        return;
    std::fprintf(stderr, "%.*s\n", static_cast<int>(what.size()), what.data());
    std::abort();
}

/// A folder of this process, in memory where there is such a place.
class Folder
{
public:
    Folder()
    {
        std::error_code error;
        const auto root = std::filesystem::is_directory("/dev/shm", error) ? std::filesystem::path("/dev/shm")
                                                                           : std::filesystem::temp_directory_path();
        m_path = root / ("nocturne_rule_book_" + std::to_string(::getpid()));
        std::filesystem::create_directory(m_path);
    }
    ~Folder()
    {
        std::error_code error;
        std::filesystem::remove_all(m_path, error);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string file() const { return m_path / "rules.yml"; }

private:
    std::filesystem::path m_path;
};

std::string contentOf(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// What tells rules apart, and the order they stand in.
std::vector<std::string> expressionsOf(const RuleBook::Edition& edition, const std::string& without)
{
    std::vector<std::string> all;
    for (const auto& entry : edition.entries) {
        if (entry.rule.name() != without)
            all.push_back(std::string(entry.rule.name()) + " = " + entry.rule.expression);
    }
    return all;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const Folder folder;
    static const std::string kName = "AddedByTheForm";
    const auto path = folder.file();
    // NOLINTNEXTLINE: libFuzzer hands over unsigned bytes.
    const std::string text(reinterpret_cast<const char*>(data), size);
    std::ofstream(path, std::ios::binary | std::ios::trunc) << text;

    PosixIo io;
    RuleBook book(io, path, {}, [](const std::vector<RuleGroup>&) { return Result<void>(); });
    const auto before = book.read();
    if (!before)
        return 0;
    for (std::size_t i = 0; i < before->entries.size(); ++i) {
        if (before->entries[i].rule.name() == kName)
            return 0;
    }
    ThresholdRule rule;
    rule.name = kName;
    rule.measured = "v";
    rule.threshold = 1;
    rule.summary = "a: \"b\" # {{ $value }}";
    if (!book.save(*before, rule)) {
        demand(contentOf(path) == text, "the file of a refused rule has changed");
        return 0;
    }

    const auto after = book.read();
    demand(after.has_value(), "what was written does not read");
    demand(expressionsOf(*after, kName) == expressionsOf(*before, kName), "another rule has changed");
    std::size_t at = after->entries.size();
    for (std::size_t i = 0; i < after->entries.size(); ++i) {
        if (after->entries[i].rule.name() == kName)
            at = i;
    }
    demand(at < after->entries.size() && after->entries[at].form == rule, "the rule reads differently");
    if (book.remove(*after, at)) {
        const auto rest = book.read();
        demand(rest && expressionsOf(*rest, {}) == expressionsOf(*before, {}), "more than the rule was taken out");
    }
    return 0;
}
