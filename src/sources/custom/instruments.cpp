// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/custom/instruments.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace nocturne::custom {

bool Counter::restore(std::span<const double> state)
{
    if (state.size() != 1 || state[0] < 0)
        return false;
    total = state[0];
    return true;
}

bool Gauge::restore(std::span<const double> state)
{
    if (state.size() != 1)
        return false;
    value = state[0];
    return true;
}

void Gauge::take(const Measurement& measurement)
{
    value = measurement.relative ? value + measurement.value : measurement.value;
    if (measurement.atLeast)
        value = std::max(value, *measurement.atLeast);
}

void Histogram::take(const Measurement& measurement)
{
    const auto bucket = std::lower_bound(m_bounds->begin(), m_bounds->end(), measurement.value) - m_bounds->begin();
    m_counts[static_cast<std::size_t>(bucket)] += measurement.weight;
    m_sum += measurement.value * measurement.weight;
}

std::vector<double> Histogram::cumulative() const
{
    std::vector<double> counts;
    counts.reserve(m_counts.size());
    double below = 0;
    for (const double count : m_counts)
        counts.push_back(below += count);
    return counts;
}

std::vector<double> Histogram::state() const
{
    auto state = m_counts;
    state.push_back(m_sum);
    return state;
}

bool Histogram::restore(std::span<const double> state)
{
    const bool isLike = state.size() == m_counts.size() + 1;
    if (!isLike || std::ranges::any_of(state.first(m_counts.size()), [](double count) { return count < 0; }))
        return false;
    m_counts.assign(state.begin(), state.end() - 1);
    m_sum = state.back();
    return true;
}

bool Summary::restore(std::span<const double> state)
{
    if (state.size() != 2 || state[0] < 0)
        return false;
    m_count = state[0];
    m_sum = state[1];
    return true;
}

void Summary::take(const Measurement& measurement, Clock::Monotonic now)
{
    m_recent.push_back({now, measurement.value});
    if (m_recent.size() > kKept)
        m_recent.pop_front();
    m_count += measurement.weight;
    m_sum += measurement.value * measurement.weight;
}

double Summary::quantile(double phi, Clock::Monotonic now)
{
    while (!m_recent.empty() && now - m_recent.front().at > kWindow)
        m_recent.pop_front();
    if (m_recent.empty())
        return std::numeric_limits<double>::quiet_NaN();
    std::vector<double> values;
    values.reserve(m_recent.size());
    for (const auto& observation : m_recent)
        values.push_back(observation.value);
    // the smallest value that at least phi of all lie at or below
    const auto rank = std::max(1.0, std::ceil(phi * static_cast<double>(values.size())));
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(rank) - 1;
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

void Set::take(const Measurement& measurement)
{
    if (m_members.size() < kMaxMembers)
        m_members.insert(measurement.member);
}

double Set::collect()
{
    const auto size = static_cast<double>(m_members.size());
    m_members.clear();
    return size;
}

std::vector<double> stateOf(const Instrument& instrument)
{
    return std::visit([](const auto& one) { return one.state(); }, instrument);
}

bool restoreState(Instrument& instrument, std::span<const double> state)
{
    const bool isFinite = std::ranges::all_of(state, [](double number) { return std::isfinite(number); });
    return isFinite && std::visit([&](auto& one) { return one.restore(state); }, instrument);
}

} // namespace nocturne::custom
