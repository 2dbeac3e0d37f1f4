// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "base/core/result.h"
#include "watch/templates/value.h"

namespace nocturne::templates {

/// Four significant digits with an SI prefix: 1234567 is "1.235M". Source: Prometheus, template/template.go.
std::string humanize(double value);
/// The same with binary prefixes: 1048576 is "1Mi".
std::string humanize1024(double value);
/// Seconds in words: 3661 is "1h 1m 1s", 0.1 is "100ms".
std::string humanizeDuration(double seconds);
/// 0.1234 is "12.34%".
std::string humanizePercentage(double ratio);
/// Unix time in seconds as UTC: "2015-05-19 18:50:04 +0000 UTC". Fails for a time outside of 1677 to 2262.
Result<std::string> humanizeTimestamp(double seconds);
/// Unix time in seconds, cut to milliseconds. Fails for what is no number, or as above.
Result<Time> timeOf(double seconds);

} // namespace nocturne::templates
