// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/net/file_watch.h"

namespace nocturne::collector {

/// Tells when the configuration, or a file that it names, changed on disk. Lives on the loop's thread.
class ConfigWatch
{
public:
    ConfigWatch(net::EventLoop& loop, std::function<void()> changed);

    /// Watches these files, and those that match where one is a pattern; as they are now counts as known.
    void setFiles(std::vector<std::string> files);

private:
    void look();

    std::function<void()> m_changed;
    std::vector<std::string> m_files;
    std::string m_seen;
    net::FileWatch m_watch;
};

} // namespace nocturne::collector
