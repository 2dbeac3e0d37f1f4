// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/alert_rows.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include <QHash>

#include "ui/models/outside_text.h"

using namespace Qt::StringLiterals;

namespace nocturne::ui {

namespace {

using alerts::AlertInstance;
using Members = AlertRows::Members;

constexpr qsizetype kMaxChips = 3;

// Names what an alert without words of its own is about.
constexpr std::array kSubjectLabels = {"instance", "job"};

// Whether a row tells the label otherwise: in its title, its shape, or the head of its group.
bool isShownElsewhere(std::string_view name, std::string_view groupLabel)
{
    return name == "alertname" || name == "severity" || name == groupLabel;
}

struct Tally
{
    std::unordered_set<std::string_view> values;
    std::size_t alerts = 0; // that have the label
};

using Tallies = std::map<std::string_view, Tally>;

Tallies tally(const Members& members)
{
    Tallies tallies;
    for (const auto& alert : members)
        for (const auto& label : alert->labels) {
            Tally& one = tallies[label.name];
            one.values.insert(label.value);
            ++one.alerts;
        }
    return tallies;
}

// Labels that tell the alerts of one rule within a group apart, those with the most values first: without them two
// rows read the same.
std::vector<std::string> distinctions(const Tallies& tallies, std::size_t siblings, std::string_view groupLabel)
{
    std::vector<std::pair<std::size_t, std::string>> found;
    for (const auto& [name, one] : tallies) {
        const auto kinds = one.values.size() + (one.alerts < siblings && !one.values.contains({}) ? 1 : 0);
        if (kinds > 1 && !isShownElsewhere(name, groupLabel))
            found.emplace_back(kinds, name);
    }
    std::ranges::stable_sort(found, std::greater(), &std::pair<std::size_t, std::string>::first);
    std::vector<std::string> names;
    for (auto& [kinds, name] : found)
        names.push_back(std::move(name));
    return names;
}

// What tells the alert from its siblings, then what one without words is about, then what differs in the group.
AlertChips chipsOf(const AlertInstance& alert, const std::vector<std::string>& distinct,
                   const std::vector<std::string>& telling)
{
    AlertChips chips;
    QStringList subject;
    const auto add = [&](std::string_view name, bool names) {
        const auto value = alert.labels.get(name);
        const auto key = outsideText(name, 60);
        if (value.empty() || chips.keys.contains(key) || chips.keys.size() == kMaxChips)
            return;
        chips.keys.append(key);
        chips.values.append(outsideText(value, 200));
        if (names)
            subject.append(outsideText(value, 100));
    };
    for (const auto& name : distinct)
        add(name, true);
    chips.distinct = static_cast<int>(chips.keys.size());
    if (summaryOf(alert).isEmpty())
        for (const char* name : kSubjectLabels)
            add(name, true);
    for (const auto& name : telling)
        add(name, false);
    chips.subject = subject.join(u", "_s);
    return chips;
}

} // namespace

QString sourceNameOf(const AlertInstance& alert) { return sourceNameOf(alert.source); }

QString sourceNameOf(std::string_view source)
{
    if (source.starts_with("rules:")) // and the file, which says little
        return outsideText(source.substr(source.rfind(';') + 1), 100);
    return outsideText(source, 100);
}

QString summaryOf(const AlertInstance& alert)
{
    for (const char* name : {"summary", "description", "message"}) {
        const auto found = alert.annotations.find(name);
        if (found == alert.annotations.end())
            continue;
        if (QString text = outsideProse(found->second, 2000); !text.isEmpty())
            return text;
    }
    return {};
}

void AlertRows::setGroupBy(const QString& label)
{
    m_groupBy = label;
    m_known.clear();
    m_namings.clear();
}

AlertRows::Known& AlertRows::know(const alerts::AlertList::Shared& alert)
{
    const auto [at, isNew] = m_known.try_emplace(alert.get());
    Known& known = at->second;
    known.pass = m_pass;
    if (!isNew)
        return known;
    known.alert = alert;
    if (m_groupBy == u"source"_s)
        known.group = outsideText(alert->source, 100);
    else if (!m_groupBy.isEmpty()) {
        auto value = alert->labels.get(m_groupBy.toStdString());
        if (value.empty())
            value = alert->labels.get("job");
        known.group = value.empty() ? sourceNameOf(*alert) : outsideText(value, 100);
    }
    return known;
}

std::vector<AlertRow> AlertRows::grouped(const Members& alerts)
{
    ++m_pass;
    QHash<QString, std::size_t> places;
    std::vector<std::pair<QString, Members>> groups;
    for (const auto& alert : alerts) {
        const QString& group = know(alert).group;
        const auto place = places.constFind(group);
        const auto at = place == places.constEnd() ? groups.size() : *place;
        if (at == groups.size()) {
            places.insert(group, at);
            groups.emplace_back(group, Members());
        }
        groups[at].second.push_back(alert);
    }
    std::vector<AlertRow> rows;
    rows.reserve(alerts.size());
    const auto label = m_groupBy.toStdString();
    for (const auto& [group, members] : groups)
        append(rows, group, members, label);
    forgetOld();
    return rows;
}

std::vector<AlertRow> AlertRows::flat(const Members& alerts)
{
    ++m_pass;
    std::vector<AlertRow> rows;
    append(rows, {}, alerts, {});
    forgetOld();
    return rows;
}

// What the rows of each rule of the group show. An answer that is as before is the one of before.
std::map<std::string_view, AlertRows::Naming> AlertRows::namings(const QString& group, const Members& members,
                                                                 std::string_view groupLabel)
{
    const auto tallies = tally(members);
    Names telling;
    for (const auto& [name, one] : tallies)
        if (!isShownElsewhere(name, groupLabel) && (members.size() == 1 || one.values.size() > 1))
            telling.emplace_back(name);
    std::map<std::string_view, Members> siblings;
    for (const auto& alert : members)
        siblings[alert->labels.get("alertname")].push_back(alert);
    std::map<std::string_view, Naming> out;
    for (const auto& [name, alerts] : siblings) {
        const bool isAll = alerts.size() == members.size();
        std::pair<Names, Names> naming(distinctions(isAll ? tallies : tally(alerts), alerts.size(), groupLabel),
                                       telling);
        Naming& last = m_namings[{group, std::string(name)}];
        if (last == nullptr || *last != naming)
            last = std::make_shared<const std::pair<Names, Names>>(std::move(naming));
        out[name] = last;
    }
    return out;
}

// The rows of the alerts of one group, which differ in what they show.
void AlertRows::append(std::vector<AlertRow>& rows, const QString& group, const Members& members,
                       std::string_view groupLabel)
{
    const auto naming = namings(group, members, groupLabel);
    for (const auto& alert : members) {
        Known& known = know(alert);
        const Naming& wanted = naming.at(alert->labels.get("alertname"));
        if (known.naming != wanted) {
            known.naming = wanted;
            known.chips = chipsOf(*alert, wanted->first, wanted->second);
        }
        rows.push_back({alert->id, alert, group, known.chips});
    }
}

// Alerts that changed have left others behind.
void AlertRows::forgetOld()
{
    std::erase_if(m_known, [&](const auto& entry) { return entry.second.pass != m_pass; });
    if (m_namings.size() > 2 * m_known.size())
        m_namings.clear();
}

} // namespace nocturne::ui
