// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>

#include "engine/model/kahan_sum.h"

namespace nocturne::promql {

using model::KahanSum;

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
