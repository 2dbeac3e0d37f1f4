// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVariantList>
#include <string>
#include <vector>

#include "engine/model/label_set.h"
#include "watch/alerts/alert_instance.h"
#include "watch/alerts/downtime.h"
#include "watch/alerts/silence.h"

namespace nocturne::panels {

/// What a person did about alerts, as a chart shows it beside the samples.
struct ChartMark
{
    enum class Kind { Acknowledged, Silence, Downtime };

    Kind kind = Kind::Acknowledged;
    Timestamp start = 0;
    Timestamp end = 0; ///< that of the moment for an acknowledgement
    std::string who;
    std::string comment;

    bool operator==(const ChartMark&) const = default;
};
inline constexpr std::size_t kMostChartMarks = 50;

/// What was done within `range` about alerts that concern one of `series`: acknowledgements of those of `alerts` whose
/// labels do not contradict it and share one beside the name with it, and silences and downtimes that select it, or
/// would if it were the alert they name. By time, `kMostChartMarks` at most.
std::vector<ChartMark> marksOf(const std::vector<alerts::AlertInstance>& alerts,
                               const std::vector<alerts::Silence>& silences,
                               const std::vector<alerts::Downtime>& downtimes,
                               const std::vector<model::LabelSet>& series, const alerts::TimeWindow& range);

/// As TimeSeriesChart::marks takes them. GUI thread.
QVariantList toVariants(const std::vector<ChartMark>& marks);

} // namespace nocturne::panels
