// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/progress_line.h"

#include <array>
#include <cstdio>
#include <iostream>

#include <unistd.h>

namespace nocturne::cli {

namespace {

constexpr auto kInterval = std::chrono::milliseconds(200);
constexpr int kBarWidth = 24;

std::string scaled(double number, const char* unit)
{
    static constexpr std::array kPrefixes = {"", "k", "M", "G", "T"};
    std::size_t prefix = 0;
    for (; number >= 1000 && prefix + 1 < kPrefixes.size(); ++prefix)
        number /= 1000;
    std::array<char, 48> text{};
    const bool whole = prefix == 0;
    (void)std::snprintf(text.data(), text.size(), whole ? "%.0f" : "%.1f", number);
    const auto ending = std::string(kPrefixes.at(prefix)) + unit;
    return std::string(text.data()) + (ending.empty() ? "" : " ") + ending;
}

std::string bar(double share)
{
    const auto full = static_cast<int>(share * kBarWidth);
    return "[" + std::string(static_cast<std::size_t>(full), '#') +
           std::string(static_cast<std::size_t>(kBarWidth - full), ' ') + "]";
}

std::string remaining(double seconds)
{
    const auto whole = static_cast<long>(seconds) + 1;
    if (whole < 120)
        return std::to_string(whole) + " s left";
    return std::to_string(whole / 60) + " min left";
}

} // namespace

std::string shortCount(double number) { return scaled(number, ""); }
std::string shortBytes(double bytes) { return scaled(bytes, "B"); }

ProgressLine::ProgressLine()
    : m_isTerminal(isatty(STDERR_FILENO) == 1)
{}

ProgressLine::~ProgressLine() { clear(); }

void ProgressLine::show(std::uint64_t done, std::uint64_t total, std::uint64_t samples, const char* unit)
{
    const auto now = Clock::now();
    if (!m_isTerminal || (m_begun && now - m_shown < kInterval))
        return;
    if (!m_begun) {
        m_firstDone = done;
        m_firstSamples = samples;
    }
    m_begun = true;
    m_shown = now;
    const double seconds = std::chrono::duration<double>(now - m_start).count();
    const auto amount = [&](std::uint64_t number) {
        return unit == nullptr ? shortBytes(static_cast<double>(number)) : std::to_string(number);
    };
    std::string line;
    if (total > 0)
        line = bar(static_cast<double>(std::min(done, total)) / static_cast<double>(total)) + " ";
    line += amount(done) + (total > 0 ? " of " + amount(total) : "") + (unit == nullptr ? "" : std::string(" ") + unit);
    if (seconds > 0)
        line += ", " + shortCount(static_cast<double>(samples - m_firstSamples) / seconds) + " samples/s";
    if (total > 0 && done > m_firstDone && total > done)
        line += ", " + remaining(seconds * static_cast<double>(total - done) / static_cast<double>(done - m_firstDone));
    std::cerr << "\r" << line << "\x1b[K" << std::flush;
}

void ProgressLine::clear()
{
    if (m_begun)
        std::cerr << "\r\x1b[K" << std::flush;
    m_begun = false;
}

} // namespace nocturne::cli
