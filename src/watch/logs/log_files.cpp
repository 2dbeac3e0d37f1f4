// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/logs/log_files.h"

#include <algorithm>

#include <glob.h>

namespace nocturne::logs {

namespace {

std::vector<std::string> filesOf(const std::string& pattern)
{
    std::vector<std::string> paths;
    glob_t found = {};
    if (glob(pattern.c_str(), 0, nullptr, &found) == 0)
        paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
    globfree(&found);
    return paths;
}

} // namespace

LogFiles::LogFiles(LogStore& store, const Clock& clock, Options options)
    : m_store(store)
    , m_clock(clock)
    , m_options(std::move(options))
{}

bool LogFiles::isFollowed(const std::string& path) const
{
    const auto identity = identityOf(path);
    return std::ranges::any_of(m_tails, [&](const auto& tail) {
        return tail->options().path == path || (identity && tail->identity() == identity);
    });
}

void LogFiles::follow(const std::string& path)
{
    auto options = m_options.tail;
    options.path = path;
    options.isNew = m_scanned.has_value();
    m_tails.push_back(std::make_unique<FileTail>(m_store, m_clock, std::move(options)));
    (void)m_tails.back()->poll(); // so that further names of the file are known
}

void LogFiles::rescan()
{
    if (!isPattern()) {
        if (m_tails.empty()) {
            auto options = m_options.tail;
            options.path = m_options.pattern;
            m_tails.push_back(std::make_unique<FileTail>(m_store, m_clock, std::move(options)));
        }
        return;
    }
    m_leftOut = 0;
    const auto paths = filesOf(m_options.pattern);
    std::erase_if(m_tails, [&](const auto& tail) {
        return std::ranges::find(paths, tail->options().path.string()) == paths.end() && !tail->identity();
    });
    for (const auto& path : paths) {
        if (isFollowed(path) || isPacked(path))
            continue;
        if (m_tails.size() < m_options.maxFiles)
            follow(path);
        else
            ++m_leftOut;
    }
}

void LogFiles::poll()
{
    const auto now = m_clock.monotonic();
    if (!m_scanned || now - *m_scanned >= m_options.rescan) {
        rescan();
        m_scanned = now;
    }
    m_states.clear();
    for (const auto& tail : m_tails) {
        const auto polled = tail->poll();
        m_states.push_back({tail->options().path.string(), tail->options().service,
                            polled ? std::nullopt : std::optional(polled.error())});
    }
    if (m_tails.empty())
        m_states.push_back({m_options.pattern, m_options.tail.service,
                            Error{Error::Kind::NotFound, "no file matches " + m_options.pattern}});
    if (m_leftOut > 0)
        m_states.push_back({m_options.pattern, m_options.tail.service,
                            Error{Error::Kind::LimitExceeded, std::to_string(m_leftOut) + " files beyond the " +
                                                                  std::to_string(m_options.maxFiles) +
                                                                  " that are followed: narrow the pattern"}});
}

} // namespace nocturne::logs
