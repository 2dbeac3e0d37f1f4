// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/collector/source_desk.h"

#include <algorithm>
#include <filesystem>

#include <unistd.h>

#include "base/core/io_files.h"
#include "base/core/text.h"
#include "watch/rules/rule_file.h"

namespace nocturne::collector {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kHeader = "# Nocturne's configuration. Sources that are added from the window come here.\n";

bool isWritable(const std::string& path) { return ::access(path.c_str(), W_OK) == 0; }

/// The file itself, where the path leads over links.
std::string realPath(const std::string& path)
{
    std::error_code error;
    const auto real = fs::canonical(path, error);
    return error ? path : real.string();
}

/// A Prometheus that reads the same file would refuse what is only ours.
bool belongsToPrometheus(const std::string& path)
{
    return fs::path(path).filename().string().starts_with("prometheus");
}

std::string fileNameOf(const std::string& title)
{
    std::string name;
    for (const char c : asciiLower(title)) {
        const bool isKept = isAsciiLetter(c) || isAsciiDigit(c);
        if (isKept)
            name += c;
        else if (!name.empty() && name.back() != '-' && name.size() < 60)
            name += '-';
    }
    while (name.ends_with('-'))
        name.pop_back();
    return name.empty() ? "pasted" : name.substr(0, 60);
}

} // namespace

SourceDesk::SourceDesk(IoLayer& io, Options options, Doors doors)
    : m_io(io)
    , m_options(std::move(options))
    , m_doors(std::move(doors))
{}

bool SourceDesk::hasConfiguration() const
{
    std::error_code unknown;
    return fs::exists(m_options.configFile, unknown);
}

std::string SourceDesk::obstacle() const
{
    if (m_options.readOnly)
        return "samples are only looked at: nothing is gathered";
    if (m_options.configFile.empty())
        return "there is no configuration file";
    std::error_code unknown;
    const auto path = realPath(m_options.configFile);
    const auto shown = '"' + printable(path) + '"';
    if (fs::exists(path, unknown) && !isWritable(path))
        return shown + " may not be written";
    auto folder = folderOf(path);
    while (!folder.empty() && folder != "/" && !fs::exists(folder, unknown))
        folder = folderOf(folder);
    return isWritable(folder) ? "" : "the folder of " + shown + " may not be written";
}

Result<probe::SourceEntry> SourceDesk::entryFor(const probe::Finding& finding, const paste::WebRequest& request) const
{
    return probe::entryFor(finding, request, m_doors.configuration());
}

bool SourceDesk::isWatched(const probe::Finding& finding) const
{
    return probe::isWatched(finding, m_doors.configuration());
}

Result<probe::SourceEntry> SourceDesk::streamEntryFor(const probe::Finding& finding, const paste::WebRequest& request,
                                                      const std::string& mapping) const
{
    return probe::streamEntryFor(finding, request, mapping, m_doors.configuration());
}

bool SourceDesk::hasJob(const std::string& name) const
{
    const auto configuration = m_doors.configuration();
    return std::ranges::find(configuration.scrapeConfigs, name, &config::ScrapeConfig::jobName) !=
           configuration.scrapeConfigs.end();
}

Result<void> SourceDesk::write(const std::string& path, const std::string& text)
{
    std::error_code ignored;
    fs::create_directories(folderOf(path), ignored); // where that fails, writing says why
    const bool isThere = fs::exists(path, ignored);
    const auto mode = isThere ? fs::status(path, ignored).permissions() : fs::perms::unknown;
    auto written = writeWhole(m_io, path, [&](OutputFile& file) {
        return file.write(std::as_bytes(std::span(text))).and_then([&] { return file.sync(); });
    });
    if (written && isThere && mode != fs::perms::unknown)
        fs::permissions(path, mode, ignored);
    return written;
}

Result<std::string> SourceDesk::withEntries(const std::string& path, std::string text,
                                            const std::vector<probe::SourceEntry>& entries) const
{
    for (const auto& entry : entries) {
        if (belongsToPrometheus(path) && entry.item.section.front() != "scrape_configs") {
            return fail(Error::Kind::InvalidInput, "a Prometheus may read \"" + printable(path) +
                                                       "\" too, and does not know " + entry.item.section.front());
        }
        auto now = paste::withItem(text, entry.item);
        if (!now)
            return tl::unexpected(now.error().within(printable(path)));
        text = std::move(*now);
    }
    return text;
}

Result<void> SourceDesk::keepSecrets(const std::vector<probe::SourceEntry>& entries) const
{
    for (const auto& entry : entries) {
        for (const auto& [name, secret] : entry.secrets) {
            if (auto kept = m_doors.keychain().write(name, secret); !kept)
                return kept;
        }
    }
    return {};
}

Result<void> SourceDesk::add(const std::vector<probe::SourceEntry>& entries)
{
    if (const auto why = obstacle(); !why.empty())
        return fail(Error::Kind::Unavailable, why);
    const std::lock_guard lock(m_mutex);
    const auto path = realPath(m_options.configFile);
    auto before = wholeText(path);
    const bool isNew = !before && before.error().kind == Error::Kind::NotFound;
    if (!before && !isNew)
        return tl::unexpected(before.error());
    const auto now = withEntries(path, isNew ? std::string(kHeader) : *before, entries);
    if (!now)
        return tl::unexpected(now.error());
    if (auto kept = keepSecrets(entries); !kept)
        return kept;
    if (auto written = write(path, *now); !written)
        return written;
    auto loaded = m_doors.reload();
    if (loaded)
        return {};
    if (isNew)
        (void)m_io.remove(path);
    else
        (void)write(path, *before);
    (void)m_doors.reload();
    return loaded;
}

Result<std::string> SourceDesk::addRules(const std::string& text, const std::string& title)
{
    if (m_options.readOnly || m_options.rulesFolder.empty())
        return fail(Error::Kind::Unavailable, "rules are not kept: there is no data directory to keep them in");
    const auto file = rules::readRuleFile(text, {}, {.missingFeatureWarns = true});
    if (file.findings.hasErrors())
        return tl::unexpected(file.findings.firstError());
    const std::lock_guard lock(m_mutex);
    std::error_code ignored;
    const auto base = m_options.rulesFolder + '/' + fileNameOf(title);
    auto path = base + ".yml";
    for (int i = 2; fs::exists(path, ignored); ++i)
        path = base + '-' + std::to_string(i) + ".yml";
    if (auto written = write(path, text); !written)
        return tl::unexpected(written.error());
    if (auto loaded = m_doors.reload(); !loaded) {
        (void)m_io.remove(path);
        (void)m_doors.reload();
        return tl::unexpected(loaded.error());
    }
    return path;
}

std::vector<probe::LocalService> SourceDesk::lookAround(probe::ScanOptions options, std::stop_token stop) const
{
    if (const int own = m_doors.serverPort(); own > 0)
        options.skipped.push_back(static_cast<std::uint16_t>(own));
    auto found = probe::scanLocally(options, std::move(stop));
    const auto configuration = m_doors.configuration();
    std::erase_if(found, [&](const auto& service) { return probe::isWatched(service.finding, configuration); });
    return found;
}

} // namespace nocturne::collector
