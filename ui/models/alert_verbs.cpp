// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What people do about alerts, from the list of them.
#include <utility>

#include "ui/models/alert_list_model.h"
#include "ui/models/outside_text.h"
#include "ui/models/wording.h"
#include "watch/alerts/matcher_text.h"

using namespace Qt::StringLiterals;

namespace nocturne::ui {

namespace {

constexpr Timestamp kMinute = 60'000;

std::string cut(const QString& text, int most) { return text.trimmed().left(most).toStdString(); }

std::vector<std::string> idsOf(const QStringList& ids)
{
    std::vector<std::string> out;
    for (const QString& id : ids)
        out.push_back(id.toStdString());
    return out;
}

QString nameOf(const std::string& name) { return outsideText(name, 80); }

} // namespace

QString quietTextOf(const alerts::AlertInstance& alert, std::string_view user, Timestamp now)
{
    if (!alert.mutedBy.empty()) {
        const auto& mute = alert.mutedBy.front();
        if (mute.by == alerts::Mute::By::Inhibition)
            return AlertListModel::tr("muted by %1").arg(nameOf(mute.text));
        const auto until = Wording::moment(mute.until.value_or(now), now);
        return mute.by == alerts::Mute::By::Silence
                   ? AlertListModel::tr("silenced by %1 until %2").arg(nameOf(mute.who), until)
                   : AlertListModel::tr("in downtime until %1").arg(until);
    }
    for (const auto& snooze : alert.snoozes) {
        if (snooze.shared || snooze.by == user)
            return AlertListModel::tr("put off by %1 until %2")
                .arg(nameOf(snooze.by), Wording::moment(snooze.until, now));
    }
    return {};
}

void AlertListModel::setUser(const QString& name)
{
    if (name == m_user)
        return;
    m_user = name;
    for (const auto& [text, list] : m_matching)
        list->setUser(name);
    refresh();
}

alerts::Actor AlertListModel::user() const
{
    return {m_user.trimmed().isEmpty() ? std::string("somebody") : cut(m_user, 80), "desktop"};
}

bool AlertListModel::isQuiet(const alerts::AlertInstance& alert) const
{
    return alert.isMuted() || alert.isSnoozedFor(user().name);
}

bool AlertListModel::report(const Result<alerts::Receipt>& result)
{
    if (!result)
        emit failed(outsideText(result.error().message, 500));
    else if (result->undo != 0)
        m_undo = result->undo;
    return result.has_value();
}

bool AlertListModel::acknowledge(const QString& id, const QString& owner, const QString& comment, int minutes,
                                 bool sticky)
{
    return acknowledgeAll({id}, owner, comment, minutes, sticky);
}

bool AlertListModel::acknowledgeAll(const QStringList& ids, const QString& owner, const QString& comment, int minutes,
                                    bool sticky)
{
    alerts::AcknowledgeOptions options{cut(comment, 2000), {}, sticky};
    if (minutes > 0)
        options.until = m_clock.now() + minutes * kMinute;
    return report(m_board.acknowledge(idsOf(ids), {cut(owner, 80), "desktop"}, options));
}

bool AlertListModel::unacknowledge(const QString& id) { return unacknowledgeAll({id}); }

bool AlertListModel::unacknowledgeAll(const QStringList& ids)
{
    return report(m_board.unacknowledge(idsOf(ids), user()));
}

bool AlertListModel::snooze(const QString& id, const QString& comment, int minutes, bool shared)
{
    return snoozeAll({id}, comment, minutes, shared);
}

bool AlertListModel::snoozeAll(const QStringList& ids, const QString& comment, int minutes, bool shared)
{
    return report(m_board.snooze(idsOf(ids), user(), {m_clock.now() + minutes * kMinute, shared, cut(comment, 2000)}));
}

bool AlertListModel::listenAgain(const QString& id)
{
    const auto* alert = find(id);
    if (alert == nullptr)
        return report(m_board.unsnooze({id.toStdString()}, user()));
    const auto mutes = alert->mutedBy; // `alert` goes with the next refresh
    bool done = alert->snoozes.empty() || report(m_board.unsnooze({id.toStdString()}, user()));
    for (const auto& mute : mutes) {
        if (mute.by == alerts::Mute::By::Silence)
            done = report(m_board.expireSilence(mute.id, user())) && done;
    }
    return done;
}

QString AlertListModel::suggestedMatchers(const QString& id) const
{
    const auto* alert = find(id);
    if (alert == nullptr)
        return {};
    alerts::Matchers taken;
    for (const auto& suggested : alerts::suggestMatchers(alert->labels)) {
        if (suggested.taken)
            taken.push_back(suggested.matcher);
    }
    return QString::fromStdString(alerts::matcherText(taken));
}

QString AlertListModel::silencePreview(const QString& matchers) const
{
    const auto parsed = alerts::parseMatchers(matchers.toStdString());
    if (!parsed)
        return outsideText(parsed.error().text(), 300);
    const auto preview = m_board.preview(*parsed);
    return tr("mutes %1 of %n alert(s)", "", static_cast<int>(preview.active)).arg(preview.matching.size());
}

QString AlertListModel::silenceDoubt(const QString& matchers) const
{
    const auto parsed = alerts::parseMatchers(matchers.toStdString());
    return parsed ? outsideText(m_board.preview(*parsed).doubt, 300) : QString();
}

bool AlertListModel::silence(const QString& matchers, const QString& comment, int minutes, bool confirmed)
{
    auto parsed = alerts::parseMatchers(matchers.toStdString());
    if (!parsed)
        return report(tl::unexpected(parsed.error()));
    alerts::Silence made;
    made.matchers = std::move(*parsed);
    made.endsAt = m_clock.now() + minutes * kMinute;
    made.comment = cut(comment, 2000);
    return silence(std::move(made), confirmed);
}

bool AlertListModel::silence(alerts::Silence silence, bool confirmed)
{
    return report(silence.id.empty() ? m_board.addSilence(std::move(silence), user(), confirmed)
                                     : m_board.changeSilence(std::move(silence), user(), confirmed));
}

bool AlertListModel::expireSilence(const std::string& id) { return report(m_board.expireSilence(id, user())); }

bool AlertListModel::recreateSilence(const std::string& id, Timestamp until)
{
    return report(m_board.recreateSilence(id, until, user()));
}

bool AlertListModel::planDowntime(alerts::Downtime downtime, bool confirmed)
{
    return report(downtime.id.empty() ? m_board.addDowntime(std::move(downtime), user(), confirmed)
                                      : m_board.changeDowntime(std::move(downtime), user(), confirmed));
}

bool AlertListModel::cancelDowntime(const std::string& id) { return report(m_board.cancelDowntime(id, user())); }

bool AlertListModel::undo() { return report(m_board.undo(std::exchange(m_undo, 0), user())); }

} // namespace nocturne::ui
