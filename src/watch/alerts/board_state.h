// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The inside of AlertBoard, shared by its .cpp files alone.
#pragma once

#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "base/core/lane.h"
#include "watch/alerts/alert_board.h"
#include "watch/alerts/state_store.h"

namespace nocturne::alerts {

/// How to take back what a verb did: what was, and what must still be so.
struct Undo
{
    template <typename Value>
    struct Step
    {
        Value before;
        Value after;
    };

    std::uint64_t number = 0;
    Clock::Monotonic deadline;
    std::string action;
    std::vector<Step<AlertInstance>> alerts; ///< of these acknowledgement and snoozes
    std::vector<Step<std::optional<Silence>>> silences;
    std::vector<Step<std::optional<Downtime>>> downtimes;
};

/// What a board knows. `writing` is held by whoever changes something, from the first look to the listeners, also
/// while the disk is waited for; what displays read is guarded by `publishing` alone.
struct AlertBoard::State
{
    using Index = std::unordered_map<model::LabelSet, std::string, model::LabelSetHash>;
    struct Listed
    {
        AlertList::Shared alert;
        std::size_t place = 0;
    };
    /// What is known of a source that keeps silences itself.
    struct Remote
    {
        RemoteView::Mutes mutes;
        std::vector<Silence> silences;
        Deliveries alertDeliveries;
        Deliveries silenceDeliveries;
    };
    using Edges = std::map<std::pair<std::string, std::string>, std::vector<Timestamp>>;

    State(const Clock& hands, Options given);

    const Clock& clock;
    Options options; ///< its policies are guarded by `writing`, the rest never changes
    NullLogger silent;
    Logger* log = &silent;
    std::unique_ptr<StateStore> store;

    std::mutex writing;
    std::unordered_map<std::string, BoardEntry> entries; ///< by id
    std::unordered_map<std::string, Index> current;      ///< pending and firing ones, by source and labels
    std::unordered_map<std::string, Listed> listed;      ///< by id, as they are published
    std::set<std::string> restored;                      ///< not heard of since the start
    Timestamp graceEnds = 0;
    std::unordered_set<model::LabelSet, model::LabelSetHash> blind;
    std::unordered_set<model::LabelSet, model::LabelSetHash> maintained; ///< there is planned work on these
    std::vector<Silence> silences;
    std::vector<Downtime> downtimes;
    std::map<std::string, Remote> remotes; ///< by source
    std::vector<SilenceOrder> orders;      ///< for silences of `remotes`, one for each at most
    std::vector<std::string> inEffect;     ///< silences and downtimes, as all alerts were settled with
    Edges edges;
    std::uint64_t lastChange = 0;
    std::set<std::string> unsaved; ///< occurrences that could not be written
    std::vector<AlertChange> unsavedChanges;
    std::list<Undo> undos;
    std::uint64_t nextUndo = 1;
    Timestamp lastWall = 0;
    Clock::Monotonic lastMonotonic;
    Timestamp lastForgetting = 0;

    mutable std::mutex publishing;
    Snapshot published = std::make_shared<const AlertList>();
    Silences publishedSilences = std::make_shared<const std::vector<Silence>>();
    Downtimes publishedDowntimes = std::make_shared<const std::vector<Downtime>>();
    std::optional<Error> fault;
    std::uint64_t publishedChange = 0;
    std::map<std::uint64_t, std::pair<Hears, Listener>> listeners;
    std::uint64_t nextListener = 1;
    Lane lane;

    static std::string newId();
    std::uint64_t remember(Undo undo);
    std::uint64_t rememberSilences(std::string action, std::optional<Silence> before, std::optional<Silence> after);
    /// Takes note of whether the state could be written; what could not is tried again with the next change.
    void noteWritten(const Result<void>& written, const std::set<std::string>& stored,
                     const std::vector<AlertChange>& changes);
    /// Ids of the silences and downtimes that mute at `now`.
    std::vector<std::string> effectsAt(Timestamp now) const;
    /// The silence of a source as it shall be; null when there is none.
    const SilenceOrder* orderFor(const std::string& source, const std::string& id) const;
    std::optional<Silence> remoteSilence(const std::string& id) const;
    /// Those of here and of everywhere else, as displays see them.
    std::vector<Silence> allSilences() const;
    /// The worst of what sources say of the acknowledgement of an alert.
    Delivery deliveryOf(const std::string& alert) const;
    /// Makes the lists that displays read; `changed` and `gone` are ids of entries.
    void publish(const std::set<std::string>& changed, const std::set<std::string>& gone);
    std::vector<AlertList::Shared> sorted();
    void tellListeners(bool isVerb);
};

/// One change in the making: new values beside the old ones, until all of it is written or none.
class AlertBoard::Work
{
public:
    explicit Work(State& state);

    Timestamp now() const { return m_now; }
    State& state() { return m_state; }
    /// The entry as it will be; null when there is none.
    const BoardEntry* find(const std::string& id) const;
    /// The same, to be changed. Precondition: there is one.
    BoardEntry& edit(const std::string& id);
    void add(BoardEntry entry);
    /// It never was more than pending, or ended long ago: not listed any more. With `everywhere` also not in the
    /// history.
    void remove(const std::string& id, bool everywhere);
    /// The entry has to be written: without it, only what displays show has changed.
    void store(const std::string& id) { m_stored.insert(id); }
    AlertChange& note(AlertChange::Kind kind, const std::string& id);
    void audit(const Actor& who, std::string action, std::string subject, std::string before, std::string after);
    void put(Silence silence);
    void put(Downtime downtime);
    void put(SilenceOrder order);
    void close(const SilenceOrder& order);
    /// Orders a change of a silence that lives elsewhere, or its end. Fail with NotFound, or as check() does.
    Result<Receipt> order(Silence wanted, const Actor& who, bool confirmed);
    Result<Receipt> orderEnd(const std::string& id, const Actor& who);
    /// What a source that keeps silences itself says of them, and of what people did.
    void take(const std::string& source, RemoteView::Mutes mutes, std::vector<Silence> silences);
    void take(const std::string& source, Deliveries alerts, Deliveries silences);
    void forgetRemotes(std::string_view prefix, const std::vector<std::string>& present);
    void endAcknowledgement(const std::string& id, const std::string& why);
    /// Ends the snoozes that `isOver(const Snooze&)`.
    void endSnoozes(const std::string& id, const std::function<bool(const Snooze&)>& isOver, const std::string& why);
    /// The alerts a verb is about: those of `ids` that are there. Fails when there is none, or all are over.
    Result<std::vector<std::string>> choose(const std::vector<std::string>& ids, bool onlyActive) const;
    /// What was done to them, and how to take it back.
    Result<Receipt> receiptFor(const std::vector<std::string>& ids, std::string action);
    Result<void> check(const Silence& silence, bool confirmed) const;
    Result<void> check(const Downtime& downtime, bool confirmed) const;
    /// Fails where a person has to say twice that alerts with `matchers` are to be muted, and has not.
    Result<void> checkDoubt(const Matchers& matchers, bool confirmed) const;
    /// Makes it as it was before, where it still is as it was after; says whether.
    bool takeBack(const AlertInstance& before, const AlertInstance& after);
    bool takeBack(const std::optional<Silence>& before, const std::optional<Silence>& after);
    bool takeBack(const std::optional<Downtime>& before, const std::optional<Downtime>& after);
    /// Everything is to be looked at again: what is in effect has changed.
    void settleAll() { m_settleAll = true; }
    bool isEmpty() const;

    /// Works out what follows: shown severity, mutes, ends of what a worse severity ends, escalation.
    void settle();
    /// Writes, applies, publishes. `mustBeDurable` applies nothing where it cannot be written.
    Result<void> finish(bool mustBeDurable);

private:
    void settle(const std::string& id, const std::vector<const AlertInstance*>& inhibitors);
    void settleSeverity(const std::string& id);
    void settleMutes(const std::string& id, const std::vector<const AlertInstance*>& inhibitors);
    void settleEscalation(const std::string& id);
    std::vector<Mute> mutesOf(const AlertInstance& alert, const std::vector<const AlertInstance*>& inhibitors) const;
    std::vector<const AlertInstance*> inhibitors() const;
    void gatherActive();
    void completeChanges();
    StateStore::Batch batch() const;
    void apply();
    void applyOrders();

    State& m_state;
    Timestamp m_now;
    std::map<std::string, BoardEntry> m_edited;
    std::set<std::string> m_stored;
    std::set<std::string> m_removed;
    std::set<std::string> m_erased; // of the removed ones, from the history too
    std::vector<AlertChange> m_changes;
    std::vector<AuditEntry> m_audit;
    std::map<std::string, Silence> m_silences;
    std::map<std::string, Downtime> m_downtimes;
    std::vector<SilenceOrder> m_orders;
    std::vector<SilenceOrder> m_closedOrders;
    bool m_publish = false; // what displays read has changed, though no entry did
    bool m_settleAll = false;
    std::vector<Silence> m_allSilences; // with the changed ones
    std::vector<Downtime> m_allDowntimes;
    std::vector<Silence> m_activeSilences;
    std::vector<Downtime> m_activeDowntimes;
};

} // namespace nocturne::alerts
