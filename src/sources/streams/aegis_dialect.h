// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>

#include "sources/streams/alert_relay.h"
#include "sources/streams/dialect.h"
#include "sources/streams/recorder.h"
#include "sources/streams/rest_poller.h"
#include "sources/streams/stream_client.h"

namespace nocturne::streams {

/// The stream of an AEGIS gateway, and its REST side for what the stream does not give: backends, the distribution of
/// statuses, summaries over ranges of time, and everything while the stream is lost.
class AegisDialect final : public Dialect
{
public:
    /// `options` are the client's own and change with its wishes. `http` may be null where no restUrl is set.
    AegisDialect(const StreamOptions& options, DialectHost& host, storage::Appendable& store, alerts::AlertBoard& board,
                 const Clock& clock, net::HttpClient* http);

    void start() override;
    void opened() override;
    Result<Heard> take(std::string_view text) override;
    void lost() override;
    void watch() override { m_relay.expire(); }
    void stop() override;
    void setWanted(const TopicSet& before) override;
    void addTo(StreamStats& stats) const override;

private:
    void makePoller(net::HttpClient& http);
    void showBackends(const std::vector<AegisReader::Backend>& backends);
    void onRestMetrics(Topic topic, const MetricsMessage& message);
    void onRestFailure(const std::string& what, const std::string& why);
    void rebuildParts();
    void subscribe();
    void onMetrics(const MetricsMessage& message);
    void judgeTopic(Topic topic, bool came);
    void onSubscribed(const TopicSet& confirmed);

    const StreamOptions& m_options;
    DialectHost& m_host;
    const Clock& m_clock;
    Recorder m_recorder;
    AlertRelay m_relay;
    AegisReader m_reader;
    std::unique_ptr<RestPoller> m_poller;
    std::map<Topic, int> m_missing; // messages in a row without the topic
    int m_repliesMissed = 0;
    bool m_awaitingReply = false;
    bool m_statusByRest = false;
    bool m_isOpen = false;
};

} // namespace nocturne::streams
