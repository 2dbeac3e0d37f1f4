// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/core/result.h"

namespace nocturne::exposition {

/// The formats read: Prometheus text 0.0.4 (with the quoted UTF-8 names of 1.0.0), OpenMetrics 1.0, and the protobuf
/// messages of Prometheus, each with its length before it. All are written too.
enum class Format { PrometheusText, OpenMetrics, Protobuf };

/// What can be asked for in a scrape; `scrape_protocols` of Prometheus' configuration.
enum class Protocol { PrometheusProto, OpenMetricsText100, OpenMetricsText001, PrometheusText100, PrometheusText004 };

/// Asked for by default, and where native histograms are wanted, best first. As Prometheus 3.
inline constexpr std::array kTextProtocols = {Protocol::OpenMetricsText100, Protocol::OpenMetricsText001,
                                              Protocol::PrometheusText100, Protocol::PrometheusText004};
inline constexpr std::array kNativeProtocols = {Protocol::PrometheusProto, Protocol::OpenMetricsText100,
                                                Protocol::OpenMetricsText001, Protocol::PrometheusText100,
                                                Protocol::PrometheusText004};

/// `Accept` of a scrape: `protocols`, best first, then anything.
std::string acceptHeader(std::span<const Protocol> protocols);
Format formatOf(Protocol protocol);
/// "PrometheusText0.0.4" and its like.
std::string_view toString(Protocol protocol);
std::optional<Protocol> protocolFromName(std::string_view name);

/// The format a reply with this `Content-Type` is in.
///
/// A missing, malformed or foreign type gives `fallback` where there is one (`fallback_scrape_protocol`), and
/// otherwise an InvalidInput that names the type. The version is not looked at, as in Prometheus.
Result<Format> formatFromContentType(std::string_view contentType, std::optional<Format> fallback = {});

/// The text format to answer with when a scraper sent this `Accept`; Prometheus text unless OpenMetrics weighs more.
Format formatForAccept(std::string_view accept);
/// The same where protobuf can be had too, which has to weigh more than every text.
Format formatForAcceptWithProtobuf(std::string_view accept);

/// The `Content-Type` of a body in `format`.
std::string_view contentType(Format format);

/// "prometheus", "openmetrics" or "protobuf".
std::string_view toString(Format format);
/// The text format that a word of the command line names.
std::optional<Format> formatFromName(std::string_view name);

} // namespace nocturne::exposition
