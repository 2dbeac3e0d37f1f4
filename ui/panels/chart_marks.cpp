// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/chart_marks.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/models/outside_text.h"
#include "ui/panels/alert_parts.h"

using namespace Qt::StringLiterals;

namespace nocturne::panels {

namespace {

using alerts::TimeWindow;
using Kind = ChartMark::Kind;

constexpr int kMostWindows = 20; // of one downtime that recurs

// Labels of an alert that no series has.
bool isOfAlerts(std::string_view name) { return name == "alertname" || name == "severity"; }

bool concerns(const model::LabelSet& series, const model::LabelSet& alert)
{
    if (!isAbout(series, alert))
        return false;
    return std::ranges::any_of(alert, [&](const model::Label& label) {
        return !isOfAlerts(label.name) && !label.value.empty() && series.get(label.name) == label.value;
    });
}

/// At least one matcher asks for what the series has, and none for something else.
bool selects(const alerts::Matchers& matchers, const model::LabelSet& series)
{
    bool isNamed = false;
    for (const auto& matcher : matchers) {
        if (isOfAlerts(matcher.name()) && series.get(matcher.name()).empty())
            continue;
        const auto value = series.get(matcher.name());
        if (!matcher.matches(value))
            return false;
        isNamed = isNamed || !value.empty();
    }
    return isNamed;
}

bool overlaps(const TimeWindow& window, const TimeWindow& range)
{
    return window.start < range.end && window.end > range.start;
}

void addWindows(std::vector<ChartMark>& marks, const alerts::Downtime& downtime, const TimeWindow& range)
{
    const auto add = [&](TimeWindow window) {
        if (downtime.cancelledAt != 0)
            window.end = std::min(window.end, downtime.cancelledAt);
        if (window.end > window.start && overlaps(window, range))
            marks.push_back({Kind::Downtime, window.start, window.end, downtime.createdBy, downtime.comment});
    };
    if (downtime.isFlexible()) {
        if (downtime.triggeredAt != 0)
            add({downtime.triggeredAt, downtime.triggeredAt + downtime.duration.count()});
        return;
    }
    Timestamp from = range.start;
    for (int i = 0; i < kMostWindows; ++i) {
        const auto window = alerts::windowFrom(downtime, from);
        if (!window || window->start >= range.end)
            return;
        add(*window);
        from = window->end;
    }
}

QString wordOf(const ChartMark& mark)
{
    const auto who = ui::outsideText(mark.who, 40);
    switch (mark.kind) {
    case Kind::Acknowledged:
        return QCoreApplication::translate("ChartMarks", "taken: %1").arg(who);
    case Kind::Silence:
        return QCoreApplication::translate("ChartMarks", "silence: %1").arg(who);
    case Kind::Downtime:
        return QCoreApplication::translate("ChartMarks", "downtime: %1").arg(who);
    }
    return {};
}

} // namespace

std::vector<ChartMark> marksOf(const std::vector<alerts::AlertInstance>& alerts,
                               const std::vector<alerts::Silence>& silences,
                               const std::vector<alerts::Downtime>& downtimes,
                               const std::vector<model::LabelSet>& series, const TimeWindow& range)
{
    std::vector<ChartMark> marks;
    for (const auto& alert : alerts) {
        const auto& taken = alert.acknowledgement;
        if (taken && range.contains(taken->at) &&
            std::ranges::any_of(series, [&](const auto& labels) { return concerns(labels, alert.labels); }))
            marks.push_back({Kind::Acknowledged, taken->at, taken->at, taken->owner, taken->comment});
    }
    for (const auto& silence : silences) {
        if (overlaps({silence.startsAt, silence.endsAt}, range) &&
            std::ranges::any_of(series, [&](const auto& labels) { return selects(silence.matchers, labels); }))
            marks.push_back({Kind::Silence, silence.startsAt, silence.endsAt, silence.createdBy, silence.comment});
    }
    for (const auto& downtime : downtimes) {
        if (std::ranges::any_of(series, [&](const auto& labels) { return selects(downtime.matchers, labels); }))
            addWindows(marks, downtime, range);
    }
    std::ranges::stable_sort(marks, {}, &ChartMark::start);
    if (marks.size() > kMostChartMarks)
        marks.erase(marks.begin(), marks.end() - kMostChartMarks);
    return marks;
}

QVariantList toVariants(const std::vector<ChartMark>& marks)
{
    QVariantList out;
    for (const auto& mark : marks)
        out.append(QVariantMap{{u"start"_s, static_cast<double>(mark.start)},
                               {u"end"_s, static_cast<double>(mark.end)},
                               {u"word"_s, wordOf(mark)}});
    return out;
}

} // namespace nocturne::panels
