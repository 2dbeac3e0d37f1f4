// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/remote_write/receiver.h"

#include <algorithm>

#include "base/core/text.h"
#include "engine/remote_write/snappy_block.h"

namespace nocturne::remote_write {

using storage::SeriesRef;

namespace {

constexpr std::chrono::minutes kMemoAge{30};
constexpr std::size_t kKeptMessage = std::size_t{4} << 20U; // memory kept between requests

/// The family of a series, which has a suffix of its own where the type says so.
std::string_view familyOf(std::string_view metric, model::MetricType type)
{
    using model::MetricType;
    if (type != MetricType::Histogram && type != MetricType::GaugeHistogram && type != MetricType::Summary)
        return metric;
    for (const std::string_view suffix : {"_bucket", "_count", "_sum"}) {
        if (metric.ends_with(suffix) && metric.size() > suffix.size())
            return metric.substr(0, metric.size() - suffix.size());
    }
    return metric;
}

} // namespace

/// One request on its way into the store.
class Receiver::Transaction
{
public:
    Transaction(Receiver& receiver, RequestReader& reader)
        : m_receiver(receiver)
        , m_reader(reader)
        , m_appender(receiver.m_store.appender())
    {}

    void addSeries()
    {
        m_ref = m_receiver.m_memo.find(m_reader.key());
        m_known = m_ref != 0;
        m_fault.reset();
        for (const auto& [sample, start] : m_reader.samples()) {
            const auto plain = sample;
            add(m_samples, start,
                [&](SeriesRef hint, const model::LabelSet& labels) { return m_appender->append(hint, labels, plain); });
        }
        for (const auto& [sample, start] : m_reader.histograms()) {
            const auto& histogram = sample;
            add(m_histograms, start, [&](SeriesRef hint, const model::LabelSet& labels) {
                return m_appender->appendHistogram(hint, labels, histogram);
            });
        }
        if (m_ref != 0 && m_reader.exemplarCount() > 0)
            addExemplars();
        if (const auto metadata = m_reader.metadata())
            describe(*metadata);
    }

    Result<Received> finish()
    {
        for (const auto& [name, metadata] : m_reader.families())
            m_appender->describe(name, metadata);
        const auto committed = m_appender->commit();
        if (!committed)
            return tl::unexpected(committed.error());
        const auto late = committed->outOfOrder + committed->duplicates + committed->outOfBounds;
        Received received;
        received.histograms = m_histograms - committed->histogramsDropped;
        received.samples = m_samples - (late - committed->histogramsDropped);
        received.exemplars = committed->exemplarsStored + committed->exemplarsDuplicate;
        received.dropped = late + m_refused + m_invalid;
        received.fault = faultOf(*committed, received.dropped);
        auto& stats = m_receiver.m_stats;
        stats.samples += received.samples;
        stats.histograms += received.histograms;
        stats.exemplars += received.exemplars;
        stats.invalid += m_invalid;
        stats.outOfOrder += committed->outOfOrder;
        stats.duplicates += committed->duplicates;
        stats.outOfBounds += committed->outOfBounds;
        stats.seriesRefused += m_refused;
        return received;
    }

private:
    template <typename Append>
    void add(std::size_t& count, std::optional<Timestamp> start, Append append)
    {
        auto appended = m_ref != 0 ? append(m_ref, model::LabelSet()) : fail(Error::Kind::InvalidInput, "");
        if (!appended && m_known) { // the series was given up meanwhile
            m_known = false;
            m_ref = 0;
        }
        if (!appended && m_ref == 0)
            appended = appendNew(append);
        if (!appended) {
            note(appended.error());
            return;
        }
        m_ref = *appended;
        ++count;
        if (start)
            m_appender->setStartTime(*start);
    }

    /// Of a series that has samples, here or before. What the store does not take is no fault of the request.
    void addExemplars()
    {
        std::vector<model::Exemplar> exemplars;
        for (const auto& written : m_reader.exemplars())
            exemplars.push_back({written.labels, written.value, written.t, true});
        std::ranges::sort(exemplars, model::comesBefore);
        for (const auto& exemplar : exemplars)
            (void)m_appender->appendExemplar(m_ref, exemplar);
    }

    template <typename Append>
    Result<SeriesRef> appendNew(Append append)
    {
        if (m_fault)
            return tl::unexpected(*m_fault);
        const auto labels = m_reader.labels();
        if (!labels) {
            m_fault = labels.error();
            return tl::unexpected(labels.error());
        }
        auto appended = append(SeriesRef{0}, model::LabelSet::fromSorted(*labels));
        if (appended)
            m_receiver.m_memo.insert(m_reader.key(), *appended);
        return appended;
    }

    void note(const Error& error)
    {
        // A label beyond its limit is the series' fault; only the store has no room for it.
        const bool isFull = error.kind == Error::Kind::LimitExceeded && !m_fault;
        ++(isFull ? m_refused : m_invalid);
        if (m_first.empty())
            m_first = error.message;
    }

    void describe(const model::Metadata& metadata)
    {
        const auto labels = m_reader.labels();
        if (!labels || !isValidUtf8(metadata.help) || !isValidUtf8(metadata.unit))
            return;
        for (const auto& label : *labels) {
            if (label.name == model::kMetricName)
                m_appender->describe(familyOf(label.value, metadata.type), metadata);
        }
    }

    std::string faultOf(const storage::CommitStats& committed, std::size_t dropped) const
    {
        if (dropped == 0)
            return {};
        std::string text = std::to_string(dropped) + " of " +
                           std::to_string(m_samples + m_histograms + m_refused + m_invalid) + " samples were dropped:";
        const auto add = [&](std::size_t count, std::string_view why) {
            if (count > 0)
                text += (text.back() == ':' ? " " : ", ") + std::to_string(count) + " " + std::string(why);
        };
        add(committed.outOfOrder, "out of order");
        add(committed.duplicates, "duplicate sample for timestamp with another value");
        add(committed.outOfBounds, "out of bounds, too old or too far ahead");
        add(m_invalid, "invalid");
        add(m_refused, "of series over the limit");
        if (!m_first.empty())
            text += "; the first: " + m_first;
        return text;
    }

    Receiver& m_receiver;
    RequestReader& m_reader;
    std::unique_ptr<storage::Appender> m_appender;
    SeriesRef m_ref = 0;
    bool m_known = false;
    std::optional<Error> m_fault; // of the current series
    std::size_t m_samples = 0;    // handed to the appender
    std::size_t m_histograms = 0;
    std::size_t m_invalid = 0;
    std::size_t m_refused = 0;
    std::string m_first;
};

Receiver::Receiver(storage::Appendable& store, const Clock& clock, ReceiverOptions options)
    : m_store(store)
    , m_clock(clock)
    , m_options(options)
    , m_memo(options.limits.totalSeries)
    , m_aged(clock.monotonic())
{}

Receiver::~Receiver() = default;

Result<Received> Receiver::receive(Version version, std::string_view body)
{
    const std::lock_guard lock(m_mutex);
    return take(version, body);
}

std::optional<Result<Received>> Receiver::receiveNow(Version version, std::string_view body)
{
    const std::unique_lock lock(m_mutex, std::try_to_lock);
    return lock ? std::optional(take(version, body)) : std::nullopt;
}

/// Under the lock.
Result<Received> Receiver::take(Version version, std::string_view body)
{
    ++m_stats.requests;
    if (m_clock.monotonic() - m_aged > kMemoAge) {
        m_memo.age();
        m_aged = m_clock.monotonic();
    }
    auto result = decompressBlock(body, m_options.maxDecodedBytes, m_message).and_then([&]() -> Result<Received> {
        RequestReader reader(version, m_message, m_options.limits);
        Transaction transaction(*this, reader);
        for (;;) {
            const auto more = reader.next();
            if (!more)
                return tl::unexpected(more.error());
            if (!*more)
                return transaction.finish();
            transaction.addSeries();
        }
    });
    if (!result)
        ++m_stats.requestsMalformed;
    if (m_message.capacity() > kKeptMessage)
        m_message = {};
    const std::lock_guard lock(m_toldMutex);
    m_told = m_stats;
    return result;
}

ReceiverStats Receiver::stats() const
{
    const std::lock_guard lock(m_toldMutex);
    return m_told;
}

} // namespace nocturne::remote_write
