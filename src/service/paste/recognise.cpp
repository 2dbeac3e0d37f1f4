// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/paste/recognise.h"

#include <algorithm>

#include "base/core/text.h"
#include "service/paste/curl_command.h"
#include "service/paste/shapes.h"

namespace nocturne::paste {

namespace {

constexpr int kUndoubted = 70;

/// Why the text is not worth a look; nothing where it is.
std::optional<Error> unusable(std::string_view text, const RecogniseOptions& options)
{
    if (text.size() > options.maxBytes) {
        return Error{Error::Kind::LimitExceeded, "the text is larger than " + std::to_string(options.maxBytes >> 10U) +
                                                     " KiB: save it as a file and name that"};
    }
    if (text.find('\0') != std::string_view::npos || !isValidUtf8(text))
        return Error{Error::Kind::InvalidInput, "this is no text: Nocturne reads UTF-8"};
    if (trimmed(text, " \t\r\n").empty())
        return Error{Error::Kind::InvalidInput, "there is no text to look at"};
    return std::nullopt;
}

std::string_view withoutMark(std::string_view text)
{
    constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
    return text.starts_with(kByteOrderMark) ? text.substr(kByteOrderMark.size()) : text;
}

} // namespace

std::string_view toString(Kind kind)
{
    switch (kind) {
    case Kind::Url:
        return "url";
    case Kind::Curl:
        return "curl";
    case Kind::Exposition:
        return "exposition";
    case Kind::RuleFile:
        return "rule_file";
    case Kind::NocturneConfig:
        return "nocturne_config";
    case Kind::PrometheusConfig:
        return "prometheus_config";
    case Kind::AlertmanagerConfig:
        return "alertmanager_config";
    case Kind::Dashboard:
        return "dashboard";
    case Kind::GrafanaDashboard:
        return "grafana_dashboard";
    case Kind::HealthDocument:
        return "health_document";
    case Kind::PromQl:
        return "promql";
    case Kind::LogLines:
        return "log_lines";
    case Kind::TraceId:
        return "trace_id";
    }
    return "promql";
}

std::string shown(std::string_view text, std::size_t most) { return printable(text, most); }

void addRow(Reading& reading, Row row)
{
    if (reading.rows.size() < Reading::kMostRows)
        reading.rows.push_back(std::move(row));
}

void addFault(Reading& reading, Error error)
{
    ++reading.faultCount;
    if (reading.faults.size() < Reading::kMostFaults)
        reading.faults.push_back(std::move(error));
}

void addFaults(Reading& reading, const std::vector<yaml::Finding>& findings)
{
    for (const auto& finding : findings) {
        if (finding.severity == yaml::Finding::Severity::Error)
            addFault(reading, finding.error);
    }
}

Recognition recognise(std::string_view text, const RecogniseOptions& options)
{
    Recognition result;
    text = withoutMark(text);
    result.unusable = unusable(text, options);
    if (result.unusable)
        return result;
    // What is behind the last line does not matter; places are counted from the first byte, so its front stays.
    text = text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
    readCurl(text, result);
    if (!looksLikeCurl(text)) {
        readAddress(text, result);
        readTrace(text, result);
        readJsonDocument(text, result);
        readYamlDocument(text, options, result);
        readHealthText(text, result);
        readExposition(text, result);
        readExpression(text, options, result);
        readLogLines(text, result);
    }
    std::ranges::stable_sort(result.readings, std::ranges::greater(), &Reading::rank);
    if (!result.readings.empty() && result.readings.front().rank >= kUndoubted)
        result.refusals.clear(); // nobody asks what else it might have been
    return result;
}

} // namespace nocturne::paste
