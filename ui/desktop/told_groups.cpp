// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/desktop/told_groups.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <unordered_map>

#include <QCoreApplication>
#include <QStringList>

#include "ui/models/alert_list_model.h"
#include "ui/models/outside_text.h"

using namespace Qt::StringLiterals;

namespace nocturne::ui {

namespace {

using alerts::AlertInstance;
using alerts::Severity;

constexpr std::size_t kMostLines = 4;
constexpr qsizetype kTitleLength = 120;
constexpr qsizetype kLineLength = 200;
constexpr std::array kWorstFirst = {Severity::Critical, Severity::Error, Severity::Unknown, Severity::Warning,
                                    Severity::Info};

struct Told
{
    Q_DECLARE_TR_FUNCTIONS(ToldGroups)
};

QString wordOf(Severity severity)
{
    switch (severity) {
    case Severity::Critical:
        return Told::tr("Critical");
    case Severity::Error:
        return Told::tr("Error");
    case Severity::Warning:
        return Told::tr("Warning");
    case Severity::Info:
        return Told::tr("Info");
    case Severity::Unknown:
        break;
    }
    return Told::tr("Unknown severity");
}

QString countOf(Severity severity, int count)
{
    switch (severity) {
    case Severity::Critical:
        return Told::tr("%n critical", "", count);
    case Severity::Error:
        return Told::tr("%n error(s)", "", count);
    case Severity::Warning:
        return Told::tr("%n warning(s)", "", count);
    case Severity::Info:
        return Told::tr("%n info", "", count);
    case Severity::Unknown:
        break;
    }
    return Told::tr("%n unknown", "", count);
}

/// Where it is: what tells it from others of its name.
QString placeOf(const AlertInstance& alert)
{
    for (const auto* label : {"instance", "service", "job", "target", "device"}) {
        if (const auto value = alert.labels.get(label); !value.empty())
            return outsideText(value, 60);
    }
    return {};
}

QString lineOf(const AlertInstance& alert)
{
    const auto summary = alert.annotations.find("summary");
    const auto text = summary == alert.annotations.end() ? QString() : outsideText(summary->second, kLineLength);
    const auto place = placeOf(alert);
    if (text.isEmpty())
        return place.isEmpty() ? outsideText(alert.name(), 80) : place;
    return place.isEmpty() ? text : place + u": "_s + text;
}

} // namespace

bool asksHere(const AlertInstance& alert, const TellingRules& rules)
{
    return alert.needsSomebody() && !alert.isSnoozedFor(rules.user) && !alert.isHeartbeat() &&
           alert.severity >= (rules.isQuietTime ? Severity::Critical : rules.atLeast);
}

void ToldGroup::reword()
{
    const auto name = outsideText(first.front()->name(), 80);
    const auto count = static_cast<int>(ids.size());
    title = (count == 1 ? Told::tr("%1: %2").arg(wordOf(worst), name)
                        : Told::tr("%1: %2 (%n alert(s))", "", count).arg(wordOf(worst), name))
                .left(kTitleLength);
    QStringList lines;
    for (const auto* alert : first)
        lines.append(lineOf(*alert));
    if (ids.size() > first.size())
        lines.append(Told::tr("and %n more", "", static_cast<int>(ids.size() - first.size())));
    body = lines.join(u'\n');
}

std::vector<ToldGroup> toldGroups(const alerts::AlertList& alerts, const TellingRules& rules)
{
    std::vector<ToldGroup> groups; // the list is worst first, and so are its groups
    std::unordered_map<std::string, std::size_t> places;
    std::string key;
    for (const auto& alert : alerts) {
        if (!asksHere(alert, rules))
            continue;
        key.clear();
        for (const auto& label : rules.groupBy)
            key.append(alert.labels.get(label)).push_back('\x1f');
        const auto [place, isNew] = places.try_emplace(key, groups.size());
        if (isNew)
            groups.push_back({QString::fromStdString(key)});
        auto& group = groups[place->second];
        group.worst = std::max(group.worst, alert.severity);
        group.ids.push_back(alert.id);
        if (group.first.size() < kMostLines)
            group.first.push_back(&alert);
    }
    return groups;
}

ToldGroup digestOf(std::vector<ToldGroup> groups)
{
    ToldGroup digest;
    QStringList lines;
    for (auto& group : groups) {
        digest.worst = std::max(digest.worst, group.worst);
        digest.ids.insert(digest.ids.end(), group.ids.begin(), group.ids.end());
        if (static_cast<std::size_t>(lines.size()) < kMostLines) {
            group.reword();
            lines.append(group.title);
        }
    }
    if (groups.size() > kMostLines)
        lines.append(Told::tr("and %n more group(s)", "", static_cast<int>(groups.size() - kMostLines)));
    digest.title = Told::tr("%n alert(s) in %1 groups", "", static_cast<int>(digest.ids.size())).arg(groups.size());
    digest.body = lines.join(u'\n');
    return digest;
}

int Tally::open() const { return std::accumulate(std::begin(bySeverity), std::end(bySeverity), 0); }

Status Tally::worst() const
{
    for (const auto severity : kWorstFirst) {
        if (bySeverity[static_cast<int>(severity)] > 0)
            return toStatus(severity);
    }
    return status::Ok;
}

int Tally::worstCount() const
{
    for (const auto severity : kWorstFirst) {
        if (bySeverity[static_cast<int>(severity)] > 0)
            return bySeverity[static_cast<int>(severity)];
    }
    return 0;
}

Tally tallyOf(const alerts::AlertList& alerts, const std::string& user)
{
    Tally tally;
    for (const auto& alert : alerts) {
        if (alert.state != alerts::AlertState::Firing || alert.isHeartbeat())
            continue;
        if (alert.needsSomebody() && !alert.isSnoozedFor(user))
            ++tally.bySeverity[static_cast<int>(alert.severity)];
        else
            ++tally.held;
    }
    return tally;
}

QString textOf(const Tally& tally)
{
    QStringList parts;
    for (const auto severity : kWorstFirst) {
        if (const int count = tally.bySeverity[static_cast<int>(severity)]; count > 0)
            parts.append(countOf(severity, count));
    }
    const auto open = parts.isEmpty() ? Told::tr("No open alerts") : parts.join(u", "_s);
    return tally.held == 0 ? open : open + u"; "_s + Told::tr("%n taken or quiet", "", tally.held);
}

} // namespace nocturne::ui
