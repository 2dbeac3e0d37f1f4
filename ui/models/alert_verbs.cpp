// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What people do about alerts, from the list of them.

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

QString placeNameOf(const std::string& source)
{
    const auto colon = source.find(':'); // the kind of source, which people do not name it by
    return nameOf(colon == std::string::npos ? source : source.substr(colon + 1));
}

QString deliveryTextOf(const alerts::Delivery& delivery)
{
    using State = alerts::Delivery::State;
    const auto place = placeNameOf(delivery.source);
    switch (delivery.state) {
    case State::Accepted:
        return AlertListModel::tr("%1 knows of it").arg(place);
    case State::Pending:
        return AlertListModel::tr("telling %1").arg(place);
    case State::Failed:
        return AlertListModel::tr("%1 does not know of it: %2").arg(place, outsideText(delivery.reason, 300));
    case State::None:
        break;
    }
    return {};
}

QString quietTextOf(const alerts::AlertInstance& alert, std::string_view user, Timestamp now)
{
    if (!alert.mutedBy.empty()) {
        const auto& mute = alert.mutedBy.front();
        if (mute.by == alerts::Mute::By::Inhibition)
            return AlertListModel::tr("muted by %1").arg(nameOf(mute.text));
        if (mute.by == alerts::Mute::By::Acknowledgement)
            return AlertListModel::tr("taken by %1 in %2").arg(nameOf(mute.who), placeNameOf(mute.source));
        const auto until = Wording::moment(mute.until.value_or(now), now);
        if (mute.by == alerts::Mute::By::Silence && !mute.source.empty())
            return AlertListModel::tr("silenced by %1 in %2 until %3")
                .arg(nameOf(mute.who), placeNameOf(mute.source), until);
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
    const auto isMute = [](const alerts::Mute& mute) { return mute.by != alerts::Mute::By::Acknowledgement; };
    return std::ranges::any_of(alert.mutedBy, isMute) || alert.isSnoozedFor(user().name);
}

int AlertListModel::acknowledge(const QString& id, const QString& owner, const QString& comment, int minutes,
                                bool sticky)
{
    return acknowledgeAll({id}, owner, comment, minutes, sticky);
}

int AlertListModel::acknowledgeAll(const QStringList& ids, const QString& owner, const QString& comment, int minutes,
                                   bool sticky)
{
    alerts::AcknowledgeOptions options{cut(comment, 2000), {}, sticky};
    if (minutes > 0)
        options.until = m_clock.now() + minutes * kMinute;
    const alerts::Actor who{cut(owner, 80), "desktop"};
    return m_verbs.add(
        [ids = idsOf(ids), who, options](alerts::AlertBoard& board) { return board.acknowledge(ids, who, options); },
        idsOf(ids));
}

int AlertListModel::unacknowledge(const QString& id) { return unacknowledgeAll({id}); }

int AlertListModel::unacknowledgeAll(const QStringList& ids)
{
    return m_verbs.add(
        [ids = idsOf(ids), who = user()](alerts::AlertBoard& board) { return board.unacknowledge(ids, who); },
        idsOf(ids));
}

int AlertListModel::snooze(const QString& id, const QString& comment, int minutes, bool shared)
{
    return snoozeAll({id}, comment, minutes, shared);
}

int AlertListModel::snoozeAll(const QStringList& ids, const QString& comment, int minutes, bool shared)
{
    const alerts::SnoozeOptions options{m_clock.now() + minutes * kMinute, shared, cut(comment, 2000)};
    return m_verbs.add([ids = idsOf(ids), who = user(),
                        options](alerts::AlertBoard& board) { return board.snooze(ids, who, options); },
                       idsOf(ids));
}

int AlertListModel::listenAgain(const QString& id)
{
    const std::string key = id.toStdString();
    const auto* alert = find(id);
    const bool isSnoozed = alert == nullptr || !alert->snoozes.empty();
    std::vector<std::string> silences;
    if (alert != nullptr) {
        for (const auto& mute : alert->mutedBy) {
            if (mute.by == alerts::Mute::By::Silence || (mute.by == alerts::Mute::By::Acknowledgement && mute.until))
                silences.push_back(mute.id);
        }
    }
    return m_verbs.add(
        [key, isSnoozed, silences, who = user()](alerts::AlertBoard& board) -> Result<alerts::Receipt> {
            Result<alerts::Receipt> last = isSnoozed ? board.unsnooze({key}, who) : alerts::Receipt();
            for (const auto& silence : silences) {
                if (last)
                    last = board.expireSilence(silence, who);
            }
            return last;
        },
        {key});
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

int AlertListModel::silence(const QString& matchers, const QString& comment, int minutes, bool confirmed)
{
    auto parsed = alerts::parseMatchers(matchers.toStdString());
    if (!parsed)
        return m_verbs.refuse(parsed.error().message);
    alerts::Silence made;
    made.matchers = std::move(*parsed);
    made.endsAt = m_clock.now() + minutes * kMinute;
    made.comment = cut(comment, 2000);
    return silence(std::move(made), confirmed);
}

int AlertListModel::silence(alerts::Silence silence, bool confirmed)
{
    return m_verbs.add([silence = std::move(silence), confirmed, who = user()](alerts::AlertBoard& board) {
        return silence.id.empty() ? board.addSilence(silence, who, confirmed)
                                  : board.changeSilence(silence, who, confirmed);
    });
}

int AlertListModel::expireSilence(const std::string& id)
{
    return m_verbs.add([id, who = user()](alerts::AlertBoard& board) { return board.expireSilence(id, who); });
}

int AlertListModel::recreateSilence(const std::string& id, Timestamp until)
{
    return m_verbs.add(
        [id, until, who = user()](alerts::AlertBoard& board) { return board.recreateSilence(id, until, who); });
}

int AlertListModel::planDowntime(alerts::Downtime downtime, bool confirmed)
{
    return m_verbs.add([downtime = std::move(downtime), confirmed, who = user()](alerts::AlertBoard& board) {
        return downtime.id.empty() ? board.addDowntime(downtime, who, confirmed)
                                   : board.changeDowntime(downtime, who, confirmed);
    });
}

int AlertListModel::cancelDowntime(const std::string& id)
{
    return m_verbs.add([id, who = user()](alerts::AlertBoard& board) { return board.cancelDowntime(id, who); });
}

int AlertListModel::undo() { return m_verbs.undo(user()); }

} // namespace nocturne::ui
