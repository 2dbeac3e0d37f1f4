// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A rule is applied in three steps: its conditions, which the whole message must meet; its rows, which are the elements
// of `each` or the message itself; and its fields, of each row. Paths that begin at the message are walked once a rule
// and not once a row, so that a message costs time linear in its size.
#include "sources/mapping/mapper.h"

#include <algorithm>
#include <cmath>

#include "base/core/json_fields.h"
#include "base/core/text.h"

namespace nocturne::mapping {

using json::array;
using json::element;
using json::object;

namespace {

constexpr std::size_t kMaxBytes = std::size_t{4} << 20U;
constexpr std::size_t kFirstCapacity = std::size_t{16} << 10U;
constexpr std::size_t kMaxDepth = 64;
constexpr std::size_t kMaxLabelBytes = 1024;
constexpr std::size_t kMaxTextBytes = 8192;
constexpr std::size_t kMaxFieldBytes = 1024;
constexpr std::size_t kShownBytes = 60;

/// The element that a row begins at, and what it is called there.
struct Row
{
    std::optional<element> start;
    std::string key;
};

bool isScalar(const element& value) { return !value.is_array() && !value.is_object(); }

/// A scalar as text, cut at `maxBytes`: true and false, numbers as they print.
std::string scalarText(const element& value, std::size_t maxBytes)
{
    bool flag = false;
    if (value.get(flag) == simdjson::SUCCESS)
        return flag ? "true" : "false";
    std::int64_t whole = 0; // exact, where a double would round an id
    if (value.is_int64() && value.get(whole) == simdjson::SUCCESS)
        return std::to_string(whole);
    return json::textOf(value, maxBytes);
}

std::string shown(const element& value)
{
    if (isScalar(value) && !value.is_null())
        return (value.is_string() ? "\"" : "") + printable(scalarText(value, kShownBytes), kShownBytes) +
               (value.is_string() ? "\"" : "");
    return value.is_null() ? "null" : value.is_array() ? "an array" : "an object";
}

std::optional<Timestamp> scaledTime(const element& value, double perMillisecond)
{
    const auto number = json::numberOf(value);
    constexpr double kMost = 253402300799999; // the end of the year 9999
    if (!number || !(std::abs(*number / perMillisecond) <= kMost))
        return std::nullopt;
    return static_cast<Timestamp>(std::floor(*number / perMillisecond));
}

std::optional<Timestamp> readTime(const element& value, TimeFormat format)
{
    std::string_view text;
    switch (format) {
    case TimeFormat::Auto:
        return json::timeOf(value);
    case TimeFormat::Rfc3339:
        return value.get(text) == simdjson::SUCCESS ? parseIsoTime(text) : std::nullopt;
    case TimeFormat::Seconds:
        return scaledTime(value, 1e-3);
    case TimeFormat::Milliseconds:
        return scaledTime(value, 1);
    case TimeFormat::Microseconds:
        return scaledTime(value, 1e3);
    case TimeFormat::Nanoseconds:
        return scaledTime(value, 1e6);
    }
    return std::nullopt;
}

/// A number, a text that is one, true and false, or one of the rule's words.
std::optional<double> readValue(const element& value, const SampleMapping& rule)
{
    std::string_view text;
    if (value.get(text) == simdjson::SUCCESS) {
        const auto word = std::ranges::find(rule.words, text, &std::pair<std::string, double>::first);
        if (word != rule.words.end())
            return word->second;
    }
    bool flag = false;
    if (value.get(flag) == simdjson::SUCCESS)
        return flag ? 1 : 0;
    return json::numberOf(value);
}

} // namespace

bool Mapped::isMeant() const
{
    return std::ranges::any_of(outcomes, [](Outcome outcome) { return outcome != Outcome::NotMeant; });
}

struct Mapper::State
{
    explicit State(JsonMapping rules)
        : mapping(std::move(rules))
    {}

    const JsonMapping mapping;
    simdjson::dom::parser parser;
    std::size_t allocated = 0;
    Mapped mapped;
    element root;
    std::size_t rows = 0;                                                // of this message, all rules
    std::vector<std::pair<const Place*, std::optional<element>>> walked; // of this rule, from the message

    /// What is at a place; null is nothing.
    std::optional<element> at(const Place& place, const Row& row)
    {
        std::optional<element> found;
        if (place.from == Place::From::Message) {
            auto known = std::ranges::find(walked, &place, [](const auto& entry) { return entry.first; });
            if (known == walked.end())
                known = walked.insert(known, {&place, json::valueAt(root, place.steps)});
            found = known->second;
        } else if (place.from == Place::From::Element && row.start) {
            found = json::valueAt(*row.start, place.steps);
        }
        return found && !found->is_null() ? found : std::nullopt;
    }

    /// The text at a place; nothing where none is, and for arrays and objects, which are faults.
    std::string textAt(const Place& place, const Row& row, std::size_t maxBytes, const std::string& rule)
    {
        if (place.from == Place::From::Constant)
            return place.text;
        if (place.from == Place::From::Key)
            return row.key;
        const auto value = at(place, row);
        if (!value)
            return {};
        if (isScalar(*value))
            return scalarText(*value, maxBytes);
        addFault(rule, place.text + " is " + shown(*value) + ", no text");
        return {};
    }

    std::optional<double> numberAt(const Place& place, const Row& row, const std::string& rule)
    {
        if (place.from == Place::From::Constant)
            return parseNumber(place.text);
        const auto value = at(place, row);
        if (!value)
            return std::nullopt;
        const auto number = json::numberOf(*value);
        if (!number)
            addFault(rule, place.text + " is " + shown(*value) + ", no number");
        return number;
    }

    void addFault(const std::string& rule, std::string what)
    {
        if (mapped.faultCount++ < kMaxFaults)
            mapped.faults.push_back({rule, std::move(what)});
    }

    bool isMeant(const Selection& selection)
    {
        return std::ranges::all_of(selection.when, [&](const Condition& condition) {
            const auto value = at(condition.place, {root, {}});
            if (!value)
                return false;
            return !condition.equals || (isScalar(*value) && scalarText(*value, kMaxTextBytes) == *condition.equals);
        });
    }

    /// Calls `use` for each row of a rule; says what became of them.
    template <typename Use>
    Outcome forEachRow(const Selection& selection, const std::string& rule, Use use)
    {
        walked.clear();
        if (!isMeant(selection))
            return Outcome::NotMeant;
        const auto faultsBefore = mapped.faultCount;
        bool wasRead = false;
        const auto useRow = [&](const element& start, std::string key) {
            if (rows == kMaxRows)
                return false;
            ++rows;
            wasRead = use(Row{start, std::move(key)}) || wasRead;
            return true;
        };
        bool isWhole = true;
        if (!selection.each) {
            isWhole = useRow(root, {});
        } else if (const auto all = at(*selection.each, {root, {}})) {
            isWhole = forEachElement(*all, *selection.each, rule, useRow);
        }
        if (!isWhole)
            addFault(rule, "the message has more than " + std::to_string(kMaxRows) + " rows: the rest is left out");
        if (wasRead)
            return Outcome::Read;
        return mapped.faultCount > faultsBefore ? Outcome::Faulty : Outcome::Missing;
    }

    template <typename Use>
    bool forEachElement(const element& all, const Place& each, const std::string& rule, Use use)
    {
        array list;
        object members;
        if (all.get(list) == simdjson::SUCCESS) {
            std::size_t index = 0;
            for (const element item : list) {
                if (!use(item, std::to_string(index++)))
                    return false;
            }
        } else if (all.get(members) == simdjson::SUCCESS) {
            for (const auto& [key, item] : members) {
                if (!use(item, printable(key, kMaxLabelBytes)))
                    return false;
            }
        } else {
            addFault(rule, each.text + " is " + shown(all) + ", no array or object");
        }
        return true;
    }

    /// False where a time is due and what is there is none.
    bool readTimeOf(const Selection& selection, const Row& row, std::optional<Timestamp>& time, const std::string& rule)
    {
        if (!selection.time)
            return true;
        const auto value = at(*selection.time, row);
        if (!value)
            return true; // left out: the arrival
        time = readTime(*value, selection.timeFormat);
        if (!time)
            addFault(rule, selection.time->text + " is " + shown(*value) + ", no moment of this format");
        return time.has_value();
    }

    bool readSample(std::size_t index, const Row& row, const std::string& name)
    {
        const auto& rule = mapping.samples[index];
        MappedSample sample;
        sample.rule = index;
        if (rule.counts) {
            sample.value = 1;
        } else {
            const auto value = at(rule.value, row);
            if (!value)
                return false;
            const auto number = readValue(*value, rule);
            if (!number) {
                addFault(name, rule.value.text + " is " + shown(*value) + ", no number");
                return false;
            }
            sample.value = *number;
        }
        sample.value *= rule.scale;
        if (!std::isfinite(sample.value))
            return false;
        if (!readTimeOf(rule.selection, row, sample.time, name))
            return false;
        for (const auto& [label, place] : rule.labels) {
            sample.labels += textAt(place, row, kMaxLabelBytes, name);
            sample.labels += MappedSample::kBetween;
        }
        mapped.samples.push_back(std::move(sample));
        return true;
    }

    bool readLog(std::size_t index, const Row& row, const std::string& name)
    {
        const auto& rule = mapping.logs[index];
        MappedLog log;
        log.rule = index;
        log.message = textAt(rule.message, row, kMaxTextBytes, name);
        if (log.message.empty() || !readTimeOf(rule.selection, row, log.time, name))
            return false;
        log.level = textAt(rule.level, row, kMaxFieldBytes, name);
        log.service = textAt(rule.service, row, kMaxFieldBytes, name);
        const auto add = [&](const std::string& field, const Place& place) {
            if (auto text = textAt(place, row, kMaxFieldBytes, name); !text.empty())
                log.fields.emplace_back(field, std::move(text));
        };
        add("trace_id", rule.traceId);
        add("span_id", rule.spanId);
        for (const auto& [field, place] : rule.fields)
            add(field, place);
        mapped.logs.push_back(std::move(log));
        return true;
    }

    bool readAlert(std::size_t index, const Row& row, const std::string& name)
    {
        const auto& rule = mapping.alerts[index];
        MappedAlert alert;
        alert.rule = index;
        alert.name = textAt(rule.name, row, kMaxLabelBytes, name);
        alert.id = textAt(rule.id, row, kMaxLabelBytes, name);
        if ((alert.name.empty() && alert.id.empty()) || !readTimeOf(rule.selection, row, alert.time, name))
            return false;
        alert.state = asciiLower(textAt(rule.state, row, kMaxFieldBytes, name));
        const auto isIt = [&](const std::string& word) { return asciiLower(word) == alert.state; };
        if (std::ranges::any_of(rule.endWords, isIt))
            alert.state = "resolved";
        alert.severity = textAt(rule.severity, row, kMaxFieldBytes, name);
        alert.summary = textAt(rule.summary, row, kMaxTextBytes, name);
        alert.value = numberAt(rule.value, row, name);
        alert.threshold = numberAt(rule.threshold, row, name);
        for (const auto& [label, place] : rule.labels) {
            if (auto text = textAt(place, row, kMaxLabelBytes, name); !text.empty())
                alert.labels.emplace_back(label, std::move(text));
        }
        mapped.alerts.push_back(std::move(alert));
        return true;
    }

    void begin()
    {
        mapped.samples.clear();
        mapped.logs.clear();
        mapped.alerts.clear();
        mapped.faults.clear();
        mapped.faultCount = 0;
        mapped.outcomes.clear();
        rows = 0;
    }

    /// Applies all rules of one kind.
    template <typename Rules, typename Read>
    void apply(const Rules& rules, Read read)
    {
        for (std::size_t i = 0; i < rules.size(); ++i) {
            const auto name = ruleName(mapping, mapped.outcomes.size());
            mapped.outcomes.push_back(
                forEachRow(rules[i].selection, name, [&](const Row& row) { return (this->*read)(i, row, name); }));
        }
    }

    Result<void> parse(std::string_view message)
    {
        if (message.size() > kMaxBytes)
            return fail(Error::Kind::InvalidInput, "the message is larger than 4 MiB");
        if (allocated < message.size() || allocated == 0) {
            const auto capacity = std::max(message.size(), kFirstCapacity);
            if (parser.allocate(capacity, kMaxDepth) != simdjson::SUCCESS)
                return fail(Error::Kind::LimitExceeded, "no memory is left to read the message");
            allocated = capacity;
        }
        if (const auto error = parser.parse(message.data(), message.size()).get(root); error != simdjson::SUCCESS)
            return fail(Error::Kind::InvalidInput,
                        std::string("the message is no JSON: ") + simdjson::error_message(error));
        return {};
    }
};

Mapper::Mapper(JsonMapping mapping)
    : m_state(std::make_unique<State>(std::move(mapping)))
{}

Mapper::~Mapper() = default;

const JsonMapping& Mapper::mapping() const { return m_state->mapping; }

Result<const Mapped*> Mapper::map(std::string_view message)
{
    auto& state = *m_state;
    state.begin();
    if (const auto parsed = state.parse(message); !parsed)
        return tl::unexpected(parsed.error());
    state.apply(state.mapping.samples, &State::readSample);
    state.apply(state.mapping.logs, &State::readLog);
    state.apply(state.mapping.alerts, &State::readAlert);
    return &state.mapped;
}

std::vector<std::pair<std::string_view, std::string_view>> labelsOf(const SampleMapping& rule,
                                                                    const MappedSample& sample)
{
    std::vector<std::pair<std::string_view, std::string_view>> labels;
    std::string_view rest = sample.labels;
    for (const auto& [name, place] : rule.labels) {
        const auto end = std::min(rest.find(MappedSample::kBetween), rest.size());
        if (end > 0)
            labels.emplace_back(name, rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return labels;
}

std::string ruleName(const JsonMapping& mapping, std::size_t outcome)
{
    const auto name = [](std::string_view kind, std::size_t index) {
        return std::string(kind) + "[" + std::to_string(index) + "]";
    };
    if (outcome < mapping.samples.size())
        return name("samples", outcome);
    outcome -= mapping.samples.size();
    return outcome < mapping.logs.size() ? name("logs", outcome) : name("alerts", outcome - mapping.logs.size());
}

} // namespace nocturne::mapping
