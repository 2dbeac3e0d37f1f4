// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/core/clock.h"
#include "engine/model/label_set.h"
#include "engine/model/metadata.h"
#include "engine/storage/appender.h"

namespace nocturne::system {

/// Writes one reading of this computer after the other into a store and remembers the series, so that labels are
/// built only once. What a reading no longer has gets a staleness marker.
///
/// Used by one thread: begin(), any number of write(), end().
class SeriesWriter
{
public:
    /// `common` labels are added to every series.
    SeriesWriter(storage::Appendable& store, model::LabelSet common);

    void begin(Timestamp time);
    void write(std::string_view metric, std::span<const model::Label> labels, double value);
    void write(std::string_view metric, std::initializer_list<model::Label> labels, double value)
    {
        write(metric, std::span(labels.begin(), labels.size()), value);
    }
    /// Remembers type and help of `metric`; told to the store once.
    void describe(std::string_view metric, model::MetricType type, std::string_view help);
    /// Commits; the number of samples written, markers not counted.
    Result<std::size_t> end();

private:
    struct Known
    {
        storage::SeriesRef ref = 0;
        std::uint64_t round = 0;
    };

    storage::Appendable& m_store;
    model::LabelSet m_common;
    std::unique_ptr<storage::Appender> m_appender;
    std::unordered_map<std::string, Known> m_known;
    std::unordered_map<std::string, bool> m_described;
    std::string m_key;
    Timestamp m_time = 0;
    std::uint64_t m_round = 0;
    std::size_t m_written = 0;
    std::optional<Error> m_error;
};

} // namespace nocturne::system
