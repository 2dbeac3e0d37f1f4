// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

namespace nocturne::promql {

/// An unevaluated sum of two doubles, of some 106 bits. After T. J. Dekker, "A floating-point technique for extending
/// the available precision" (Numer. Math. 18, 1971); sums after D. Knuth, TAOCP vol. 2, 4.2.2.
struct DoubleDouble
{
    double high = 0;
    double low = 0;

    double value() const { return high + low; }

    static DoubleDouble sum(double a, double b)
    {
        const double s = a + b;
        const double part = s - a;
        return {s, (a - (s - part)) + (b - part)};
    }
    /// Exact unless a product of halves leaves the range of doubles.
    static DoubleDouble product(double a, double b)
    {
        const double p = a * b;
        const auto [aHigh, aLow] = halves(a);
        const auto [bHigh, bLow] = halves(b);
        return {p, ((aHigh * bHigh - p) + aHigh * bLow + aLow * bHigh) + aLow * bLow};
    }
    DoubleDouble operator+(const DoubleDouble& other) const
    {
        const auto s = sum(high, other.high);
        return quickSum(s.high, s.low + low + other.low);
    }
    DoubleDouble operator-(const DoubleDouble& other) const { return *this + DoubleDouble{-other.high, -other.low}; }
    DoubleDouble operator*(double factor) const
    {
        const auto p = product(high, factor);
        return quickSum(p.high, p.low + low * factor);
    }

private:
    static DoubleDouble quickSum(double a, double b)
    {
        const double s = a + b;
        return {s, b - (s - a)};
    }
    static DoubleDouble halves(double v)
    {
        constexpr double kSplitter = 134217729; // 2^27 + 1
        const double c = kSplitter * v;
        const double upper = c - (c - v);
        return {upper, v - upper};
    }
};

/// Sums over any run of a sequence, each in constant time, as exact as adding up with compensation: differences of
/// sums from the start that carry twice the digits of a double.
class RunningSums
{
public:
    explicit RunningSums(std::size_t count)
    {
        m_sums.reserve(count + 1);
        m_sums.emplace_back();
    }

    void push(const DoubleDouble& v)
    {
        m_sums.push_back(m_sums.back() + v);
        m_largest = std::fmax(m_largest, std::fabs(m_sums.back().high));
    }
    /// Of the elements [first, last).
    DoubleDouble between(std::size_t first, std::size_t last) const { return m_sums[last] - m_sums[first]; }
    /// Whether a difference of that size still has all digits of a double; else the run is to be added up.
    bool isExact(double difference) const { return std::fabs(difference) >= kLeastPart * m_largest; }

private:
    static constexpr double kLeastPart = 1e-9; // of 106 bits 30 are lost then, and 20 to a million roundings

    std::vector<DoubleDouble> m_sums;
    double m_largest = 0;
};

} // namespace nocturne::promql
