// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "base/core/clock.h"

namespace nocturne::tsdb {

/// Something on disk that could not be read, and what it held as far as that is known.
struct Damage
{
    std::string file;
    std::string what;   ///< one sentence
    Timestamp from = 0; ///< of the samples that may be missing, inclusive; both 0: not known
    Timestamp to = 0;
    std::uint64_t bytes = 0; ///< lost
    bool isLoss = true;      ///< false: what was damaged is there a second time, and nothing is missing

    /// "FILE: WHAT (samples from MOMENT to MOMENT may be missing)", for a log and for people.
    std::string text() const;

    bool operator==(const Damage&) const = default;
};

/// Collects damage as readers come across it. May be used from any thread.
class DamageLog
{
public:
    /// How many are kept; further ones are only counted.
    static constexpr std::size_t kMostKept = 100;

    /// Notes `damage` unless it is known.
    void add(Damage damage);
    std::vector<Damage> all() const;
    std::uint64_t count() const;
    /// Whether damage of `file` was noted, be it kept or only counted.
    bool isDamaged(const std::string& file) const;

private:
    mutable std::mutex m_mutex;
    std::vector<Damage> m_damage;
    std::set<std::string> m_files;
    std::uint64_t m_count = 0;
};

} // namespace nocturne::tsdb
