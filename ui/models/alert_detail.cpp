// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/alert_detail.h"

#include <algorithm>

#include <QUrl>

#include "ui/models/outside_text.h"
#include "ui/models/wording.h"

namespace nocturne::ui {

namespace {

// Shown in places of their own.
bool isKnownAnnotation(const std::string& name)
{
    return name == "summary" || name == "description" || name == "runbook_url";
}

} // namespace

AlertDetail::AlertDetail(AlertListModel& list, QObject* parent)
    : QObject(parent)
    , m_list(list)
{
    connect(&list, &AlertListModel::refreshed, this, &AlertDetail::read);
    connect(&list, &QAbstractItemModel::dataChanged, this, &AlertDetail::changed);
}

void AlertDetail::setAlertId(const QString& id)
{
    if (id == m_id)
        return;
    m_id = id;
    read();
}

void AlertDetail::read()
{
    const auto* alert = m_list.find(m_id);
    m_found = alert != nullptr;
    m_alert = m_found ? *alert : alerts::AlertInstance();
    emit changed();
}

QString AlertDetail::title() const { return outsideText(m_alert.name(), 200); }

QString AlertDetail::stateText() const
{
    const Timestamp now = m_list.clock().now();
    switch (m_alert.state) {
    case alerts::AlertState::Pending:
        return tr("Pending for %1").arg(Wording::span(now - m_alert.activeAt));
    case alerts::AlertState::Firing:
        return tr("Firing for %1")
            .arg(Wording::span(now - (m_alert.firedAt != 0 ? m_alert.firedAt : m_alert.activeAt)));
    case alerts::AlertState::Resolved:
        return tr("Resolved %1").arg(Wording::age(m_alert.resolvedAt, now));
    case alerts::AlertState::Inactive:
        break;
    }
    return {};
}

QString AlertDetail::owner() const
{
    return acknowledged() ? outsideText(m_alert.acknowledgement->owner, 80) : QString();
}

QString AlertDetail::comment() const
{
    return acknowledged() ? outsideText(m_alert.acknowledgement->comment, 2000, true) : QString();
}

QString AlertDetail::acknowledgedText() const
{
    if (!acknowledged())
        return {};
    const Timestamp now = m_list.clock().now();
    const auto& taken = *m_alert.acknowledgement;
    const QString text = tr("%1, %2").arg(owner(), Wording::age(taken.at, now));
    return taken.until ? tr("%1, until %2").arg(text, Wording::moment(*taken.until, now)) : text;
}

bool AlertDetail::mayListenAgain() const
{
    using By = alerts::Mute::By;
    const auto isSilence = [](const alerts::Mute& mute) {
        return mute.by == By::Silence || (mute.by == By::Acknowledgement && mute.until);
    };
    return std::any_of(m_alert.mutedBy.begin(), m_alert.mutedBy.end(), isSilence) ||
           m_alert.isSnoozedFor(m_list.userName());
}

QString AlertDetail::quietText() const { return quietTextOf(m_alert, m_list.userName(), m_list.clock().now()); }

QString AlertDetail::expression() const { return outsideText(m_alert.expression, 4000, true); }

QString AlertDetail::evidence() const { return evidenceOf(m_alert, m_list.clock().now()); }

QString AlertDetail::startedText() const
{
    return m_found ? Wording::moment(m_alert.activeAt, m_list.clock().now()) : QString();
}

QString AlertDetail::source() const
{
    const std::string_view source = m_alert.source;
    const auto end = source.rfind(';');
    if (!source.starts_with("rules:") || end == std::string_view::npos)
        return outsideText(source, 100);
    const auto path = source.substr(0, end);
    const auto slash = path.find_last_of("/:");
    return tr("rule group %1 of %2").arg(sourceNameOf(m_alert), outsideText(path.substr(slash + 1), 100));
}

QString AlertDetail::runbook() const
{
    const auto found = m_alert.annotations.find("runbook_url");
    return found == m_alert.annotations.end() ? QString() : safeLink(found->second);
}

QString AlertDetail::runbookHost() const { return QUrl(runbook()).host(); }

QStringList AlertDetail::labelKeys() const
{
    QStringList out;
    for (const auto& label : m_alert.labels)
        if (label.name != "alertname")
            out.append(outsideText(label.name, 100));
    return out;
}

QStringList AlertDetail::labelValues() const
{
    QStringList out;
    for (const auto& label : m_alert.labels)
        if (label.name != "alertname")
            out.append(outsideText(label.value, 500));
    return out;
}

QStringList AlertDetail::annotationKeys() const
{
    QStringList out;
    for (const auto& [name, text] : m_alert.annotations)
        if (!isKnownAnnotation(name))
            out.append(outsideText(name, 100));
    return out;
}

QStringList AlertDetail::annotationValues() const
{
    QStringList out;
    for (const auto& [name, text] : m_alert.annotations)
        if (!isKnownAnnotation(name))
            out.append(outsideText(text, 1000, true));
    return out;
}

double AlertDetail::holdShare() const
{
    if (!pending() || m_alert.holdFor.count() <= 0)
        return -1;
    const auto waited = static_cast<double>(m_list.clock().now() - m_alert.activeAt);
    return std::clamp(waited / static_cast<double>(m_alert.holdFor.count()), 0.0, 1.0);
}

QString AlertDetail::annotation(const char* name) const
{
    const auto found = m_alert.annotations.find(name);
    return found == m_alert.annotations.end() ? QString() : outsideText(found->second, 4000, true);
}

} // namespace nocturne::ui
