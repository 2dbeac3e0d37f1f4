// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/core/backoff.h"
#include "base/core/log.h"
#include "base/net/http_client.h"
#include "engine/model/metadata.h"
#include "engine/remote_write/message.h"
#include "sources/prometheus/write_queue.h"
#include "sources/scrape/relabel.h"

namespace nocturne::prometheus {

/// One receiver of remote write. Defaults are those of Prometheus, but that 429 is tried again.
struct RemoteWriteOptions
{
    std::string name; ///< for metrics and messages
    std::string url;
    remote_write::Version version = remote_write::Version::V1;
    std::vector<net::RequestHeader> headers;
    std::optional<net::BasicAuth> basicAuth;
    std::optional<net::Authorization> authorization;
    net::TlsOptions tls;
    std::string proxyUrl;
    bool followRedirects = true;
    std::chrono::milliseconds timeout{30'000}; ///< of one request
    std::vector<std::pair<std::string, std::string>> externalLabels;
    std::vector<scrape::RelabelRule> relabelRules;
    std::size_t maxSamplesPerSend = 2000;
    std::chrono::milliseconds batchSendDeadline{5000}; ///< samples wait so long for others to go with them
    std::chrono::milliseconds minBackoff{30};
    std::chrono::milliseconds maxBackoff{5000};
    bool retryOn429 = true;
    std::chrono::milliseconds sampleAgeLimit{0}; ///< older ones are not sent; 0: all are
    bool sendNativeHistograms = false;
    bool sendExemplars = false;
    bool sendMetadata = true;
    std::chrono::milliseconds metadataInterval{60'000};
    std::size_t maxMetadataPerSend = 2000;
    std::uint64_t queueBytes = std::uint64_t{1} << 30U; ///< on disk; beyond it the oldest samples go

    bool operator==(const RemoteWriteOptions& other) const;
};

/// Numbers about one receiver since the start, for Nocturne's own metrics.
struct RemoteWriteStats
{
    std::string name;
    std::string url;
    std::uint64_t samples = 0; ///< sent and taken
    std::uint64_t histograms = 0;
    std::uint64_t exemplars = 0;
    std::uint64_t metadata = 0;
    std::uint64_t bytes = 0; ///< compressed
    std::uint64_t requests = 0;
    std::uint64_t samplesFailed = 0;                     ///< given up, since the receiver refused them
    std::uint64_t samplesRetried = 0;                    ///< once for each further attempt
    std::map<std::string, std::uint64_t> samplesDropped; ///< not sent, by reason
    std::size_t waiting = 0;
    std::uint64_t queueBytes = 0;
    Timestamp newest = 0;     ///< of all samples that came
    Timestamp newestSent = 0; ///< of those that were taken
    double sendSeconds = 0;   ///< of all requests together
    std::string lastError;    ///< of the last attempt; empty where it went well
};

/// Sends what a store commits to one receiver, one request after the other, so that the order of each series is kept.
///
/// All functions belong to the thread of the event loop. What was add()ed is in the queue when the call is back.
class RemoteWriter
{
public:
    /// What `known` gives is asked for when metadata are due.
    using Metadata = std::map<std::string, model::Metadata>;
    struct Surroundings
    {
        net::EventLoop& loop;
        net::HttpClient& http;
        const Clock& clock;
        Logger& log;
        std::function<Metadata()> metadata;
    };

    RemoteWriter(Surroundings surroundings, RemoteWriteOptions options, std::unique_ptr<WriteQueue> queue);
    /// What is under way is dropped; it is sent again at the next start.
    ~RemoteWriter();
    RemoteWriter(const RemoteWriter&) = delete;
    RemoteWriter& operator=(const RemoteWriter&) = delete;

    void add(std::span<const FedSample> samples);
    /// Counts samples that never came here.
    void addDropped(std::uint64_t count) { m_stats.samplesDropped["buffer_full"] += count; }
    /// Sends what is due. Called now and then; goes on by itself while there is more.
    void poll();
    const RemoteWriteOptions& options() const { return m_options; }
    RemoteWriteStats stats() const;

private:
    struct Known
    {
        model::LabelSet labels; ///< as they are sent; empty: dropped by relabelling
        Timestamp seen = 0;
    };
    /// A request that is sent until it is taken or refused.
    struct Outgoing
    {
        std::optional<WriteQueue::Batch> batch; ///< none: metadata
        std::string body;
        std::size_t samples = 0;
        std::size_t histograms = 0;
        std::size_t exemplars = 0;
        std::size_t metadata = 0;
        Timestamp newest = 0;
        int attempt = 0;
    };

    const model::LabelSet& labelsOf(const FedSample& sample);
    void forgetOld();
    bool isDue() const;
    void sendNext();
    void sendMetadata();
    Outgoing encode(WriteQueue::Batch batch);
    const model::Metadata* metadataOf(std::string_view metric) const;
    void send();
    void onAnswer(const net::HttpResult& result);
    void retry(std::string why, std::optional<std::chrono::seconds> wait);
    void finish(bool taken, std::string why);
    void note(LogLevel level, const std::string& what);

    Surroundings m_around;
    const RemoteWriteOptions m_options;
    std::unique_ptr<WriteQueue> m_queue;
    std::unordered_map<storage::SeriesRef, Known> m_known;
    Clock::Monotonic m_forgotten;
    std::optional<Clock::Monotonic> m_waitingSince; ///< of what is not sent yet
    std::optional<Outgoing> m_outgoing;
    net::RequestId m_request = 0; ///< 0: none is under way
    net::TimerId m_timer = 0;     ///< until the next attempt
    Backoff m_backoff;
    Metadata m_metadata;
    std::optional<Clock::Monotonic> m_metadataSent;
    std::vector<std::pair<std::string, model::Metadata>> m_metadataToSend;
    Clock::Monotonic m_sent;
    RemoteWriteStats m_stats;
    std::string m_lastNoted;
};

} // namespace nocturne::prometheus
