// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/collector/config_watch.h"

#include <filesystem>
#include <set>

#include <sys/stat.h>

#include "service/collector/source_options.h"

namespace nocturne::collector {

namespace {

/// What tells one content of the files from another without reading them.
std::string traceOf(const std::vector<std::string>& patterns)
{
    std::string trace;
    for (const auto& pattern : patterns) {
        for (const auto& path : expandGlob(pattern)) {
            struct stat status = {};
            trace += path;
            if (::stat(path.c_str(), &status) == 0) {
                for (const auto number : {static_cast<std::int64_t>(status.st_ino), std::int64_t{status.st_size},
                                          std::int64_t{status.st_mtim.tv_sec}, std::int64_t{status.st_mtim.tv_nsec}})
                    trace += ' ' + std::to_string(number);
            }
            trace += '\n';
        }
    }
    return trace;
}

} // namespace

ConfigWatch::ConfigWatch(net::EventLoop& loop, std::function<void()> changed)
    : m_changed(std::move(changed))
    , m_watch(loop, [this] { look(); })
{}

void ConfigWatch::setFiles(std::vector<std::string> files)
{
    m_files = std::move(files);
    std::set<std::string> folders;
    for (const auto& file : m_files) {
        const auto folder = std::filesystem::path(file).parent_path().string();
        folders.insert(folder.empty() ? "." : folder);
    }
    m_watch.setFolders(folders);
    m_seen = traceOf(m_files);
}

void ConfigWatch::look()
{
    auto now = traceOf(m_files);
    if (now == m_seen)
        return;
    m_seen = std::move(now);
    m_changed();
}

} // namespace nocturne::collector
