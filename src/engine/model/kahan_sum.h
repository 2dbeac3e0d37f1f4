// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>

namespace nocturne::model {

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

} // namespace nocturne::model
