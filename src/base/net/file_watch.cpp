// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/net/file_watch.h"

#include <array>
#include <cstring>
#include <utility>

#include <sys/inotify.h>
#include <unistd.h>

namespace nocturne::net {

namespace {

constexpr std::uint32_t kEvents =
    IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;
constexpr int kMostDelays = 5; // who writes without a pause is not waited for

} // namespace

FileWatch::FileWatch(EventLoop& loop, std::function<void()> changed, std::chrono::milliseconds quiet)
    : m_loop(loop)
    , m_changed(std::move(changed))
    , m_quiet(quiet)
{}

FileWatch::~FileWatch()
{
    m_loop.cancel(m_timer);
    if (m_descriptor < 0)
        return;
    m_loop.unwatch(m_watch);
    ::close(m_descriptor);
}

void FileWatch::setFolders(const std::set<std::string>& folders)
{
    if (m_descriptor < 0 && !folders.empty()) {
        m_descriptor = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
        if (m_descriptor < 0)
            return; // out of instances: the clock is left
        m_watch = m_loop.watch(m_descriptor, {.readable = true, .writable = false}, [this](Readiness) { drain(); });
    }
    for (auto at = m_folders.begin(); at != m_folders.end();) {
        if (folders.contains(at->first)) {
            ++at;
            continue;
        }
        ::inotify_rm_watch(m_descriptor, at->second);
        at = m_folders.erase(at);
    }
    for (const auto& folder : folders) { // those known too: a folder may have been replaced by another of its name
        const int id = ::inotify_add_watch(m_descriptor, folder.c_str(), kEvents);
        if (id >= 0)
            m_folders[folder] = id;
        else
            m_folders.erase(folder);
    }
}

void FileWatch::drain()
{
    alignas(inotify_event) std::array<char, 4096> buffer{};
    bool any = false;
    for (;;) {
        const auto size = ::read(m_descriptor, buffer.data(), buffer.size());
        if (size <= 0)
            break;
        for (std::size_t at = 0; at + sizeof(inotify_event) <= static_cast<std::size_t>(size);) {
            inotify_event event{};
            std::memcpy(&event, buffer.data() + at, sizeof event);
            any = any || (event.mask & IN_IGNORED) == 0; // which only says that a folder is no longer watched
            at += sizeof event + event.len;
        }
    }
    if (!any || (m_timer != 0 && m_delays >= kMostDelays))
        return;
    m_delays = m_timer == 0 ? 0 : m_delays + 1;
    m_loop.cancel(m_timer);
    m_timer = m_loop.after(m_quiet, [this] { told(); });
}

void FileWatch::told()
{
    m_timer = 0;
    const auto call = m_changed; // it may end us
    call();
}

} // namespace nocturne::net
