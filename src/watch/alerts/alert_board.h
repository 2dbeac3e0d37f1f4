// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/clock.h"
#include "base/core/log.h"
#include "base/core/result.h"
#include "watch/alerts/alert_change.h"
#include "watch/alerts/alert_instance.h"
#include "watch/alerts/alert_list.h"
#include "watch/alerts/downtime.h"
#include "watch/alerts/policy.h"
#include "watch/alerts/remote_view.h"
#include "watch/alerts/silence.h"

namespace nocturne::alerts {

class StateStore;

/// Who does something, and by which way: "desktop", "api 127.0.0.1", "notification". For the audit log.
struct Actor
{
    std::string name;
    std::string origin = "desktop";
};

struct AcknowledgeOptions
{
    std::string comment = {};
    std::optional<Timestamp> until = {}; ///< nothing: until it resolves
    bool sticky = false;                 ///< also when it gets worse
};

struct SnoozeOptions
{
    Timestamp until = 0;
    bool shared = false; ///< for everybody, and stops the escalation; else for the one who snoozes
    std::string comment = {};
};

/// What a verb did.
struct Receipt
{
    std::size_t changed = 0; ///< alerts, silences, downtimes; 0: all was so already
    std::uint64_t undo = 0;  ///< for AlertBoard::undo() within ten seconds; 0: there is nothing to undo
    std::string id = {};     ///< of the silence or downtime
};

/// All alerts of all sources in one place, and what people did about them.
///
/// Sources report their active alerts; displays read snapshots; people acknowledge, snooze, silence and plan downtimes.
/// An acknowledgement belongs to one occurrence and ends when that resolves: should the alert fire again, it is a new
/// occurrence and unacknowledged. With open() all of it outlives the program: what a verb did is on disk when the call
/// returns, and is not done at all when it fails; what sources report goes on without a disk too, and is written when
/// there is one again.
///
/// After a restart the alerts of before are there, unverified since then, until their source reports them or leaves
/// them out for longer than `restoreGrace`.
///
/// May be called from any thread. Listeners are called without a lock held, on the thread that made the change. Verbs
/// wait for the disk: who must not wait gives them to later().
class AlertBoard
{
public:
    using Snapshot = std::shared_ptr<const AlertList>;
    using Silences = std::shared_ptr<const std::vector<Silence>>;
    using Downtimes = std::shared_ptr<const std::vector<Downtime>>;
    using Listener = std::function<void()>;
    /// What a listener is told of.
    enum class Hears {
        Everything,
        Verbs ///< what people did alone, which displays show at once
    };

    struct Options
    {
        std::chrono::milliseconds keepResolved{15 * 60 * 1000}; ///< how long a resolved alert stays listed
        std::chrono::milliseconds restoreGrace{2 * 60 * 1000};  ///< see above; counts from open()
        std::chrono::milliseconds undoTime{10'000};
        std::chrono::hours history{24 * 90}; ///< how long occurrences and changes are kept
        std::size_t silenceAskAbove = 100;   ///< a silence of more alerts has to be confirmed
        bool commentRequired = false;        ///< of acknowledgements
        FlappingRule flapping = {};
        std::vector<InhibitRule> inhibitRules = {};
        std::vector<SeverityMap> severityMaps = {};
        std::vector<EscalationPolicy> escalations = {};
    };

    /// The part of Options that may change while the board runs.
    struct Policies
    {
        std::vector<InhibitRule> inhibitRules = {};
        std::vector<SeverityMap> severityMaps = {};
        std::vector<EscalationPolicy> escalations = {};
    };

    AlertBoard(const Clock& clock, Options options);
    explicit AlertBoard(const Clock& clock)
        : AlertBoard(clock, Options())
    {}
    ~AlertBoard();

    /// Takes up what `state.db` in `folder` holds, and keeps everything there from now on; an empty `folder` keeps it
    /// in memory, as a board does that was never opened. Before the first report. Fails as openStateDatabase() does.
    /// When `readOnly` the folder may belong to another program: nothing is written there, and what changes is gone
    /// with the board.
    Result<void> open(const std::string& folder, Logger& log, bool readOnly = false);
    /// Why what sources report cannot be written at the moment; nothing where it can. For a banner.
    std::optional<Error> stateFault() const;

    /// Everything known, worst and newest first; immutable. Inactive instances are not listed. Never waits for a disk.
    Snapshot snapshot() const;
    /// All silences and downtimes that are not forgotten, by their start; immutable.
    Silences silences() const;
    Downtimes downtimes() const;

    /// `active` is all that `source` knows to be pending or firing now. What it reported before and leaves out is
    /// resolved if it was firing and forgotten if it was pending; one whose target cannot be asked (setBlind()) stays
    /// and is marked unverified. A firing one that is reported as pending, as rules do after a restart, stays firing
    /// and unverified until it is reported firing. Takes time linear in the alerts, but for their order.
    void report(const std::string& source, std::vector<AlertInstance> active);
    /// The same for a source that keeps silences itself. Its silences are listed with those of this board and mute what
    /// `view` says they mute, nothing else.
    void reportRemote(const std::string& source, RemoteView view);
    /// How what people did fares at `source`: all that there is to say of it. Held in memory alone.
    void noteDeliveries(const std::string& source, Deliveries alerts, Deliveries silences);
    /// What people want of silences of `source`, and is not done yet; durable.
    std::vector<SilenceOrder> silenceOrders(const std::string& source) const;
    /// `source` did it, or it makes no sense there any more. Does nothing where it was ordered anew meanwhile.
    void closeOrder(const SilenceOrder& order);
    /// `source` cannot be asked: its alerts keep their state and are marked unverified until it reports again.
    void markUnverified(const std::string& source);
    /// There is no such source any more: its alerts resolve, for the `reason` "rule removed".
    void endSource(const std::string& source, const std::string& reason);
    /// The same for all sources with `prefix` that are not among `present`: those of another configuration. What is
    /// known of their silences is forgotten.
    void endOtherSources(std::string_view prefix, const std::vector<std::string>& present, const std::string& reason);
    /// From now on these count: all alerts get the severities and mutes that follow from them. A policy of escalation
    /// that goes on under its name goes on where it was, one that is gone stops.
    void setPolicies(Policies policies);
    /// Labels `job` and `instance` of the targets that cannot be asked now: their alerts do not resolve for want of
    /// data.
    void setBlind(std::vector<model::LabelSet> targets);
    /// Labels `job` and `instance` of what there is planned work on now: their alerts are muted as by a downtime.
    void setMaintained(std::vector<model::LabelSet> targets);

    /// Takes the firing or pending occurrences `ids`: all that there are of them, at once. Taking one again replaces
    /// owner and comment. Fails with NotFound when there is none of them, InvalidInput when the name, or a comment that
    /// is required, is missing, `until` is past, or all have resolved.
    Result<Receipt> acknowledge(const std::vector<std::string>& ids, const Actor& who,
                                const AcknowledgeOptions& options);
    /// Gives them back; their escalation goes on where it stood. Fails with NotFound.
    Result<Receipt> unacknowledge(const std::vector<std::string>& ids, const Actor& who);
    /// Puts them off. Fails as acknowledge() does.
    Result<Receipt> snooze(const std::vector<std::string>& ids, const Actor& who, const SnoozeOptions& options);
    /// Ends the shared snooze and that of `who`.
    Result<Receipt> unsnooze(const std::vector<std::string>& ids, const Actor& who);
    /// Notes a comment in the history of each.
    Result<Receipt> comment(const std::vector<std::string>& ids, const Actor& who, const std::string& text);
    /// `who` has looked at them: what resolved meanwhile need not be shown any longer.
    Result<Receipt> markSeen(const std::vector<std::string>& ids, const Actor& who);
    /// The same for one occurrence, by people at this desktop.
    Result<void> acknowledge(const std::string& id, std::string owner, std::string comment,
                             std::optional<Timestamp> until = {});
    Result<void> unacknowledge(const std::string& id);

    /// What a silence of `matchers` would do now.
    SilencePreview preview(const Matchers& matchers) const;
    /// Makes a silence; its id, times of change and maker are set here. A start in the past, or of 0, is now. Fails as
    /// checkSilence() does, and with InvalidInput where preview() has a doubt and `confirmed` is not set.
    Result<Receipt> addSilence(Silence silence, const Actor& who, bool confirmed = false);
    /// One that lives elsewhere is shown as it shall be at once, and its source is told: see silenceOrders(). That
    /// cannot be undone.
    ///
    /// Changes end and comment in place. Other matchers, or another start of one that has begun, end it and make a new
    /// one, whose id is in the receipt. Fails as addSilence() does, and with NotFound.
    Result<Receipt> changeSilence(Silence silence, const Actor& who, bool confirmed = false);
    /// Ends it now; one that has ended already stays as it is. Fails with NotFound.
    Result<Receipt> expireSilence(const std::string& id, const Actor& who);
    /// Makes the same silence again, here, from now until `until`. Fails as addSilence() does, and with NotFound.
    Result<Receipt> recreateSilence(const std::string& id, Timestamp until, const Actor& who);

    /// Plans a downtime; id and maker are set here. Fails as checkDowntime() does, and with InvalidInput where
    /// preview() has a doubt and `confirmed` is not set.
    Result<Receipt> addDowntime(Downtime downtime, const Actor& who, bool confirmed = false);
    /// Changes one in place; its maker, and when its first problem came, stay. Fails as addDowntime() does, with
    /// InvalidInput where it is over, and with NotFound.
    Result<Receipt> changeDowntime(Downtime downtime, const Actor& who, bool confirmed = false);
    /// Ends it now, for ever. Fails with NotFound.
    Result<Receipt> cancelDowntime(const std::string& id, const Actor& who);

    /// Takes back what a verb did, as far as nobody changed it since. Fails with NotFound when its ten seconds are
    /// over.
    Result<Receipt> undo(std::uint64_t receipt, const Actor& who);

    /// Lets time work: ends what is over, begins what is due, escalates, forgets what is old. Called each second.
    void expire();

    /// Changes with numbers above `number`, oldest first, `limit` at most.
    Result<std::vector<AlertChange>> changesAfter(std::uint64_t number, std::size_t limit) const;
    /// The number of the newest change; 0: there was none yet.
    std::uint64_t lastChange() const;
    /// The occurrence `id` as the history has it, also when it is no longer listed. Fails with NotFound.
    Result<AlertInstance> occurrence(const std::string& id) const;
    /// Where the history and tables of others are read from. Lives as long as the board.
    StateStore& store() const;

    /// Does `verbs` soon, on a thread of the board's own, after all that was given to it before. Never waits. What was
    /// given is done before the board ends.
    void later(std::function<void()> verbs);

    /// Adds a listener for changes; the number removes it again.
    std::uint64_t subscribe(Listener listener, Hears what = Hears::Everything);
    void unsubscribe(std::uint64_t subscription);

private:
    struct State;
    class Work;
    class Reporting;
    class Ticking;
    /// Makes a change and tells the listeners; what cannot be written is kept for later.
    void change(const std::function<void(Work&)>& make);
    /// The same for a change that is made durable or not at all.
    Result<Receipt> tryChange(const std::function<Result<Receipt>(Work&)>& make);

    void forgetHistory();

    std::unique_ptr<State> m_state;
};

} // namespace nocturne::alerts
