// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>

namespace nocturne::promql {

/// A sum that carries what rounding took away. After A. Neumaier, "Rundungsfehleranalyse einiger Verfahren zur
/// Summation endlicher Summen" (ZAMM 54, 1974), algorithm IV; an infinite sum drops its compensation.
struct KahanSum
{
    double sum = 0;
    double compensation = 0;

    void add(double v)
    {
        const double next = sum + v;
        if (std::isinf(next)) {
            compensation = 0;
        } else if (std::fabs(sum) >= std::fabs(v)) {
            compensation += (sum - next) + v;
        } else {
            compensation += (v - next) + sum;
        }
        sum = next;
    }
    double value() const { return sum + compensation; }
};

/// An average that stays a plain division as long as the sum fits into a double, and else turns into a running mean,
/// as Prometheus does it.
struct KahanMean
{
    KahanSum total; ///< the sum, or the mean once `incremental`
    double count = 0;
    bool incremental = false;

    void add(double v)
    {
        count += 1;
        if (count == 1) {
            total.sum = v;
            return;
        }
        if (!incremental) {
            auto next = total;
            next.add(v);
            if (!std::isinf(next.sum)) {
                total = next;
                return;
            }
            incremental = true;
            total.sum /= count - 1;
            total.compensation /= count - 1;
        }
        const double weight = (count - 1) / count;
        total.sum *= weight;
        total.compensation *= weight;
        total.add(v / count);
    }
    double value() const { return incremental ? total.value() : total.sum / count + total.compensation / count; }
};

} // namespace nocturne::promql
