// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string_view>

#include "base/core/worker_pool.h"
#include "engine/remote_write/receiver.h"
#include "service/server/http_message.h"

namespace nocturne::server {

/// Takes samples in by remote write 1.0 and 2.0, as Prometheus' receiver does: 204 when all were stored, 400 with what
/// was not, and why, when some were not; a sender must not send those again.
///
/// Small requests are stored at once on the calling thread, large ones by the pool, so that sockets and timers of the
/// thread go on. Receiver and pool outlive all replies.
/// Sources: Prometheus, documentation, "Remote-Write 1.0 specification" and "Remote-Write 2.0 specification";
/// storage/remote/write_handler.go of 3.x.
class WriteApi
{
public:
    using Reply = std::function<void(HttpResponse)>;
    static constexpr std::string_view kPath = "/api/v1/write";

    WriteApi(remote_write::Receiver& receiver, WorkerPool& pool)
        : m_receiver(&receiver)
        , m_pool(&pool)
    {}

    /// Calls `reply` once, from any thread.
    void handle(HttpRequest request, Reply reply) const;
    /// The answer where nobody takes samples in.
    static HttpResponse notEnabled();

private:
    remote_write::Receiver* m_receiver;
    WorkerPool* m_pool;
};

} // namespace nocturne::server
