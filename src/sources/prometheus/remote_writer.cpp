// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/prometheus/remote_writer.h"

#include <algorithm>
#include <limits>
#include <random>
#include <tuple>

#include "base/core/text.h"
#include "base/net/url.h"
#include "engine/remote_write/request_writer.h"

namespace nocturne::prometheus {

using remote_write::Version;

namespace {

constexpr std::chrono::minutes kForgetAfter{60}; // a series that sends no more
constexpr std::size_t kLongestAnswer = std::size_t{64} << 10U;
constexpr std::size_t kShownAnswer = 200;

constexpr const char* kTooOld = "too_old";
constexpr const char* kRelabelled = "dropped_series";
constexpr const char* kNoHistograms = "native_histograms_off";
constexpr const char* kCustomBuckets = "nhcb_in_rw1_not_supported";
constexpr const char* kQueueFull = "queue_full";

const std::vector<scrape::RelabelRule::Options> optionsOf(const std::vector<scrape::RelabelRule>& rules)
{
    std::vector<scrape::RelabelRule::Options> options;
    for (const auto& rule : rules)
        options.push_back(rule.options());
    return options;
}

/// Labels of the whole program come where the series has none of that name.
model::LabelSet withExternal(const model::LabelSet& labels,
                             const std::vector<std::pair<std::string, std::string>>& external)
{
    model::LabelSetBuilder builder(labels);
    for (const auto& [name, value] : external) {
        if (builder.get(name).empty())
            builder.set(name, value);
    }
    return builder.build();
}

bool isWritten(const net::HttpResponse& response)
{
    constexpr std::string_view kPrefix = "x-prometheus-remote-write-";
    return std::ranges::any_of(response.headers,
                               [&](const net::Header& header) { return asciiLower(header.name).starts_with(kPrefix); });
}

} // namespace

bool RemoteWriteOptions::operator==(const RemoteWriteOptions& other) const
{
    const auto rest = [](const RemoteWriteOptions& o) {
        return std::tie(o.name, o.url, o.version, o.headers, o.basicAuth, o.authorization, o.tls, o.proxyUrl,
                        o.followRedirects, o.timeout, o.externalLabels, o.maxSamplesPerSend, o.batchSendDeadline,
                        o.minBackoff, o.maxBackoff, o.retryOn429, o.sampleAgeLimit, o.sendNativeHistograms,
                        o.sendExemplars, o.sendMetadata, o.metadataInterval, o.maxMetadataPerSend, o.queueBytes);
    };
    return rest(*this) == rest(other) && optionsOf(relabelRules) == optionsOf(other.relabelRules);
}

RemoteWriter::RemoteWriter(Surroundings surroundings, RemoteWriteOptions options, std::unique_ptr<WriteQueue> queue)
    : m_around(std::move(surroundings))
    , m_options(std::move(options))
    , m_queue(std::move(queue))
    , m_forgotten(m_around.clock.monotonic())
    , m_backoff({m_options.minBackoff, m_options.maxBackoff}, std::random_device()())
{
    m_stats.name = net::redactedUrl(m_options.name);
    m_stats.url = net::redactedUrl(m_options.url);
    if (m_queue->waiting() > 0)
        m_waitingSince = Clock::Monotonic(); // long ago
}

RemoteWriter::~RemoteWriter()
{
    m_around.http.cancel(m_request);
    m_around.loop.cancel(m_timer);
}

void RemoteWriter::note(LogLevel level, const std::string& what)
{
    if (what == m_lastNoted)
        return;
    m_lastNoted = what;
    m_around.log.log(level, "remote write", m_stats.name + ": " + what);
}

const model::LabelSet& RemoteWriter::labelsOf(const FedSample& sample)
{
    const auto [place, isNew] = m_known.try_emplace(sample.ref);
    auto& known = place->second;
    known.seen = m_around.clock.now();
    if (isNew) {
        const auto whole = withExternal(sample.labels, m_options.externalLabels);
        known.labels = scrape::relabel(whole, m_options.relabelRules).value_or(model::LabelSet());
    }
    return known.labels;
}

void RemoteWriter::forgetOld()
{
    const auto now = m_around.clock.monotonic();
    if (now - m_forgotten < kForgetAfter)
        return;
    m_forgotten = now;
    const auto oldest = m_around.clock.now() - std::chrono::milliseconds(kForgetAfter).count();
    std::erase_if(m_known, [&](const auto& entry) { return entry.second.seen < oldest; });
}

void RemoteWriter::add(std::span<const FedSample> samples)
{
    forgetOld();
    std::vector<FedSample> kept;
    kept.reserve(samples.size());
    for (const auto& sample : samples) {
        const auto& labels = labelsOf(sample);
        const char* reason = nullptr;
        if (labels.empty())
            reason = kRelabelled;
        else if (sample.histogram && !m_options.sendNativeHistograms)
            reason = kNoHistograms;
        else if (sample.histogram && sample.histogram->usesCustomBuckets() && m_options.version == Version::V1)
            reason = kCustomBuckets;
        if (reason != nullptr) {
            ++m_stats.samplesDropped[reason];
            continue;
        }
        m_stats.newest = std::max(m_stats.newest, sample.sample.t);
        kept.push_back(sample);
        kept.back().labels = labels;
        if (!m_options.sendExemplars)
            kept.back().exemplars.reset();
    }
    if (kept.empty())
        return;
    if (const auto added = m_queue->add(kept); !added)
        note(LogLevel::Error, added.error().message + "; samples are dropped until the disk is well again");
    if (!m_waitingSince)
        m_waitingSince = m_around.clock.monotonic();
}

bool RemoteWriter::isDue() const
{
    if (m_queue->waiting() >= m_options.maxSamplesPerSend)
        return true;
    return m_waitingSince && m_around.clock.monotonic() - *m_waitingSince >= m_options.batchSendDeadline;
}

void RemoteWriter::poll()
{
    if (!m_outgoing && m_request == 0)
        sendNext();
}

void RemoteWriter::sendNext()
{
    const auto now = m_around.clock.monotonic();
    if (m_options.sendMetadata && (!m_metadataSent || now - *m_metadataSent >= m_options.metadataInterval)) {
        m_metadataSent = now;
        m_metadata = m_around.metadata();
        if (m_options.version == Version::V1) // 2.0 sends them with the series
            m_metadataToSend.assign(m_metadata.begin(), m_metadata.end());
    }
    if (!m_metadataToSend.empty()) {
        sendMetadata();
        return;
    }
    if (!isDue())
        return;
    auto batch = m_queue->next();
    if (!batch) {
        note(LogLevel::Error, batch.error().message);
        return;
    }
    if (!*batch) {
        m_waitingSince.reset();
        return;
    }
    m_outgoing = encode(std::move(**batch));
    if (m_outgoing->samples + m_outgoing->histograms == 0)
        finish(true, {}); // all of it is too old
    else
        send();
}

void RemoteWriter::sendMetadata()
{
    remote_write::RequestWriter writer(m_options.version);
    const auto count = std::min(m_metadataToSend.size(), m_options.maxMetadataPerSend);
    for (auto entry = m_metadataToSend.end() - static_cast<std::ptrdiff_t>(count); entry != m_metadataToSend.end();
         ++entry)
        writer.metadata(entry->first, entry->second);
    m_metadataToSend.resize(m_metadataToSend.size() - count);
    m_outgoing = Outgoing{.metadata = count};
    m_outgoing->body = writer.finish();
    send();
}

const model::Metadata* RemoteWriter::metadataOf(std::string_view metric) const
{
    const auto find = [this](std::string_view name) -> const model::Metadata* {
        const auto found = m_metadata.find(std::string(name));
        return found == m_metadata.end() ? nullptr : &found->second;
    };
    if (const auto* exact = find(metric))
        return exact;
    for (const std::string_view suffix : {"_bucket", "_count", "_sum", "_total"}) {
        if (metric.ends_with(suffix))
            return find(metric.substr(0, metric.size() - suffix.size()));
    }
    return nullptr;
}

RemoteWriter::Outgoing RemoteWriter::encode(WriteQueue::Batch batch)
{
    Outgoing outgoing;
    remote_write::RequestWriter writer(m_options.version);
    const auto limit = m_options.sampleAgeLimit.count();
    const auto oldest = limit > 0 ? m_around.clock.now() - limit : std::numeric_limits<Timestamp>::min();
    for (const auto& sample : batch.samples) {
        if (sample.sample.t < oldest) {
            ++m_stats.samplesDropped[kTooOld];
            continue;
        }
        outgoing.newest = std::max(outgoing.newest, sample.sample.t);
        writer.series(sample.labels);
        if (sample.histogram)
            writer.histogram({{sample.sample.t, sample.histogram}, sample.start});
        else
            writer.sample({sample.sample, sample.start});
        ++(sample.histogram ? outgoing.histograms : outgoing.samples);
        if (sample.exemplars) {
            for (const auto& exemplar : *sample.exemplars)
                writer.exemplar({exemplar.labels, exemplar.value, exemplar.t});
            outgoing.exemplars += sample.exemplars->size();
        }
        if (m_options.version == Version::V2 && m_options.sendMetadata) {
            if (const auto* metadata = metadataOf(sample.labels.metricName()))
                writer.metadata({}, *metadata);
        }
    }
    outgoing.body = writer.finish();
    outgoing.batch = std::move(batch);
    return outgoing;
}

void RemoteWriter::send()
{
    net::HttpRequest request;
    request.url = m_options.url;
    request.method = "POST";
    request.body = m_outgoing->body;
    request.headers = m_options.headers;
    request.headers.push_back({"Content-Encoding", "snappy"});
    request.headers.push_back({"Content-Type", std::string(remote_write::contentType(m_options.version))});
    request.headers.push_back(
        {"X-Prometheus-Remote-Write-Version", std::string(remote_write::protocolVersion(m_options.version))});
    if (m_outgoing->attempt > 0) {
        request.headers.push_back({"Retry-Attempt", std::to_string(m_outgoing->attempt)});
        m_stats.samplesRetried += m_outgoing->samples + m_outgoing->histograms;
    }
    request.basicAuth = m_options.basicAuth;
    request.authorization = m_options.authorization;
    request.tls = m_options.tls;
    request.proxyUrl = m_options.proxyUrl;
    request.timeout = m_options.timeout;
    request.maxBodyBytes = kLongestAnswer;
    request.maxRedirects = m_options.followRedirects ? request.maxRedirects : 0;
    ++m_stats.requests;
    m_stats.bytes += request.body.size();
    m_sent = m_around.clock.monotonic();
    m_request = m_around.http.send(std::move(request), [this](const net::HttpResult& result) { onAnswer(result); });
}

void RemoteWriter::onAnswer(const net::HttpResult& result)
{
    m_request = 0;
    m_stats.sendSeconds += std::chrono::duration<double>(m_around.clock.monotonic() - m_sent).count();
    if (!result) {
        retry(result.error().error.message, {});
        return;
    }
    constexpr int kTooMany = 429;
    const auto status = result->status;
    const auto words = "the receiver answered " + std::to_string(status) +
                       (result->words.empty() ? "" : ": " + printable(result->words, kShownAnswer));
    const bool isTooMany = status == kTooMany && m_options.retryOn429;
    if (status >= 500 || isTooMany)
        retry(words, net::retryAfter(*result, m_around.clock.now()));
    else if (status / 100 != 2)
        finish(false, words + "; these samples are given up");
    else if (m_options.version == Version::V2 && m_outgoing->batch && !isWritten(*result))
        finish(false, "the receiver does not say what it has written, so it knows remote write 1.0 alone: set "
                      "protobuf_message to prometheus.WriteRequest");
    else
        finish(true, {});
}

void RemoteWriter::retry(std::string why, std::optional<std::chrono::seconds> wait)
{
    ++m_outgoing->attempt;
    m_stats.lastError = why;
    note(LogLevel::Warning, why + "; samples wait in the queue");
    auto delay = std::max(m_backoff.next(), m_options.minBackoff);
    if (wait)
        delay = std::max<std::chrono::milliseconds>(delay, *wait);
    m_timer = m_around.loop.after(delay, [this] {
        m_timer = 0;
        send();
    });
}

void RemoteWriter::finish(bool taken, std::string why)
{
    m_backoff.reset();
    m_stats.lastError = why;
    const auto outgoing = std::move(*m_outgoing);
    m_outgoing.reset();
    if (taken) {
        m_stats.samples += outgoing.samples;
        m_stats.histograms += outgoing.histograms;
        m_stats.exemplars += outgoing.exemplars;
        m_stats.metadata += outgoing.metadata;
        m_stats.newestSent = std::max(m_stats.newestSent, outgoing.newest);
        if (!m_lastNoted.empty())
            note(LogLevel::Info, "samples are taken again");
        m_lastNoted.clear();
    } else {
        m_stats.samplesFailed += outgoing.samples + outgoing.histograms;
        note(LogLevel::Error, why);
    }
    if (!outgoing.batch)
        return;
    m_queue->done(*outgoing.batch);
    if (m_queue->waiting() == 0)
        m_waitingSince.reset();
    // Soon, not from within: a long queue must not nest calls.
    m_timer = m_around.loop.after(std::chrono::milliseconds(0), [this] {
        m_timer = 0;
        poll();
    });
}

RemoteWriteStats RemoteWriter::stats() const
{
    auto stats = m_stats;
    stats.waiting = m_queue->waiting();
    stats.queueBytes = m_queue->bytes();
    if (m_queue->dropped() > 0)
        stats.samplesDropped[kQueueFull] += m_queue->dropped();
    return stats;
}

} // namespace nocturne::prometheus
