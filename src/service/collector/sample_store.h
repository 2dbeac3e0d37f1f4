// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/core/log.h"
#include "engine/tsdb/store.h"
#include "service/config/configuration.h"

namespace nocturne::collector {

/// Where all samples of a collector go: files in the data directory, or memory alone.
///
/// open() once, before anything else; then all functions may be called from any thread.
class SampleStore final : public storage::Appendable, public storage::Queryable
{
public:
    /// Samples go into folder "metrics" of `dataFolder`, which is made when it is not there; empty stands for memory.
    /// When `readOnly` it must be there, may be in use, or be a store itself; nothing is written.
    SampleStore(const config::Configuration& configuration, std::string dataFolder, const Clock& clock, Logger& log,
                bool readOnly = false);
    ~SampleStore() override;

    /// Fails, with what helps, when the directory cannot be used or another collector has it.
    Result<void> open();
    /// All samples are on disk then; nobody appends any more. For a program that ends.
    void close();

    std::unique_ptr<storage::Appender> appender() override;
    Result<std::unique_ptr<storage::Querier>> querier(Timestamp minTime, Timestamp maxTime) const override;
    Result<std::vector<storage::SeriesExemplars>> exemplars(Timestamp start, Timestamp end,
                                                            std::span<const std::vector<model::Matcher>> selectors,
                                                            const std::stop_token& stop) const override;
    std::vector<std::string> losses(Timestamp minTime, Timestamp maxTime) const override;

    /// Tells `listener` of all commits from now on; null ends it. After open().
    void setListener(storage::CommitListener* listener);

    tsdb::HeadStats headStats() const;
    tsdb::ExemplarStats exemplarStats() const;
    /// Nothing when samples are in memory alone.
    std::optional<tsdb::StoreStats> storeStats() const;
    tsdb::StoreHealth health() const;

private:
    const tsdb::StoreOptions m_options;
    const std::string m_dataFolder;
    const Clock& m_clock;
    Logger& m_log;
    PosixIo m_io;
    std::unique_ptr<tsdb::Head> m_head;   // in memory mode
    std::unique_ptr<tsdb::Store> m_store; // else, from open() on
};

} // namespace nocturne::collector
