// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/exposition/format.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

#include "base/core/number.h"
#include "base/core/text.h"

namespace nocturne::exposition {

namespace {

/// Takes the part before `separator` off the front of `rest`.
std::string_view takePart(std::string_view& rest, char separator)
{
    const auto end = std::min(rest.find(separator), rest.size());
    const auto part = trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return part;
}

std::optional<Format> formatOfMediaType(std::string_view type)
{
    if (equalsIgnoringCase(type, "text/plain"))
        return Format::PrometheusText;
    if (equalsIgnoringCase(type, "application/openmetrics-text"))
        return Format::OpenMetrics;
    if (equalsIgnoringCase(type, "application/vnd.google.protobuf"))
        return Format::Protobuf;
    return std::nullopt;
}

struct KnownProtocol
{
    Protocol protocol;
    std::string_view name;
    std::string_view accept;
    Format format;
};

constexpr std::array kProtocols = {
    KnownProtocol{Protocol::PrometheusProto, "PrometheusProto",
                  "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited",
                  Format::Protobuf},
    KnownProtocol{Protocol::OpenMetricsText100, "OpenMetricsText1.0.0",
                  "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8", Format::OpenMetrics},
    KnownProtocol{Protocol::OpenMetricsText001, "OpenMetricsText0.0.1", "application/openmetrics-text;version=0.0.1",
                  Format::OpenMetrics},
    KnownProtocol{Protocol::PrometheusText100, "PrometheusText1.0.0", "text/plain;version=1.0.0;escaping=allow-utf-8",
                  Format::PrometheusText},
    KnownProtocol{Protocol::PrometheusText004, "PrometheusText0.0.4", "text/plain;version=0.0.4",
                  Format::PrometheusText},
};

const KnownProtocol& known(Protocol protocol)
{
    return *std::ranges::find(kProtocols, protocol, &KnownProtocol::protocol);
}

/// The q-value among the parameters of one element of `Accept`.
double weight(std::string_view parameters)
{
    while (!parameters.empty()) {
        const auto parameter = takePart(parameters, ';');
        if (parameter.size() > 2 && equalsIgnoringCase(parameter.substr(0, 2), "q="))
            return std::clamp(parseNumber(parameter.substr(2)).value_or(0), 0.0, 1.0);
    }
    return 1;
}

} // namespace

std::string acceptHeader(std::span<const Protocol> protocols)
{
    std::string header;
    auto weight = kProtocols.size() + 1;
    for (const auto protocol : protocols)
        header.append(known(protocol).accept).append(";q=0.").append(std::to_string(weight--)) += ',';
    return header + "*/*;q=0.1";
}

Format formatOf(Protocol protocol) { return known(protocol).format; }

std::string_view toString(Protocol protocol) { return known(protocol).name; }

std::optional<Protocol> protocolFromName(std::string_view name)
{
    const auto found = std::ranges::find(kProtocols, name, &KnownProtocol::name);
    return found == kProtocols.end() ? std::nullopt : std::optional(found->protocol);
}

Result<Format> formatFromContentType(std::string_view contentType, std::optional<Format> fallback)
{
    auto rest = contentType;
    const auto type = takePart(rest, ';');
    if (const auto format = formatOfMediaType(type))
        return *format;
    if (fallback)
        return *fallback;
    if (type.empty())
        return fail(Error::Kind::InvalidInput,
                    "the reply names no content type: set fallback_scrape_protocol if it is an exposition");
    return fail(Error::Kind::InvalidInput, "content type \"" + printable(type, 80) +
                                               "\" is no exposition: check the path, or set fallback_scrape_protocol");
}

namespace {

/// Whether the parameters of an element of `Accept` ask for the messages that are written.
bool asksForDelimitedFamilies(std::string_view parameters)
{
    bool families = false;
    bool delimited = false;
    while (!parameters.empty()) {
        const auto parameter = takePart(parameters, ';');
        families = families || equalsIgnoringCase(parameter, "proto=io.prometheus.client.MetricFamily");
        delimited = delimited || equalsIgnoringCase(parameter, "encoding=delimited");
    }
    return families && delimited;
}

/// What `Accept` gives each format, 0 where it does not name it.
struct Weights
{
    double text = 0;
    double openMetrics = 0;
    double protobuf = 0;

    explicit Weights(std::string_view accept)
    {
        while (!accept.empty()) {
            auto element = takePart(accept, ',');
            const auto format = formatOfMediaType(takePart(element, ';'));
            if (format == Format::PrometheusText)
                text = std::max(text, weight(element));
            else if (format == Format::OpenMetrics)
                openMetrics = std::max(openMetrics, weight(element));
            else if (format == Format::Protobuf && asksForDelimitedFamilies(element))
                protobuf = std::max(protobuf, weight(element));
        }
    }
};

} // namespace

Format formatForAccept(std::string_view accept)
{
    const Weights weights(accept);
    return weights.openMetrics > weights.text ? Format::OpenMetrics : Format::PrometheusText;
}

Format formatForAcceptWithProtobuf(std::string_view accept)
{
    const Weights weights(accept);
    return weights.protobuf > std::max(weights.openMetrics, weights.text) ? Format::Protobuf : formatForAccept(accept);
}

std::string_view contentType(Format format)
{
    switch (format) {
    case Format::PrometheusText:
        return "text/plain; version=0.0.4; charset=utf-8";
    case Format::OpenMetrics:
        return "application/openmetrics-text; version=1.0.0; charset=utf-8";
    case Format::Protobuf:
        return "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";
    }
    return {};
}

std::string_view toString(Format format)
{
    switch (format) {
    case Format::PrometheusText:
        return "prometheus";
    case Format::OpenMetrics:
        return "openmetrics";
    case Format::Protobuf:
        return "protobuf";
    }
    return "prometheus";
}

std::optional<Format> formatFromName(std::string_view name)
{
    if (name == "prometheus")
        return Format::PrometheusText;
    if (name == "openmetrics")
        return Format::OpenMetrics;
    return std::nullopt;
}

} // namespace nocturne::exposition
