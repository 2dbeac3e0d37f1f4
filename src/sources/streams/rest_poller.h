// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include <QTimer>

#include "base/net/http_client.h"
#include "sources/streams/aegis_message.h"
#include "sources/streams/stream_client.h"

namespace nocturne::streams {

/// Asks the REST side of an AEGIS server for what its stream does not give: backends; when wanted, the status
/// distribution; the overview over each of StreamOptions::restRanges; and what the stream would tell while it is lost.
/// One request of a kind is under way at a time. Used on the thread of the Qt event loop that made it.
class RestPoller
{
public:
    struct Listener
    {
        std::function<void(const std::vector<AegisReader::Backend>&)> backends;
        std::function<void(const std::vector<BucketRow>&)> statusRows;
        /// A topic of the stream, which is lost.
        std::function<void(Topic topic, const MetricsMessage&)> metrics;
        /// The overview over a range: "1h".
        std::function<void(const std::string& range, const MetricsMessage&)> summary;
        /// `what` is "backends", the name of a topic, or "last 1h"; a 404 is told as "not provided by server".
        std::function<void(const std::string& what, const std::string& why)> failed;
    };

    /// The options are borrowed: what they say of topics may change.
    RestPoller(const StreamOptions& options, net::HttpClient& http, Listener listener);
    ~RestPoller();
    RestPoller(const RestPoller&) = delete;
    RestPoller& operator=(const RestPoller&) = delete;

    void start();
    void stop();
    void wantStatusRows(bool wanted);
    /// Whether to ask for the topics that the stream gives otherwise; begins at once.
    void standIn(bool wanted);

private:
    using Use = std::function<Result<void>(const std::string& body)>;

    void poll();
    void pollLocal();
    void pollTopics();
    void pollRanges();
    void askTopic(Topic topic, const std::string& path);
    void ask(const std::string& what, const std::string& path, Use use);
    net::HttpRequest request(const std::string& path) const;

    const StreamOptions& m_options;
    std::string m_base;
    net::HttpClient& m_http;
    Listener m_listener;
    AegisReader m_reader;
    QTimer m_timer;
    std::map<std::string, net::RequestId> m_underWay;
    bool m_wantStatusRows = false;
    bool m_standsIn = false;
};

} // namespace nocturne::streams
