// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QTimer>

#include "sources/mapping/mapper.h"
#include "sources/streams/alert_relay.h"
#include "sources/streams/dialect.h"
#include "sources/streams/json_recorder.h"
#include "sources/streams/stream_client.h"

namespace nocturne::streams {

/// Messages of any JSON, which a mapping turns into samples, log records and alerts.
class JsonDialect final : public Dialect
{
public:
    /// `logs` may be null: log records go nowhere then.
    JsonDialect(const StreamOptions& options, DialectHost& host, storage::Appendable& store, alerts::AlertBoard& board,
                const Clock& clock, logs::LogStore* logs);

    void opened() override;
    Result<Heard> take(std::string_view text) override;
    void lost() override;
    void watch() override { m_relay.expire(); }
    void stop() override;
    void addTo(StreamStats& stats) const override;

private:
    void judge(const mapping::Mapped& mapped);
    void record(const std::vector<mapping::MappedSample>& samples, Timestamp arrival);
    void record(const mapping::MappedLog& log, Timestamp arrival);
    void relay(const mapping::MappedAlert& alert);
    void flush();
    std::string partName(std::size_t rule) const;

    const StreamOptions& m_options;
    DialectHost& m_host;
    const Clock& m_clock;
    logs::LogStore* m_logs;
    mapping::Mapper m_mapper;
    JsonRecorder m_recorder;
    AlertRelay m_relay;
    QTimer m_flushTimer;
    std::vector<std::string> m_parts; // their names, by rule
    std::vector<int> m_missing;       // messages in a row that were meant for a rule and did not have its value
    std::vector<mapping::Outcome> m_lastOutcome; // other than NotMeant
    std::uint64_t m_faults = 0;
    bool m_isFull = false;
};

} // namespace nocturne::streams
