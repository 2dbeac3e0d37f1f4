// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/core/clock.h"
#include "base/core/result.h"
#include "sources/mapping/json_mapping.h"

namespace nocturne::mapping {

/// A value that a message holds. Which series it is of, `rule` and `labels` say.
struct MappedSample
{
    std::size_t rule = 0; ///< index in JsonMapping::samples
    std::optional<Timestamp> time;
    double value = 0;   ///< where the rule counts: by how much
    std::string labels; ///< values of the rule's labels, a kBetween behind each

    /// A byte that no UTF-8 text holds.
    static constexpr char kBetween = '\xff';

    bool operator==(const MappedSample&) const = default;
};

/// All text is bounded.
struct MappedLog
{
    std::size_t rule = 0;
    std::optional<Timestamp> time;
    std::string level; ///< as sent
    std::string service;
    std::string message;
    std::vector<std::pair<std::string, std::string>> fields; ///< trace_id and span_id among them

    bool operator==(const MappedLog&) const = default;
};

struct MappedAlert
{
    std::size_t rule = 0;
    std::optional<Timestamp> time;
    std::string id;
    std::string name;
    std::string state; ///< as sent; "resolved" for a word that means the end
    std::string severity;
    std::string summary;
    std::optional<double> value;
    std::optional<double> threshold;
    std::vector<std::pair<std::string, std::string>> labels;

    bool operator==(const MappedAlert&) const = default;
};

/// Something that is there and is not what the mapping says.
struct Fault
{
    std::string rule; ///< "samples[0]"
    std::string what; ///< "$.price is "abc", no number"

    bool operator==(const Fault&) const = default;
};

/// What became of one rule of the mapping in one message.
enum class Outcome { NotMeant, Missing, Faulty, Read };

/// What a mapping made of one message.
struct Mapped
{
    std::vector<MappedSample> samples;
    std::vector<MappedLog> logs;
    std::vector<MappedAlert> alerts;
    std::vector<Fault> faults;     ///< the first few
    std::size_t faultCount = 0;    ///< all
    std::vector<Outcome> outcomes; ///< of samples, then logs, then alerts, in the order of the mapping

    bool isEmpty() const { return samples.empty() && logs.empty() && alerts.empty(); }
    /// Whether the message was meant for any rule.
    bool isMeant() const;
};

/// Applies a mapping to messages.
///
/// What a rule needs and does not find is absent and no fault: servers leave out what they have nothing of. A value of
/// the wrong kind is a fault and costs that one row. Bounded: messages of 4 MiB, 64 levels, 10 000 rows.
///
/// Keeps its buffers, so reuse one; used by one thread at a time.
class Mapper
{
public:
    static constexpr std::size_t kMaxRows = 10'000;
    static constexpr std::size_t kMaxFaults = 20;

    explicit Mapper(JsonMapping mapping);
    ~Mapper();
    Mapper(const Mapper&) = delete;
    Mapper& operator=(const Mapper&) = delete;

    const JsonMapping& mapping() const;
    /// The result stays valid until the next call. Fails with InvalidInput for a text that is no JSON.
    Result<const Mapped*> map(std::string_view message);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// Names and values of the labels of a sample; those without a value are absent.
std::vector<std::pair<std::string_view, std::string_view>> labelsOf(const SampleMapping& rule,
                                                                    const MappedSample& sample);
/// The name that outcomes and faults of a rule go by: "samples[2]", "logs[0]".
std::string ruleName(const JsonMapping& mapping, std::size_t outcome);

} // namespace nocturne::mapping
