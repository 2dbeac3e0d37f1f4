// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/collector/sample_store.h"

#include <filesystem>

namespace nocturne::collector {

namespace {

tsdb::HeadOptions memoryOptions(const config::Configuration& configuration)
{
    tsdb::HeadOptions options;
    options.retention = configuration.storage.retention;
    if (configuration.storage.maxSize != 0)
        options.retentionBytes = configuration.storage.maxSize;
    options.maxSeries = configuration.limits.totalSeries;
    options.maxExemplars = configuration.storage.maxExemplars;
    options.futureWindow = configuration.limits.futureWindow;
    options.lateWindow = configuration.limits.lateWindow;
    return options;
}

tsdb::StoreOptions storeOptions(const config::Configuration& configuration, const std::string& dataFolder,
                                bool readOnly)
{
    namespace fs = std::filesystem;
    std::error_code error;
    tsdb::StoreOptions options;
    options.folder = dataFolder + "/metrics";
    options.readOnly = readOnly;
    if (readOnly && !fs::is_directory(options.folder, error) && fs::is_directory(dataFolder + "/blocks", error))
        options.folder = dataFolder;
    options.head = memoryOptions(configuration);
    options.retention = configuration.storage.retention;
    options.rollUpRetention = {configuration.storage.rollUp5mRetention, configuration.storage.rollUp1hRetention};
    options.maxBytes = configuration.storage.maxSize;
    options.lateWindow = configuration.limits.lateWindow;
    options.lowFreeBytes = configuration.limits.diskLowBytes;
    options.stopFreeBytes = configuration.limits.diskStopBytes;
    options.reserveBytes = configuration.limits.diskReserveBytes;
    options.endPatience = std::chrono::seconds(1); // of the two that a program may take to end
    return options;
}

/// Makes the data directory for its owner alone.
Result<void> makeFolder(const std::string& folder)
{
    namespace fs = std::filesystem;
    std::error_code error;
    if (fs::is_directory(folder, error))
        return {};
    fs::create_directories(folder, error);
    if (!error)
        fs::permissions(folder, fs::perms::owner_all, error);
    if (error)
        return fail(Error::Kind::Unavailable, "cannot make the data directory " + folder + ": " + error.message());
    return {};
}

} // namespace

SampleStore::SampleStore(const config::Configuration& configuration, std::string dataFolder, const Clock& clock,
                         Logger& log, bool readOnly)
    : m_options(storeOptions(configuration, dataFolder, readOnly))
    , m_dataFolder(std::move(dataFolder))
    , m_clock(clock)
    , m_log(log)
    , m_head(std::make_unique<tsdb::Head>(memoryOptions(configuration), clock))
{}

SampleStore::~SampleStore() = default;

Result<void> SampleStore::open()
{
    if (m_dataFolder.empty() || m_store)
        return {};
    auto folder = m_options.readOnly ? Result<void>() : makeFolder(m_dataFolder);
    auto opened = folder.and_then([this] { return tsdb::Store::open(m_options, m_clock, m_log, m_io); });
    if (!opened && m_options.readOnly)
        return fail(opened.error().kind,
                    opened.error().message + "; --read-only looks at a data directory that is there");
    if (!opened)
        return fail(opened.error().kind,
                    opened.error().message + "; --in-memory runs without files, --data chooses another directory");
    m_store = std::move(*opened);
    m_head.reset();
    return {};
}

void SampleStore::close()
{
    if (m_store)
        m_store->close();
}

std::unique_ptr<storage::Appender> SampleStore::appender()
{
    return m_store ? m_store->appender() : m_head->appender();
}

Result<std::unique_ptr<storage::Querier>> SampleStore::querier(Timestamp minTime, Timestamp maxTime) const
{
    return m_store ? m_store->querier(minTime, maxTime) : m_head->querier(minTime, maxTime);
}

std::vector<std::string> SampleStore::losses(Timestamp minTime, Timestamp maxTime) const
{
    return m_store ? m_store->losses(minTime, maxTime) : m_head->losses(minTime, maxTime);
}

void SampleStore::setListener(storage::CommitListener* listener)
{
    if (m_store)
        m_store->setListener(listener);
    else
        m_head->setListener(listener);
}

Result<std::vector<storage::SeriesExemplars>>
SampleStore::exemplars(Timestamp start, Timestamp end, std::span<const std::vector<model::Matcher>> selectors,
                       const std::stop_token& stop) const
{
    return m_store ? m_store->exemplars(start, end, selectors, stop) : m_head->exemplars(start, end, selectors, stop);
}

tsdb::ExemplarStats SampleStore::exemplarStats() const
{
    return m_store ? m_store->exemplarStats() : m_head->exemplarStore().stats();
}

tsdb::HeadStats SampleStore::headStats() const { return m_store ? m_store->headStats() : m_head->stats(); }

std::optional<tsdb::StoreStats> SampleStore::storeStats() const
{
    return m_store ? std::optional(m_store->stats()) : std::nullopt;
}

tsdb::StoreHealth SampleStore::health() const { return m_store ? m_store->health() : tsdb::StoreHealth(); }

} // namespace nocturne::collector
