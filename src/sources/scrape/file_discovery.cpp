// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Source: Prometheus, discovery/file/file.go.
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <system_error>

#include <glob.h>

#include "base/core/text.h"
#include "base/net/file_watch.h"
#include "sources/scrape/discovery.h"

namespace nocturne::scrape {

namespace {

constexpr std::size_t kMaxFileBytes = std::size_t{16} << 20U;

std::vector<std::string> filesOf(const std::string& pattern)
{
    if (pattern.find_first_of("*?[") == std::string::npos)
        return {pattern};
    std::vector<std::string> paths;
    glob_t found = {};
    if (glob(pattern.c_str(), 0, nullptr, &found) == 0)
        paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
    globfree(&found);
    return paths;
}

std::string folderOf(const std::string& path)
{
    const auto folder = std::filesystem::path(path).parent_path().string();
    return folder.empty() ? "." : folder;
}

Result<std::string> contentOf(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return fail(Error::Kind::NotFound, "cannot read it: " + std::generic_category().message(errno));
    std::string text(kMaxFileBytes + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (text.size() > kMaxFileBytes)
        return fail(Error::Kind::LimitExceeded, "it is larger than " + std::to_string(kMaxFileBytes) + " bytes");
    return text;
}

class FileDiscovery final : public Discovery
{
public:
    FileDiscovery(FileDiscoveryOptions options, const Surroundings& around, Changed changed)
        : m_options(std::move(options))
        , m_around(around)
        , m_changed(std::move(changed))
        , m_watch(around.loop, [this] { look(); })
    {
        m_status.kind = "file_sd_configs";
        m_status.refresh = m_options.refresh;
        for (const auto& file : m_options.files)
            m_status.address += (m_status.address.empty() ? "" : ", ") + printable(file, 200);
        watchFolders(); // first: what is written while we read is told then
        refresh();
        schedule();
    }
    ~FileDiscovery() override { m_around.loop.cancel(m_timer); }

    std::vector<TargetGroup> groups() const override
    {
        std::vector<TargetGroup> all;
        for (const auto& [path, groups] : m_files)
            all.insert(all.end(), groups.begin(), groups.end());
        return all;
    }
    DiscoveryStatus status() const override { return m_status; }

private:
    void watchFolders()
    {
        std::set<std::string> folders;
        for (const auto& file : m_options.files)
            folders.insert(folderOf(file));
        m_watch.setFolders(folders);
    }

    void schedule()
    {
        m_timer = m_around.loop.after(m_options.refresh, [this] {
            schedule();
            watchFolders(); // a folder may have come
            look();
        });
    }

    void look()
    {
        const auto files = m_files;
        const auto error = m_status.lastError;
        refresh();
        if (files != m_files || error != m_status.lastError)
            m_changed();
    }

    /// Reads all files; one that is bad keeps the groups it had, one that is gone loses them.
    void refresh()
    {
        std::map<std::string, std::vector<TargetGroup>> files;
        std::string errors;
        for (const auto& pattern : m_options.files) {
            for (const auto& path : filesOf(pattern)) {
                auto groups = read(path);
                if (groups) {
                    files[path] = std::move(*groups);
                    continue;
                }
                errors += (errors.empty() ? "" : "; ") + printable(path, 200) + ": " + groups.error().text();
                const auto before = m_files.find(path);
                if (groups.error().kind != Error::Kind::NotFound && before != m_files.end())
                    files.insert(*before);
            }
        }
        m_files = std::move(files);
        note(std::move(errors));
    }

    static Result<std::vector<TargetGroup>> read(const std::string& path)
    {
        const auto text = contentOf(path);
        if (!text)
            return tl::unexpected(text.error());
        auto groups = readTargetGroups(*text);
        if (!groups)
            return groups;
        for (auto& group : *groups)
            group.labels.emplace_back("__meta_filepath", path);
        return groups;
    }

    void note(std::string errors)
    {
        m_status.hasRun = true;
        m_status.lastRefresh = m_around.clock.now();
        m_status.targets = targetCount(groups());
        if (errors.empty())
            m_status.lastSuccess = m_status.lastRefresh;
        else
            ++m_status.failures;
        if (!errors.empty() && errors != m_status.lastError)
            m_around.log.log(LogLevel::Warning, "scrape", "file_sd_configs: " + errors + ": its last targets are kept");
        m_status.lastError = std::move(errors);
    }

    FileDiscoveryOptions m_options;
    Surroundings m_around;
    Changed m_changed;
    net::FileWatch m_watch;
    net::TimerId m_timer = 0;
    std::map<std::string, std::vector<TargetGroup>> m_files;
    DiscoveryStatus m_status;
};

} // namespace

std::unique_ptr<Discovery> makeFileDiscovery(const FileDiscoveryOptions& options, const Discovery::Surroundings& around,
                                             Discovery::Changed changed)
{
    return std::make_unique<FileDiscovery>(options, around, std::move(changed));
}

} // namespace nocturne::scrape
