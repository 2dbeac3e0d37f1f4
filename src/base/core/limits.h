// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>

namespace nocturne {

/// Every input has a limit that is on by default; each is overridable in section `limits` of nocturne.yml.
/// The table is also a page of the manual (docs/limits.md).
struct Limits
{
    std::size_t bodyBytes = std::size_t{64} << 20U;      ///< one scrape body, decoded
    std::size_t healthBodyBytes = std::size_t{1} << 20U; ///< one answer to a health check, decoded
    std::size_t healthComponents = 200;                  ///< of one health document; more are judged and not kept
    std::size_t samplesPerScrape = 200'000;
    std::size_t seriesPerTarget = 100'000;
    std::size_t totalSeries = 2'000'000;
    std::size_t labelsPerSeries = 64;
    std::size_t labelNameBytes = 512;
    std::size_t labelValueBytes = 4096;
    std::size_t lineBytes = std::size_t{1} << 20U;
    std::chrono::milliseconds futureWindow{10 * 60 * 1000}; ///< samples further ahead are dropped and counted
    std::chrono::milliseconds lateWindow{10 * 60 * 1000};   ///< samples later than this behind their series are dropped
    std::chrono::milliseconds queryTime{30'000};
    std::size_t querySamples = 10'000'000;
    std::size_t querySeries = 100'000;
    std::size_t queryPoints = 11'000; ///< steps of one range query
    std::size_t queryTextBytes = std::size_t{64} << 10U;
    std::size_t webSocketFrameBytes = std::size_t{1} << 20U;
    std::size_t webSocketMessageBytes = std::size_t{4} << 20U;
    std::size_t apiBodiesBytes = std::size_t{128} << 20U; ///< of requests to Nocturne, large ones, all at once
    std::size_t configBytes = std::size_t{4} << 20U;
    std::size_t logLineBytes = std::size_t{64} << 10U;
    std::size_t diskLowBytes = std::size_t{100} << 20U;    ///< free on the disk, or 5 % of it: the oldest samples go
    std::size_t diskStopBytes = std::size_t{32} << 20U;    ///< free on the disk: no samples are written
    std::size_t diskReserveBytes = std::size_t{64} << 20U; ///< kept for bad times, at most a sixteenth of the disk

    bool operator==(const Limits&) const = default;
};

} // namespace nocturne
