// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "base/core/text.h"
#include "watch/alerts/board_state.h"
#include "watch/alerts/matcher_text.h"

namespace nocturne::alerts {

namespace {

std::string wordsOf(const Silence& silence)
{
    auto text = matcherText(silence.matchers) + " from " + std::to_string(silence.startsAt) + " to " +
                std::to_string(silence.endsAt);
    return silence.comment.empty() ? text : text + ": " + silence.comment;
}

std::string wordsOf(const Downtime& downtime)
{
    auto text = matcherText(downtime.matchers) + " from " + std::to_string(downtime.first.start) + " to " +
                std::to_string(downtime.first.end);
    if (downtime.isFlexible())
        text += ", for " + std::to_string(downtime.duration.count()) + " ms from the first problem on";
    if (downtime.recurrence.every != Recurrence::Every::Once)
        text += ", every " + std::string(toString(downtime.recurrence.every)) + " in " +
                (downtime.zone.empty() ? "UTC" : downtime.zone);
    return downtime.comment.empty() ? text : text + ": " + downtime.comment;
}

template <typename Value>
const Value* findById(const std::vector<Value>& all, const std::string& id)
{
    const auto found = std::ranges::find(all, id, &Value::id);
    return found == all.end() ? nullptr : &*found;
}

tl::unexpected<Error> noSilence(const std::string& id)
{
    return fail(Error::Kind::NotFound, "no silence has the id \"" + printable(id, 100) + "\"");
}

tl::unexpected<Error> noDowntime(const std::string& id)
{
    return fail(Error::Kind::NotFound, "no downtime has the id \"" + printable(id, 100) + "\"");
}

} // namespace

std::uint64_t AlertBoard::State::rememberSilences(std::string action, std::optional<Silence> before,
                                                  std::optional<Silence> after)
{
    Undo undo;
    undo.action = std::move(action);
    undo.silences.push_back({std::move(before), std::move(after)});
    return remember(std::move(undo));
}

Result<void> AlertBoard::Work::check(const Silence& silence, bool confirmed) const
{
    auto checked = checkSilence(silence, m_now);
    return checked ? checkDoubt(silence.matchers, confirmed) : checked;
}

Result<void> AlertBoard::Work::checkDoubt(const Matchers& matchers, bool confirmed) const
{
    const auto preview = previewSilence(matchers, *m_state.published, m_state.options.silenceAskAbove);
    if (confirmed || preview.doubt.empty())
        return {};
    return fail(Error::Kind::InvalidInput, preview.doubt + ": confirm that this is wanted");
}

Result<Receipt> AlertBoard::addSilence(Silence silence, const Actor& who, bool confirmed)
{
    return tryChange([&](Work& work) -> Result<Receipt> {
        silence.id = State::newId();
        silence.source.clear();
        silence.delivery = {};
        silence.createdBy = who.name;
        silence.updatedAt = work.now();
        silence.startsAt = std::max(silence.startsAt, work.now());
        if (auto checked = work.check(silence, confirmed); !checked)
            return tl::unexpected(checked.error());
        work.audit(who, "silence", silence.id, "", wordsOf(silence));
        work.put(silence);
        const auto id = silence.id;
        return Receipt{1, m_state->rememberSilences("silence", std::nullopt, std::move(silence)), id};
    });
}

Result<Receipt> AlertBoard::changeSilence(Silence silence, const Actor& who, bool confirmed)
{
    return tryChange([&](Work& work) -> Result<Receipt> {
        const auto* known = findById(m_state->silences, silence.id);
        if (known == nullptr)
            return work.order(std::move(silence), who, confirmed);
        const auto state = known->stateAt(work.now());
        if (state == SilenceState::Expired)
            return fail(Error::Kind::InvalidInput, "this silence is over: make it again");
        const bool hasBegun = state == SilenceState::Active;
        const bool isOther = silence.matchers != known->matchers || (hasBegun && silence.startsAt != known->startsAt);
        auto next = isOther ? silence : *known;
        next.endsAt = silence.endsAt;
        next.comment = silence.comment;
        next.createdBy = isOther ? who.name : known->createdBy;
        next.startsAt = isOther    ? std::max(silence.startsAt, work.now())
                        : hasBegun ? known->startsAt
                                   : silence.startsAt;
        next.updatedAt = work.now();
        // Only other matchers mute something else, and are looked at again.
        if (auto checked = work.check(next, confirmed || !isOther); !checked)
            return tl::unexpected(checked.error());
        if (!isOther) {
            work.audit(who, "change silence", next.id, wordsOf(*known), wordsOf(next));
            const auto undo = m_state->rememberSilences("change silence", *known, next);
            work.put(next);
            return Receipt{1, undo, next.id};
        }
        auto ended = *known;
        ended.endsAt = work.now();
        ended.updatedAt = work.now();
        next.id = State::newId();
        work.audit(who, "change silence", ended.id, wordsOf(*known), wordsOf(next) + " as " + next.id);
        work.put(ended);
        work.put(next);
        return Receipt{1, 0, next.id};
    });
}

Result<Receipt> AlertBoard::expireSilence(const std::string& id, const Actor& who)
{
    return tryChange([&](Work& work) -> Result<Receipt> {
        const auto* known = findById(m_state->silences, id);
        if (known == nullptr)
            return work.orderEnd(id, who);
        if (known->stateAt(work.now()) == SilenceState::Expired)
            return Receipt{0, 0, id};
        auto ended = *known;
        ended.endsAt = work.now();
        ended.startsAt = std::min(ended.startsAt, ended.endsAt);
        ended.updatedAt = work.now();
        work.audit(who, "expire silence", id, wordsOf(*known), wordsOf(ended));
        work.put(ended);
        return Receipt{1, m_state->rememberSilences("expire silence", *known, ended), id};
    });
}

Result<Receipt> AlertBoard::recreateSilence(const std::string& id, Timestamp until, const Actor& who)
{
    const auto all = silences();
    const auto* known = findById(*all, id);
    if (known == nullptr)
        return noSilence(id);
    auto again = *known;
    again.startsAt = 0;
    again.endsAt = until;
    return addSilence(std::move(again), who, true); // what it mutes was agreed to before
}

bool AlertBoard::Work::takeBack(const std::optional<Silence>& before, const std::optional<Silence>& after)
{
    const auto* known = findById(m_state.silences, after->id);
    if (known == nullptr || *known != *after)
        return false;
    auto next = before.value_or(*after);
    if (!before) { // it was made: it has never been
        next.endsAt = m_now;
        next.startsAt = std::min(next.startsAt, m_now);
    }
    next.updatedAt = m_now;
    put(std::move(next));
    return true;
}

Result<void> AlertBoard::Work::check(const Downtime& downtime, bool confirmed) const
{
    auto checked = checkDowntime(downtime, m_now);
    return checked ? checkDoubt(downtime.matchers, confirmed) : checked;
}

Result<Receipt> AlertBoard::addDowntime(Downtime downtime, const Actor& who, bool confirmed)
{
    return tryChange([&](Work& work) -> Result<Receipt> {
        downtime.id = State::newId();
        downtime.createdBy = who.name;
        downtime.triggeredAt = 0;
        downtime.cancelledAt = 0;
        if (auto checked = work.check(downtime, confirmed); !checked)
            return tl::unexpected(checked.error());
        work.audit(who, "downtime", downtime.id, "", wordsOf(downtime));
        work.put(downtime);
        Undo undo;
        undo.action = "downtime";
        undo.downtimes.push_back({std::nullopt, downtime});
        return Receipt{1, m_state->remember(std::move(undo)), downtime.id};
    });
}

Result<Receipt> AlertBoard::changeDowntime(Downtime downtime, const Actor& who, bool confirmed)
{
    return tryChange([&](Work& work) -> Result<Receipt> {
        const auto* known = findById(m_state->downtimes, downtime.id);
        if (known == nullptr)
            return noDowntime(downtime.id);
        if (known->cancelledAt != 0 || (!windowFrom(*known, work.now()) && !isInEffect(*known, work.now())))
            return fail(Error::Kind::InvalidInput, "this downtime is over: plan it again");
        downtime.createdBy = known->createdBy;
        downtime.triggeredAt = known->triggeredAt;
        downtime.cancelledAt = 0;
        // Only other matchers mute something else, and are looked at again.
        if (auto checked = work.check(downtime, confirmed || downtime.matchers == known->matchers); !checked)
            return tl::unexpected(checked.error());
        work.audit(who, "change downtime", downtime.id, wordsOf(*known), wordsOf(downtime));
        Undo undo;
        undo.action = "change downtime";
        undo.downtimes.push_back({*known, downtime});
        work.put(downtime);
        return Receipt{1, m_state->remember(std::move(undo)), downtime.id};
    });
}

Result<Receipt> AlertBoard::cancelDowntime(const std::string& id, const Actor& who)
{
    return tryChange([&](Work& work) -> Result<Receipt> {
        const auto* known = findById(m_state->downtimes, id);
        if (known == nullptr)
            return noDowntime(id);
        if (known->cancelledAt != 0)
            return Receipt{0, 0, id};
        auto ended = *known;
        ended.cancelledAt = work.now();
        work.audit(who, "cancel downtime", id, wordsOf(*known), "");
        work.put(ended);
        Undo undo;
        undo.action = "cancel downtime";
        undo.downtimes.push_back({*known, ended});
        return Receipt{1, m_state->remember(std::move(undo)), id};
    });
}

bool AlertBoard::Work::takeBack(const std::optional<Downtime>& before, const std::optional<Downtime>& after)
{
    const auto* known = findById(m_state.downtimes, after->id);
    if (known == nullptr)
        return false;
    auto next = before.value_or(*after);
    next.triggeredAt = known->triggeredAt;
    if (!before)
        next.cancelledAt = m_now;
    put(std::move(next));
    return true;
}

} // namespace nocturne::alerts
