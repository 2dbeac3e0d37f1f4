// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <random>

namespace nocturne {

/// How long to wait before the next attempt: exponential with full jitter, so that many clients of one server do not
/// come back together. Source: M. Brooker, "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015).
class Backoff
{
public:
    struct Options
    {
        std::chrono::milliseconds base{500};
        std::chrono::milliseconds cap{60'000};
    };

    Backoff(Options options, std::uint64_t seed)
        : m_options(options)
        , m_random(seed)
    {}

    /// A wait between 0 and min(cap, base * 2^attempts), evenly; counts the attempt.
    std::chrono::milliseconds next()
    {
        auto longest = m_options.base;
        for (int i = 0; i < m_attempts && longest < m_options.cap; ++i)
            longest *= 2;
        longest = std::min(longest, m_options.cap);
        ++m_attempts;
        return std::chrono::milliseconds(std::uniform_int_distribution<std::int64_t>(0, longest.count())(m_random));
    }
    /// The connection held: the next wait is a short one again.
    void reset() { m_attempts = 0; }
    int attempts() const { return m_attempts; }

private:
    Options m_options;
    std::mt19937_64 m_random;
    int m_attempts = 0;
};

} // namespace nocturne
