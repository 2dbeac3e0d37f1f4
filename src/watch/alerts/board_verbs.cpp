// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "base/core/text.h"
#include "watch/alerts/board_state.h"

namespace nocturne::alerts {

namespace {

using Kind = AlertChange::Kind;

constexpr std::size_t kLongestName = 512;
constexpr std::size_t kLongestText = 4096;

Error refused(std::string why) { return {Error::Kind::InvalidInput, std::move(why)}; }

std::string wordsOf(const std::optional<Acknowledgement>& ack)
{
    if (!ack)
        return {};
    auto text = "taken by " + ack->owner;
    if (ack->until)
        text += " until " + std::to_string(*ack->until);
    if (ack->sticky)
        text += ", also when it gets worse";
    return ack->comment.empty() ? text : text + ": " + ack->comment;
}

std::string wordsOf(const Snooze& snooze)
{
    auto text = "put off until " + std::to_string(snooze.until) + (snooze.shared ? " for everybody" : "");
    return snooze.comment.empty() ? text : text + ": " + snooze.comment;
}

/// What is wrong with the name and the text of a verb.
std::optional<Error> faultOf(const Actor& who, const std::string& text)
{
    if (trimmed(who.name).empty())
        return refused("an acknowledgement needs a name: say who it is");
    if (who.name.size() > kLongestName || text.size() > kLongestText)
        return refused("the name or the comment is too long: 4096 bytes are the most");
    return std::nullopt;
}

Error noneOf(const std::vector<std::string>& ids)
{
    return {Error::Kind::NotFound, ids.size() == 1 ? "no alert has the id \"" + printable(ids.front(), 100) + "\""
                                                   : "none of these alerts is there any more"};
}

} // namespace

/// The alerts a verb is about: those of `ids` that are there. Fails when there is none, or all are over.
Result<std::vector<std::string>> AlertBoard::Work::choose(const std::vector<std::string>& ids, bool onlyActive) const
{
    std::vector<std::string> chosen;
    std::unordered_set<std::string_view> named;
    const AlertInstance* over = nullptr;
    for (const auto& id : ids) {
        const auto* entry = find(id);
        if (entry == nullptr || !named.insert(id).second)
            continue;
        if (onlyActive && !entry->alert.isActive())
            over = &entry->alert;
        else
            chosen.push_back(id);
    }
    if (!chosen.empty())
        return chosen;
    if (over == nullptr)
        return tl::unexpected(noneOf(ids));
    return fail(Error::Kind::InvalidInput, "alert \"" + over->name() + "\" has resolved already");
}

Result<Receipt> AlertBoard::Work::receiptFor(const std::vector<std::string>& ids, std::string action)
{
    Undo undo;
    undo.action = std::move(action);
    for (const auto& id : ids) {
        if (m_edited.contains(id))
            undo.alerts.push_back({m_state.entries.at(id).alert, m_edited.at(id).alert});
    }
    Receipt receipt;
    receipt.changed = undo.alerts.size();
    if (receipt.changed > 0)
        receipt.undo = m_state.remember(std::move(undo));
    return receipt;
}

Result<Receipt> AlertBoard::acknowledge(const std::vector<std::string>& ids, const Actor& who,
                                        const AcknowledgeOptions& options)
{
    return tryChange([&](Work& work) -> Result<Receipt> {
        if (auto fault = faultOf(who, options.comment))
            return tl::unexpected(*fault);
        if (m_state->options.commentRequired && trimmed(options.comment).empty())
            return tl::unexpected(refused("an acknowledgement needs a comment here: say what you know or do about it"));
        if (options.until && *options.until <= work.now())
            return tl::unexpected(refused("the end of the acknowledgement lies in the past"));
        if (options.until && *options.until - work.now() > std::chrono::milliseconds(kLongestSilence).count())
            return tl::unexpected(refused("an acknowledgement lasts a year at most: leave its end away, and it holds "
                                          "until the alert resolves"));
        const auto chosen = work.choose(ids, true);
        if (!chosen)
            return tl::unexpected(chosen.error());
        for (const auto& id : *chosen) {
            const auto& known = work.find(id)->alert;
            Acknowledgement ack{who.name, options.comment, work.now(), options.until, options.sticky, known.severity};
            if (known.acknowledgement) {
                auto same = *known.acknowledgement;
                same.at = ack.at;
                if (same == ack)
                    continue; // said twice is said once
            }
            work.audit(who, "acknowledge", id, wordsOf(known.acknowledgement), wordsOf(ack));
            auto& change = work.note(Kind::Acknowledged, id);
            change.who = who.name;
            change.comment = options.comment;
            change.until = options.until.value_or(0);
            work.edit(id).alert.acknowledgement = std::move(ack);
            work.store(id);
        }
        return work.receiptFor(*chosen, "acknowledge");
    });
}

Result<Receipt> AlertBoard::unacknowledge(const std::vector<std::string>& ids, const Actor& who)
{
    return tryChange([&](Work& work) -> Result<Receipt> {
        const auto chosen = work.choose(ids, false);
        if (!chosen)
            return tl::unexpected(chosen.error());
        for (const auto& id : *chosen) {
            const auto& known = work.find(id)->alert;
            if (!known.acknowledgement || !known.isActive())
                continue;
            work.audit(who, "unacknowledge", id, wordsOf(known.acknowledgement), "");
            work.endAcknowledgement(id, "given back");
        }
        return work.receiptFor(*chosen, "unacknowledge");
    });
}

Result<Receipt> AlertBoard::snooze(const std::vector<std::string>& ids, const Actor& who, const SnoozeOptions& options)
{
    return tryChange([&](Work& work) -> Result<Receipt> {
        if (auto fault = faultOf(who, options.comment))
            return tl::unexpected(*fault);
        if (options.until <= work.now())
            return tl::unexpected(refused("the end of the snooze lies in the past"));
        if (options.until - work.now() > std::chrono::milliseconds(kLongestSilence).count())
            return tl::unexpected(refused("a snooze lasts a year at most: what is never to be heard of is a rule to "
                                          "change"));
        const auto chosen = work.choose(ids, true);
        if (!chosen)
            return tl::unexpected(chosen.error());
        for (const auto& id : *chosen) {
            const Snooze made{who.name,      options.comment, work.now(),
                              options.until, options.shared,  work.find(id)->alert.severity};
            const auto isSame = [&](Snooze old) {
                old.at = made.at;
                return old == made;
            };
            if (std::ranges::any_of(work.find(id)->alert.snoozes, isSame))
                continue; // said twice is said once
            auto& alert = work.edit(id).alert;
            std::erase_if(alert.snoozes, [&](const Snooze& old) {
                return options.shared ? old.shared : !old.shared && old.by == who.name;
            });
            alert.snoozes.push_back(made);
            work.audit(who, "snooze", id, "", wordsOf(made));
            auto& change = work.note(Kind::Snoozed, id);
            change.who = who.name;
            change.comment = options.comment;
            change.until = options.until;
            change.detail = options.shared ? "shared" : "";
            work.store(id);
        }
        return work.receiptFor(*chosen, "snooze");
    });
}

Result<Receipt> AlertBoard::unsnooze(const std::vector<std::string>& ids, const Actor& who)
{
    return tryChange([&](Work& work) -> Result<Receipt> {
        const auto chosen = work.choose(ids, false);
        if (!chosen)
            return tl::unexpected(chosen.error());
        for (const auto& id : *chosen) {
            const auto isMeant = [&](const Snooze& snooze) { return snooze.shared || snooze.by == who.name; };
            if (std::ranges::none_of(work.find(id)->alert.snoozes, isMeant))
                continue;
            work.audit(who, "unsnooze", id, wordsOf(work.find(id)->alert.snoozes.front()), "");
            work.endSnoozes(id, isMeant, "taken back");
        }
        return work.receiptFor(*chosen, "unsnooze");
    });
}

Result<Receipt> AlertBoard::comment(const std::vector<std::string>& ids, const Actor& who, const std::string& text)
{
    return tryChange([&](Work& work) -> Result<Receipt> {
        if (auto fault = faultOf(who, text))
            return tl::unexpected(*fault);
        if (trimmed(text).empty())
            return tl::unexpected(refused("the comment is empty"));
        const auto chosen = work.choose(ids, false);
        if (!chosen)
            return tl::unexpected(chosen.error());
        for (const auto& id : *chosen) {
            work.audit(who, "comment", id, "", text);
            auto& change = work.note(Kind::Commented, id);
            change.who = who.name;
            change.comment = text;
        }
        return Receipt{chosen->size()};
    });
}

Result<Receipt> AlertBoard::markSeen(const std::vector<std::string>& ids, const Actor& who)
{
    return tryChange([&](Work& work) -> Result<Receipt> {
        const auto chosen = work.choose(ids, false);
        if (!chosen)
            return tl::unexpected(chosen.error());
        Receipt receipt;
        for (const auto& id : *chosen) {
            if (work.find(id)->alert.seenAt != 0)
                continue;
            work.edit(id).alert.seenAt = work.now();
            work.note(Kind::Seen, id).who = who.name;
            work.store(id);
            ++receipt.changed;
        }
        return receipt;
    });
}

Result<void> AlertBoard::acknowledge(const std::string& id, std::string owner, std::string comment,
                                     std::optional<Timestamp> until)
{
    return acknowledge(std::vector{id}, Actor{std::move(owner)}, AcknowledgeOptions{std::move(comment), until})
        .map([](const Receipt&) {});
}

Result<void> AlertBoard::unacknowledge(const std::string& id)
{
    return unacknowledge(std::vector{id}, Actor{"somebody"}).map([](const Receipt&) {});
}

Result<Receipt> AlertBoard::undo(std::uint64_t receipt, const Actor& who)
{
    return tryChange([&](Work& work) -> Result<Receipt> {
        auto& undos = m_state->undos;
        const auto found = std::ranges::find(undos, receipt, &Undo::number);
        if (receipt == 0 || found == undos.end() || m_state->clock.monotonic() > found->deadline)
            return fail(Error::Kind::NotFound, "it is too late to take that back: ten seconds are over");
        Receipt done;
        for (const auto& [before, after] : found->alerts)
            done.changed += work.takeBack(before, after) ? 1 : 0;
        for (const auto& [before, after] : found->silences)
            done.changed += work.takeBack(before, after) ? 1 : 0;
        for (const auto& [before, after] : found->downtimes)
            done.changed += work.takeBack(before, after) ? 1 : 0;
        work.audit(who, "undo " + found->action, std::to_string(done.changed) + " changed", "", "");
        undos.erase(found);
        return done;
    });
}

bool AlertBoard::Work::takeBack(const AlertInstance& before, const AlertInstance& after)
{
    const auto* known = find(before.id);
    if (known == nullptr || !known->alert.isActive() || known->alert.acknowledgement != after.acknowledgement ||
        known->alert.snoozes != after.snoozes)
        return false; // somebody, or time, went on from there
    auto& alert = edit(before.id).alert;
    if (alert.acknowledgement != before.acknowledgement) {
        auto& change = note(before.acknowledgement ? Kind::Acknowledged : Kind::AcknowledgementEnded, before.id);
        change.who = before.acknowledgement ? before.acknowledgement->owner : after.acknowledgement->owner;
        change.detail = "undone";
    }
    if (alert.snoozes != before.snoozes)
        note(before.snoozes.size() < after.snoozes.size() ? Kind::SnoozeEnded : Kind::Snoozed, before.id).detail =
            "undone";
    alert.acknowledgement = before.acknowledgement;
    alert.snoozes = before.snoozes;
    store(before.id);
    return true;
}

} // namespace nocturne::alerts
