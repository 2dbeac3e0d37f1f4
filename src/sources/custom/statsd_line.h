// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

#include "base/core/result.h"
#include "sources/custom/measurement.h"

namespace nocturne::custom {

/// Reads one line of StatsD, as `name:value|type[|@rate][|#tag:value,…]`, with the additions of DogStatsD that clients
/// send: tags and several values (`name:1:2:3|ms`).
///
/// `c` is a counter, `g` a gauge (`+1` and `-1` change it, also `g|min:0`, which is our own: it does not fall below),
/// `ms` a histogram in seconds, `h` and `d` a histogram as it is, `s` a set. Dots and other bytes that are not for
/// names become `_`; a tag without value is `true`. Fails with InvalidInput and the column; lines that are no metrics,
/// which DogStatsD has (`_e{` events, `_sc` checks), fail as well. Nothing is read after 64 values. Sources: statsd,
/// docs/metric_types.md; DogStatsD, "Datagram and shell usage"; statsd_exporter for names and seconds.
Result<std::vector<Measurement>> readStatsdLine(std::string_view line);

} // namespace nocturne::custom
