// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "base/core/text.h"
#include "sources/prometheus/engine_answer.h"
#include "sources/prometheus/engine_json.h"

namespace nocturne::prometheus {

namespace {

using namespace wire;

model::MetricType typeNamed(std::string_view text)
{
    using model::MetricType;
    static constexpr std::array kTypes = {MetricType::Counter,        MetricType::Gauge,   MetricType::Histogram,
                                          MetricType::GaugeHistogram, MetricType::Summary, MetricType::Info,
                                          MetricType::StateSet};
    const auto* const found = std::ranges::find(kTypes, text, [](MetricType type) { return model::toString(type); });
    return found == kTypes.end() ? MetricType::Unknown : *found;
}

} // namespace

Result<std::vector<std::string>> readTexts(std::string body, const AnswerLimits& limits)
{
    std::vector<std::string> texts;
    const auto take = [&](value data) -> Walk {
        if (bool isNull = false; data.is_null().get(isNull) == SUCCESS && isNull)
            return {}; // Mimir sends it for an empty list
        auto items = get<array>(data.get_array(), "its data are no list");
        if (!items)
            return tl::unexpected(items.error());
        for (auto item : *items) {
            std::string_view text;
            if (item.get_string().get(text) != SUCCESS || text.size() > kLongestText || !isValidUtf8(text))
                return corrupt("a name");
            if (texts.size() == limits.texts)
                return tooMuch(limits.texts, "names", "select fewer");
            texts.emplace_back(text);
        }
        return {};
    };
    if (auto walked = walkAnswer(body, take); !walked)
        return tl::unexpected(walked.error());
    return texts;
}

Result<std::vector<model::LabelSet>> readSeries(std::string body, const AnswerLimits& limits)
{
    std::vector<model::LabelSet> all;
    const auto take = [&](value data) -> Walk {
        auto items = get<array>(data.get_array(), "its data are no list");
        if (!items)
            return tl::unexpected(items.error());
        for (auto item : *items) {
            value content;
            if (item.get(content) != SUCCESS)
                return corrupt("a series");
            auto labels = labelsIn(content);
            if (!labels)
                return tl::unexpected(labels.error());
            if (all.size() == limits.series)
                return tooMuch(limits.series, "series", "select fewer, or raise limits.query_series");
            all.push_back(std::move(*labels));
        }
        return {};
    };
    if (auto walked = walkAnswer(body, take); !walked)
        return tl::unexpected(walked.error());
    std::ranges::sort(all);
    return all;
}

Result<std::map<std::string, model::Metadata>> readMetadata(std::string body, const AnswerLimits& limits)
{
    std::map<std::string, model::Metadata> all;
    const auto entryOf = [](object entry) {
        model::Metadata metadata;
        for (auto member : entry) {
            std::string_view key;
            std::string_view text;
            if (member.unescaped_key().get(key) != SUCCESS)
                break;
            const auto field = key == "type" ? 0 : key == "help" ? 1 : key == "unit" ? 2 : 3;
            if (field == 3 || member.value().get_string().get(text) != SUCCESS || text.size() > kLongestText)
                continue;
            if (field == 0)
                metadata.type = typeNamed(text);
            else
                (field == 1 ? metadata.help : metadata.unit) = printable(text, kLongestText);
        }
        return metadata;
    };
    const auto take = [&](value data) -> Walk {
        auto members = get<object>(data.get_object(), "its data are no map");
        if (!members)
            return tl::unexpected(members.error());
        for (auto member : *members) {
            std::string_view name;
            array entries;
            if (member.unescaped_key().get(name) != SUCCESS || name.size() > kLongestName || !isValidUtf8(name))
                return corrupt("the name of a metric");
            const std::string metric(name);
            if (member.value().get_array().get(entries) != SUCCESS)
                return corrupt("what it says of a metric");
            if (all.size() == limits.texts)
                return tooMuch(limits.texts, "metrics", "name one");
            for (auto item : entries) {
                object entry;
                if (item.get_object().get(entry) != SUCCESS)
                    return corrupt("what it says of a metric");
                all.emplace(metric, entryOf(entry));
            }
        }
        return {};
    };
    if (auto walked = walkAnswer(body, take); !walked)
        return tl::unexpected(walked.error());
    return all;
}

Result<BuildInfo> readBuildInfo(std::string body)
{
    BuildInfo info;
    const auto take = [&](value data) -> Walk {
        auto members = get<object>(data.get_object(), "its data are no map");
        if (!members)
            return tl::unexpected(members.error());
        for (auto member : *members) {
            std::string_view key;
            std::string_view text;
            if (member.unescaped_key().get(key) != SUCCESS)
                return corrupt("its data");
            auto* field = key == "version"       ? &info.version
                          : key == "application" ? &info.application
                          : key == "goVersion"   ? &info.goVersion
                                                 : nullptr;
            if (field != nullptr && member.value().get_string().get(text) == SUCCESS)
                *field = printable(text, 80);
        }
        return {};
    };
    if (auto walked = walkAnswer(body, take); !walked)
        return tl::unexpected(walked.error());
    return info;
}

} // namespace nocturne::prometheus
