// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

#include "base/core/result.h"

namespace nocturne::exposition {

/// The text formats spoken: Prometheus text 0.0.4 (with the quoted UTF-8 names of 1.0.0) and OpenMetrics 1.0.
enum class Format { PrometheusText, OpenMetrics };

/// What a scrape sends as `Accept`: OpenMetrics first, anything last.
inline constexpr std::string_view kAcceptHeader =
    "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
    "application/openmetrics-text;version=0.0.1;q=0.5,"
    "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
    "text/plain;version=0.0.4;q=0.3,"
    "*/*;q=0.1";

/// The format a reply with this `Content-Type` is in.
///
/// A missing, malformed or foreign type gives `fallback` where there is one (`fallback_scrape_protocol`), and
/// otherwise an InvalidInput that names the type. The version is not looked at, as in Prometheus.
Result<Format> formatFromContentType(std::string_view contentType, std::optional<Format> fallback = {});

/// The format to answer with when a scraper sent this `Accept`; Prometheus text unless OpenMetrics weighs more.
Format formatForAccept(std::string_view accept);

/// The `Content-Type` of a body in `format`.
std::string_view contentType(Format format);

/// "prometheus" and "openmetrics", as on the command line, and back.
std::string_view toString(Format format);
std::optional<Format> formatFromName(std::string_view name);

} // namespace nocturne::exposition
