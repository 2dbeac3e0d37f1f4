// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The rehearsal of RuleForm: one range query of what is measured, played and made ready to be drawn on a worker.
#include <QPointer>
#include <algorithm>

#include "base/core/duration.h"
#include "base/core/number.h"
#include "ui/models/outside_text.h"
#include "ui/models/wording.h"
#include "ui/panels/panel_words.h"
#include "ui/panels/rule_form.h"

using namespace Qt::StringLiterals;

namespace nocturne::panels {

namespace {

using ui::Wording;

constexpr Timestamp kSpan = Timestamp{7} * 24 * 60 * 60 * 1000;
constexpr std::chrono::milliseconds kStep{60'000};
constexpr std::size_t kMostSeries = 8;
constexpr std::size_t kMostBands = 300;

/// The series to be drawn: those that would have fired before others.
std::vector<std::size_t> drawnSeries(const rules::Rehearsal& rehearsal, std::size_t count)
{
    std::vector<std::size_t> all;
    const auto add = [&](std::size_t series) {
        if (all.size() < kMostSeries && std::ranges::find(all, series) == all.end())
            all.push_back(series);
    };
    for (const auto& firing : rehearsal.firings)
        add(firing.series);
    for (std::size_t i = 0; i < count; ++i)
        add(i);
    std::ranges::sort(all);
    return all;
}

/// The times that at least one series fired, as [from, to].
std::vector<std::pair<Timestamp, Timestamp>> covered(const rules::Rehearsal& rehearsal)
{
    std::vector<std::pair<Timestamp, Timestamp>> spans;
    for (const auto& firing : rehearsal.firings) {
        if (!spans.empty() && firing.from <= spans.back().second)
            spans.back().second = std::max(spans.back().second, firing.to);
        else if (spans.size() < kMostBands)
            spans.emplace_back(firing.from, firing.to);
    }
    return spans;
}

} // namespace

/// What came back, prepared off the GUI thread.
struct RuleForm::Outcome
{
    Timestamp start = 0;
    Timestamp end = 0;
    rules::Rehearsal rehearsal;
    std::vector<std::pair<Timestamp, Timestamp>> spans;
    std::size_t series = 0;
    bool firesNow = false;
    std::shared_ptr<const charts::ChartContent> chart;
    std::string error;
};

void RuleForm::forgetPreview()
{
    m_preview = Nothing;
    m_verdict.clear();
    m_caveat.clear();
    m_chart = charts::ChartData();
    m_thresholds.clear();
    m_bands.clear();
    emit previewed();
}

void RuleForm::rehearseSoon()
{
    m_stop.request_stop();
    if (!m_rule) {
        m_soon.stop();
        forgetPreview();
        return;
    }
    if (m_preview != Played) {
        m_preview = Asking;
        emit previewed();
    }
    m_soon.start();
}

void RuleForm::rehearse()
{
    if (!m_rule)
        return;
    m_stop.request_stop();
    m_stop = std::stop_source();
    const Timestamp end = m_context.clock().now() / kStep.count() * kStep.count();
    auto done = [self = QPointer(this), rule = *m_rule,
                 stop = m_stop.get_token()](const std::shared_ptr<const Outcome>& played) {
        if (self && !stop.stop_requested())
            self->take(*played, rule);
    };
    m_context.service().range(
        {m_rule->measured, end - kSpan, end, kStep}, m_stop.get_token(),
        [&pool = m_context.pool(), rule = *m_rule, end, stop = m_stop.get_token(),
         done = std::move(done)](Result<query::QueryService::ResultPtr> result) mutable {
            if (stop.stop_requested())
                return;
            pool.submit([rule = std::move(rule), end, stop, done = std::move(done),
                         result = std::move(result)](const std::stop_token&) {
                auto played = std::make_shared<Outcome>();
                played->start = end - kSpan;
                played->end = end;
                if (!result) {
                    played->error = result.error().text();
                } else {
                    const auto& values = *result;
                    played->series = values->series.size();
                    played->rehearsal = rules::rehearse(rule, *values, stop);
                    played->spans = covered(played->rehearsal);
                    played->firesNow = std::ranges::any_of(played->rehearsal.firings, &rules::RehearsedFiring::goesOn);
                    std::vector<charts::NamedSeries> named;
                    for (const auto i : drawnSeries(played->rehearsal, values->series.size()))
                        named.push_back(
                            {values, i, seriesName({}, values->series[i].labels, ui::outsideText(rule.measured, 80))});
                    played->chart = charts::ChartContent::build(std::move(named), false, stop);
                }
                if (!stop.stop_requested())
                    DataContext::post([done, played] { done(played); });
            });
        });
}

QString RuleForm::wordsFor(const Outcome& played, const rules::ThresholdRule& rule) const
{
    const auto& rehearsal = played.rehearsal;
    const auto span = Wording::span(played.end - std::max(played.start, rehearsal.dataFrom));
    if (rehearsal.firings.empty()) {
        const auto never = tr("would not have fired in the last %1").arg(span);
        if (rehearsal.pending == 0)
            return never;
        return tr("%1; %n time(s) it did not last %2", "", static_cast<int>(rehearsal.pending))
            .arg(never, QString::fromStdString(formatDuration(rule.holdFor)));
    }
    return tr("would have fired %n time(s) in the last %1, for %2", "", static_cast<int>(rehearsal.firings.size()))
        .arg(span, Wording::span(std::max<std::int64_t>(rehearsal.total.count(), kStep.count())));
}

void RuleForm::take(const Outcome& played, const rules::ThresholdRule& rule)
{
    m_start = played.start;
    m_end = played.end;
    m_chart = charts::ChartData(played.chart);
    m_verdict.clear();
    m_caveat.clear();
    m_bands.clear();
    m_thresholds.clear();
    m_preview = !played.error.empty() ? Failed : played.rehearsal.dataFrom == 0 ? NoData : Played;
    if (m_preview == Failed)
        m_caveat = ui::outsideText(played.error, 500);
    if (m_preview != Played) {
        emit previewed();
        return;
    }
    m_verdict = wordsFor(played, rule);
    QStringList caveats;
    if (played.rehearsal.dataFrom > played.start + 2 * kStep.count())
        caveats << tr("only %1 of data").arg(Wording::span(played.end - played.rehearsal.dataFrom));
    if (played.firesNow)
        caveats << tr("it would fire now");
    if (rule.holdFor < kStep || rule.keepFiringFor % kStep != std::chrono::milliseconds(0))
        caveats << tr("looked at once a minute");
    if (played.series > kMostSeries)
        caveats << tr("%n series, %1 of them drawn", "", static_cast<int>(played.series)).arg(kMostSeries);
    m_caveat = caveats.join(u" \u00b7 "_s);
    const auto severity = rule.severity.empty() ? u"unknown"_s : QString::fromStdString(rule.severity);
    for (const auto& [from, to] : played.spans)
        m_bands.append(QVariantMap{{u"start"_s, static_cast<double>(from)},
                                   {u"end"_s, static_cast<double>(to)},
                                   {u"severity"_s, severity},
                                   {u"acknowledged"_s, false}});
    const auto line = [&](double value, const QString& word) {
        m_thresholds.append(QVariantMap{{u"value"_s, value}, {u"severity"_s, severity}, {u"word"_s, word}});
    };
    line(rule.threshold, QString::fromStdString(rule.comparison + " " + formatNumber(rule.threshold)));
    if (rule.clear)
        line(*rule.clear, tr("ends at %1").arg(QString::fromStdString(formatNumber(*rule.clear))));
    emit previewed();
}

} // namespace nocturne::panels
