// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/config/read_mapping.h"

#include <algorithm>
#include <set>

#include "base/core/number.h"
#include "base/core/text.h"
#include "base/yaml/map_reader.h"
#include "base/yaml/parse.h"
#include "engine/model/label_set.h"
#include "service/config/readers.h"

namespace nocturne::config {

namespace {

using mapping::Fields;
using mapping::Place;
using mapping::Selection;
using mapping::TimeFormat;

constexpr std::size_t kMaxRules = 500;
constexpr std::size_t kMaxFields = 40;
constexpr std::size_t kShownBytes = 60;

/// Reads one mapping; what its parts share.
class MappingReader
{
public:
    explicit MappingReader(yaml::Findings& findings)
        : m_findings(findings)
    {}

    mapping::JsonMapping read(const yaml::Node& node)
    {
        mapping::JsonMapping mapping;
        yaml::MapReader reader(node, m_findings, "mapping");
        readTime(reader, m_common, false);
        reader.readEach("samples", [&](const yaml::Node& item) { mapping.samples.push_back(readSample(item)); });
        reader.readEach("logs", [&](const yaml::Node& item) { mapping.logs.push_back(readLog(item)); });
        reader.readEach("alerts", [&](const yaml::Node& item) { mapping.alerts.push_back(readAlert(item)); });
        reader.finish();
        if (mapping.isEmpty() && !m_findings.hasErrors())
            m_findings.error(node.position(), "the mapping maps nothing: write samples, logs or alerts");
        const auto rules = mapping.samples.size() + mapping.logs.size() + mapping.alerts.size();
        if (rules > kMaxRules)
            m_findings.error(node.position(), "the mapping has " + std::to_string(rules) + " rules, more than " +
                                                  std::to_string(kMaxRules) + ": use each and labels");
        return mapping;
    }

private:
    /// `inEach`: the rule has `each`, so that places may begin at its element.
    Place placeFrom(const yaml::Node& node, bool inEach)
    {
        const auto text = node.text();
        if (!text) {
            m_findings.add(text.error(), node.position());
            return {};
        }
        auto place = mapping::parsePlace(*text);
        if (!place) {
            m_findings.add(place.error(), node.position());
            return {};
        }
        const bool needsEach = place->from == Place::From::Element || place->from == Place::From::Key;
        if (needsEach && !inEach)
            m_findings.error(node.position(), "\"" + printable(*text, kShownBytes) +
                                                  "\" begins at an element of each, and there is no each: write $");
        return std::move(*place);
    }

    bool readPlace(yaml::MapReader& reader, std::string_view key, Place& place, bool inEach)
    {
        const auto* node = reader.take(key);
        if (node == nullptr)
            return false;
        place = placeFrom(*node, inEach);
        return true;
    }

    /// A place that must be a path, for what a constant cannot be.
    void readPath(yaml::MapReader& reader, std::string_view key, Place& place, bool inEach)
    {
        if (readPlace(reader, key, place, inEach) && place.from == Place::From::Constant && !place.text.empty())
            reader.error(key, std::string(key) + ": \"" + printable(place.text, kShownBytes) +
                                  "\" is no path: begin it with $. or @.");
    }

    void readTime(yaml::MapReader& reader, Selection& selection, bool inEach)
    {
        Place time;
        if (readPlace(reader, "time", time, inEach)) {
            if (time.from == Place::From::Constant)
                reader.error("time", "time: write the path of the moment, such as $.timestamp");
            selection.time = std::move(time);
        }
        reader.readChoice<TimeFormat>("time_format", selection.timeFormat,
                                      {{"auto", TimeFormat::Auto},
                                       {"rfc3339", TimeFormat::Rfc3339},
                                       {"unix", TimeFormat::Seconds},
                                       {"unix_ms", TimeFormat::Milliseconds},
                                       {"unix_us", TimeFormat::Microseconds},
                                       {"unix_ns", TimeFormat::Nanoseconds}});
    }

    /// `when`: a map of paths to texts; null asks only that something is there.
    void readWhen(yaml::MapReader& reader, Selection& selection)
    {
        const auto* node = reader.take("when");
        if (node == nullptr)
            return;
        if (!node->isMap()) {
            reader.error("when", "when: write paths and what they must be, such as {$.type: tick}");
            return;
        }
        for (const auto& entry : node->entries()) {
            mapping::Condition condition;
            condition.place = placeFrom(yaml::Node::scalar(entry.position, entry.key, true), false);
            if (condition.place.from == Place::From::Constant)
                m_findings.error(entry.position,
                                 "when: \"" + printable(entry.key, kShownBytes) + "\" is no path: begin it with $.");
            if (!entry.value.isNull()) {
                auto text = entry.value.text();
                if (text)
                    condition.equals = std::move(*text);
                else
                    m_findings.add(text.error().within("when"), entry.value.position());
            }
            selection.when.push_back(std::move(condition));
        }
    }

    /// What a rule is meant for; true where it has `each`.
    bool readSelection(yaml::MapReader& reader, Selection& selection)
    {
        selection = m_common;
        readWhen(reader, selection);
        Place each;
        const bool hasEach = readPlace(reader, "each", each, false);
        if (hasEach) {
            if (each.from == Place::From::Constant)
                reader.error("each", "each: write the path of an array or object, such as $.data");
            selection.each = std::move(each);
        }
        readTime(reader, selection, hasEach);
        return hasEach;
    }

    template <typename Judge>
    Fields readFields(yaml::MapReader& reader, std::string_view key, bool inEach, Judge isName)
    {
        Fields fields;
        const auto* node = reader.take(key);
        if (node == nullptr)
            return fields;
        if (!node->isMap()) {
            reader.error(key, std::string(key) + ": write names and places, such as {host: $.host}");
            return fields;
        }
        for (const auto& entry : node->entries()) {
            if (!isName(entry.key))
                m_findings.error(entry.position, "\"" + printable(entry.key, kShownBytes) +
                                                     "\" is no name for it: use letters, digits and _, no digit first");
            fields.emplace_back(entry.key, placeFrom(entry.value, inEach));
        }
        if (fields.size() > kMaxFields)
            reader.error(key, std::string(key) + ": more than " + std::to_string(kMaxFields) + " are too many");
        return fields;
    }

    static bool isOwnLabel(std::string_view name)
    {
        return isLabelName(name) && name != model::kMetricName && name != "job" && name != "instance";
    }

    mapping::SampleMapping readSample(const yaml::Node& node)
    {
        mapping::SampleMapping sample;
        yaml::MapReader reader(node, m_findings, "sample");
        const bool inEach = readSelection(reader, sample.selection);
        if (reader.require("name") && reader.read("name", sample.name) && !model::isClassicMetricName(sample.name))
            reader.error("name", "\"" + printable(sample.name, kShownBytes) +
                                     "\" is no name of a metric: use letters, digits, _ and :, no digit first");
        sample.counts = !reader.has("value");
        readPath(reader, "value", sample.value, inEach);
        if (sample.counts)
            sample.type = model::MetricType::Counter;
        reader.readChoice<model::MetricType>("type", sample.type,
                                             {{"gauge", model::MetricType::Gauge},
                                              {"counter", model::MetricType::Counter},
                                              {"unknown", model::MetricType::Unknown}});
        if (sample.counts && sample.type != model::MetricType::Counter)
            reader.error("type", "without a value the messages are counted, which is a counter: give a value");
        sample.labels = readFields(reader, "labels", inEach, isOwnLabel);
        reader.read("help", sample.help);
        reader.read("unit", sample.unit);
        if (reader.read("scale", sample.scale) && sample.scale == 0)
            reader.error("scale",
                         "scale: a value times 0 is 0: write what the unit is of the base unit, such as 0.001");
        readWords(reader, sample);
        reader.finish();
        return sample;
    }

    void readWords(yaml::MapReader& reader, mapping::SampleMapping& sample)
    {
        std::vector<std::pair<std::string, std::string>> pairs;
        if (!reader.read("words", pairs))
            return;
        for (const auto& [word, text] : pairs) {
            if (const auto number = parseNumber(text))
                sample.words.emplace_back(word, *number);
            else
                reader.error("words", "words: \"" + printable(text, kShownBytes) + "\" is no number for \"" +
                                          printable(word, kShownBytes) + "\"");
        }
    }

    mapping::LogMapping readLog(const yaml::Node& node)
    {
        mapping::LogMapping log;
        yaml::MapReader reader(node, m_findings, "log");
        const bool inEach = readSelection(reader, log.selection);
        reader.require("message");
        readPath(reader, "message", log.message, inEach);
        readPlace(reader, "level", log.level, inEach);
        readPlace(reader, "service", log.service, inEach);
        readPath(reader, "trace_id", log.traceId, inEach);
        readPath(reader, "span_id", log.spanId, inEach);
        log.fields = readFields(reader, "fields", inEach, [](std::string_view name) { return !name.empty(); });
        reader.finish();
        return log;
    }

    mapping::AlertMapping readAlert(const yaml::Node& node)
    {
        mapping::AlertMapping alert;
        yaml::MapReader reader(node, m_findings, "alert");
        const bool inEach = readSelection(reader, alert.selection);
        reader.require("name");
        readPlace(reader, "name", alert.name, inEach);
        readPath(reader, "id", alert.id, inEach);
        readPath(reader, "state", alert.state, inEach);
        readPlace(reader, "severity", alert.severity, inEach);
        readPlace(reader, "summary", alert.summary, inEach);
        readPath(reader, "value", alert.value, inEach);
        readPlace(reader, "threshold", alert.threshold, inEach);
        alert.labels = readFields(reader, "labels", inEach, isOwnLabel);
        reader.read("end_states", alert.endWords);
        reader.finish();
        return alert;
    }

    yaml::Findings& m_findings;
    Selection m_common;
};

} // namespace

mapping::JsonMapping readMapping(const yaml::Node& node, yaml::Findings& findings)
{
    return MappingReader(findings).read(node);
}

mapping::JsonMapping readMappingText(std::string_view text, yaml::Findings& findings)
{
    const auto document = yaml::parse(text, findings);
    if (!document)
        return {};
    const auto* inner = document->find("mapping");
    return readMapping(inner == nullptr ? *document : *inner, findings);
}

} // namespace nocturne::config
