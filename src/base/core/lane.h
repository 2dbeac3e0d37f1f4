// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

namespace nocturne {

/// One thread that does what it is given, in the order in which it came, all of it: for callers that must not wait for
/// a disk. The thread begins with the first job.
class Lane
{
public:
    using Job = std::function<void()>;

    Lane();
    /// As finish().
    ~Lane();
    Lane(const Lane&) = delete;
    Lane& operator=(const Lane&) = delete;

    /// From any thread, also from a job. Never waits. After finish() the job is dropped.
    void submit(Job job);
    /// Waits until all that was submitted is done, and takes nothing more. Not from a job.
    void finish();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace nocturne
