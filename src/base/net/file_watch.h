// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "base/net/event_loop.h"

namespace nocturne::net {

/// Tells when something changes in some folders: a file written, moved in or out, made or removed. Folders are watched
/// and not files, since editors write a new file and move it over the old one.
///
/// Changes that follow each other are told once, when it has been quiet for a moment, but after a few such moments at
/// the latest. A folder that is not there is not watched; whoever needs certainty looks by the clock as well. Lives on
/// the loop's thread; the loop outlives it. Source: inotify(7).
class FileWatch
{
public:
    FileWatch(EventLoop& loop, std::function<void()> changed,
              std::chrono::milliseconds quiet = std::chrono::milliseconds(200));
    ~FileWatch();
    FileWatch(const FileWatch&) = delete;
    FileWatch& operator=(const FileWatch&) = delete;

    /// Watches these folders and no others. May be called again at any time, also to take up folders made since.
    void setFolders(const std::set<std::string>& folders);

private:
    void drain();
    void told();

    EventLoop& m_loop;
    std::function<void()> m_changed;
    std::chrono::milliseconds m_quiet;
    int m_descriptor = -1;
    WatchId m_watch = 0;
    TimerId m_timer = 0;
    int m_delays = 0;
    std::map<std::string, int> m_folders; ///< and what inotify calls them
};

} // namespace nocturne::net
