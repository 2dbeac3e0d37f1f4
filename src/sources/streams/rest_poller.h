// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <QTimer>

#include "base/net/http_client.h"
#include "sources/streams/aegis_message.h"
#include "sources/streams/stream_client.h"

namespace nocturne::streams {

/// Asks the REST side of an AEGIS server for what its stream does not give: backends and, when wanted, the status
/// distribution. One request of a kind is under way at a time. Used on the thread of the Qt event loop that made it.
class RestPoller
{
public:
    struct Listener
    {
        std::function<void(const std::vector<AegisReader::Backend>&)> backends;
        std::function<void(const std::vector<BucketRow>&)> statusRows;
        /// `what` is "backends" or "statusDistribution"; a 404 is told as "not provided by server".
        std::function<void(const std::string& what, const std::string& why)> failed;
    };

    RestPoller(const StreamOptions& options, net::HttpClient& http, Listener listener);
    ~RestPoller();
    RestPoller(const RestPoller&) = delete;
    RestPoller& operator=(const RestPoller&) = delete;

    void start();
    void stop();
    void wantStatusRows(bool wanted);

private:
    void poll();
    void ask(const std::string& what, const std::string& path, net::RequestId& slot,
             std::function<Result<void>(const std::string& body)> use);
    net::HttpRequest request(const std::string& path) const;

    StreamOptions m_options;
    net::HttpClient& m_http;
    Listener m_listener;
    AegisReader m_reader;
    QTimer m_timer;
    net::RequestId m_backends = 0;
    net::RequestId m_statusRows = 0;
    bool m_wantStatusRows = false;
};

} // namespace nocturne::streams
