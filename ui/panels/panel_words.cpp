// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/panel_words.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <limits>

#include "base/core/text.h"
#include "ui/charts/time_series_chart.h"

namespace nocturne::panels {
namespace {

constexpr std::size_t kMaxNameBytes = 300; // label values come from outside

QString translated(const char* text) { return QCoreApplication::translate("nocturne::panels::PanelSpec", text); }

QString severityWord(alerts::Severity severity)
{
    switch (severity) {
    case alerts::Severity::Info:
        return translated("info");
    case alerts::Severity::Warning:
        return translated("warning");
    case alerts::Severity::Error:
        return translated("error");
    case alerts::Severity::Critical:
        return translated("critical");
    case alerts::Severity::Unknown:
        break;
    }
    return translated("unknown");
}

QString toQString(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

} // namespace

const dashboards::Panel& PanelSpec::panel() const
{
    static const dashboards::Panel kNone;
    return m_panel ? *m_panel : kNone;
}

QString PanelSpec::kind() const { return toQString(dashboards::toString(panel().kind)); }

double PanelSpec::minimum() const { return panel().min.value_or(std::numeric_limits<double>::quiet_NaN()); }

double PanelSpec::maximum() const { return panel().max.value_or(std::numeric_limits<double>::quiet_NaN()); }

QString PanelSpec::legend() const { return toQString(dashboards::toString(panel().legend)); }

QVariantList PanelSpec::thresholds() const
{
    QVariantList rows;
    const auto format = formatOf(panel());
    for (const auto& threshold : panel().thresholds) {
        const auto value = QString::fromStdString(format.format(threshold.value).text());
        rows.append(QVariantMap{{QStringLiteral("value"), threshold.value},
                                {QStringLiteral("severity"), toQString(alerts::toString(threshold.severity))},
                                {QStringLiteral("word"), severityWord(threshold.severity) + QLatin1Char(' ') + value}});
    }
    return rows;
}

dashboards::UnitFormat formatOf(const dashboards::Panel& panel, std::string_view unit)
{
    const bool own = !unit.empty() && unit != panel.unit;
    return dashboards::UnitFormat(own ? unit : std::string_view(panel.unit), own ? std::nullopt : panel.decimals,
                                  charts::localNumberStyle());
}

QString severityOf(const dashboards::Panel& panel, double value)
{
    const dashboards::Threshold* worst = nullptr;
    for (const auto& threshold : panel.thresholds) {
        const bool reached = threshold.below ? value <= threshold.value : value >= threshold.value;
        if (reached && (worst == nullptr || threshold.severity > worst->severity))
            worst = &threshold;
    }
    return worst != nullptr ? toQString(alerts::toString(worst->severity)) : QString();
}

QString seriesName(std::string_view legend, const model::LabelSet& labels, const QString& otherwise)
{
    if (legend.empty()) {
        const auto text = labels.toString();
        return labels.empty() || text == "{}" ? otherwise : toQString(printable(text, kMaxNameBytes));
    }
    std::string out;
    while (!legend.empty()) {
        const auto open = legend.find("{{");
        const auto close = open == std::string_view::npos ? open : legend.find("}}", open);
        out += legend.substr(0, close == std::string_view::npos ? legend.size() : open);
        if (close == std::string_view::npos)
            break;
        auto name = legend.substr(open + 2, close - open - 2);
        while (name.starts_with(' '))
            name.remove_prefix(1);
        while (name.ends_with(' '))
            name.remove_suffix(1);
        out += labels.get(name);
        legend.remove_prefix(close + 2);
    }
    return out.empty() ? otherwise : toQString(printable(out, kMaxNameBytes));
}

QString clockText(Timestamp time, Timestamp now)
{
    const auto local = QDateTime::fromMSecsSinceEpoch(time);
    const bool isToday = local.date() == QDateTime::fromMSecsSinceEpoch(now).date();
    return local.toString(isToday ? QStringLiteral("HH:mm:ss") : QStringLiteral("yyyy-MM-dd HH:mm"));
}

QString ageText(Timestamp milliseconds)
{
    const auto seconds = milliseconds / 1000;
    const auto minutes = seconds / 60;
    const auto hours = minutes / 60;
    if (seconds < 60)
        return translated("%1 s").arg(seconds);
    if (minutes < 60)
        return translated("%1 min").arg(minutes);
    if (hours < 48)
        return minutes % 60 == 0 ? translated("%1 h").arg(hours)
                                 : translated("%1 h %2 min").arg(hours).arg(minutes % 60);
    return translated("%1 d").arg(hours / 24);
}

QString durationText(double seconds)
{
    return QString::fromStdString(dashboards::UnitFormat("s", {}, charts::localNumberStyle()).format(seconds).text());
}

QString countText(std::size_t count) { return QLocale().toString(static_cast<qulonglong>(count)); }

QString bytesText(std::size_t bytes)
{
    return QString::fromStdString(
        dashboards::UnitFormat("bytes", {}, charts::localNumberStyle()).format(static_cast<double>(bytes)).text());
}

} // namespace nocturne::panels
