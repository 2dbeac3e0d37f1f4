// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>

#include <QAbstractListModel>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

#include "ui/models/alert_rows.h"
#include "ui/models/change_feed.h"
#include "ui/models/row_sync.h"
#include "ui/models/verb_queue.h"
#include "ui/theme/status.h"
#include "watch/alerts/alert_board.h"

namespace nocturne::ui {

/// The alerts of the board as a list: grouped, worst first, filtered by tab and text.
///
/// Follows the board by row signals, at most four times a second. While `held` (the pointer rests on the list, a
/// dialog is open) or `paused` by a person no row moves, comes or goes: rows change in place and `waiting` counts what
/// is new. Some may be chosen, for a verb about all of these; what is over is chosen no longer.
class AlertListModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the session")
    Q_PROPERTY(Tab tab READ tab WRITE setTab NOTIFY filterChanged)
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY filterChanged)
    Q_PROPERTY(QString groupBy READ groupBy WRITE setGroupBy NOTIFY filterChanged)
    /// Shows this Status alone; -1: all.
    Q_PROPERTY(int severity READ severity WRITE setSeverity NOTIFY filterChanged)
    Q_PROPERTY(QString owner READ owner WRITE setOwner NOTIFY filterChanged)    ///< who has it; empty: any
    Q_PROPERTY(QString source READ source WRITE setSource NOTIFY filterChanged) ///< who reports it; empty: any
    Q_PROPERTY(bool filtered READ isFiltered NOTIFY filterChanged)              ///< by more than the tab
    Q_PROPERTY(QStringList owners READ owners NOTIFY choicesChanged)
    Q_PROPERTY(QStringList sources READ sources NOTIFY choicesChanged)
    Q_PROPERTY(bool paused READ isPaused WRITE setPaused NOTIFY heldChanged)
    Q_PROPERTY(int chosenCount READ chosenCount NOTIFY chosenChanged)
    Q_PROPERTY(int mutedCount READ mutedCount NOTIFY countsChanged)
    Q_PROPERTY(int mineCount READ mineCount NOTIFY countsChanged)
    Q_PROPERTY(bool held READ isHeld WRITE setHeld NOTIFY heldChanged)
    Q_PROPERTY(int waiting READ waiting NOTIFY countsChanged)
    Q_PROPERTY(int count READ rowCount NOTIFY countsChanged)
    Q_PROPERTY(int activeCount READ activeCount NOTIFY countsChanged)
    Q_PROPERTY(int acknowledgedCount READ acknowledgedCount NOTIFY countsChanged)
    Q_PROPERTY(int resolvedCount READ resolvedCount NOTIFY countsChanged)
    Q_PROPERTY(int pendingCount READ pendingCount NOTIFY countsChanged)
    Q_PROPERTY(int criticalCount READ criticalCount NOTIFY countsChanged)
    Q_PROPERTY(int errorCount READ errorCount NOTIFY countsChanged)
    Q_PROPERTY(int warningCount READ warningCount NOTIFY countsChanged)
    Q_PROPERTY(int worst READ worst NOTIFY countsChanged)
    Q_PROPERTY(int worstCount READ worstCount NOTIFY countsChanged)
    Q_PROPERTY(int unverifiedCount READ unverifiedCount NOTIFY countsChanged)
    /// A verb waits for the disk for so long that a person should be told.
    Q_PROPERTY(bool verbsSlow READ areVerbsSlow NOTIFY verbsSlowChanged)

public:
    /// Current is Active and Acknowledged. Muted are those of Current that nobody hears of; Mine those that the user
    /// took, the longest ago first.
    enum Tab { Active, Acknowledged, Resolved, Current, All, Muted, Mine };
    Q_ENUM(Tab)
    enum Role {
        AlertIdRole = Qt::UserRole,
        TitleRole,
        StatusRole,
        StatusWordRole,
        StateRole,
        PendingRole,
        AcknowledgedRole,
        ResolvedRole,
        UnverifiedRole,
        OwnerRole,
        CommentRole,
        GroupRole,
        LabelKeysRole,
        LabelValuesRole,
        SummaryRole,
        EvidenceRole,
        AgeRole,
        SourceRole,
        SubjectRole,
        QuietRole,
        QuietTextRole,
        FlappingRole,
        ChosenRole,
        TakenTextRole,
        DistinctRole, ///< how many of the labels, the first, tell it from the others of its rule
        UnderWayRole  ///< a verb about it is not durable yet
    };

    AlertListModel(alerts::AlertBoard& board, const Clock& clock, QObject* parent = nullptr);
    ~AlertListModel() override;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    Tab tab() const { return m_tab; }
    void setTab(Tab tab);
    QString text() const { return m_text; }
    void setText(const QString& text);
    /// The label whose value heads a group; "source" for who reports, empty for one flat list.
    QString groupBy() const { return m_maker.groupBy(); }
    void setGroupBy(const QString& label);
    int severity() const { return m_severity; }
    void setSeverity(int status);
    QString owner() const { return m_owner; }
    void setOwner(const QString& name);
    QString source() const { return m_source; }
    void setSource(const QString& name);
    bool isFiltered() const;
    Q_INVOKABLE void clearFilters();
    QStringList owners() const { return m_owners; }
    QStringList sources() const { return m_sources; }
    /// Lists only what these select, beside all else; absent: no such condition.
    void setMatchers(std::optional<alerts::Matchers> matchers);
    bool isHeld() const { return m_held; }
    void setHeld(bool held);
    bool isPaused() const { return m_paused; }
    void setPaused(bool paused);
    /// Shows what waits, and then holds still again.
    Q_INVOKABLE void showWaiting();

    int chosenCount() const { return static_cast<int>(m_chosen.size()); }
    Q_INVOKABLE void toggleChosen(const QString& id);
    /// All that are listed and not over.
    Q_INVOKABLE void chooseAll();
    Q_INVOKABLE void clearChosen();
    /// In the order of the list; those that are not listed at the moment last.
    Q_INVOKABLE QStringList chosenIds() const;
    /// All of its group that nobody has taken and that are not over.
    Q_INVOKABLE QStringList groupIds(const QString& id) const;

    int waiting() const { return m_waiting; }
    int mutedCount() const { return m_counts.muted; }
    int mineCount() const { return m_counts.mine; }
    int activeCount() const { return m_counts.active; }
    int acknowledgedCount() const { return m_counts.acknowledged; }
    int resolvedCount() const { return m_counts.resolved; }
    int pendingCount() const { return m_counts.pending; }
    /// Firing and taken by nobody.
    int criticalCount() const { return m_counts.bySeverity[static_cast<std::size_t>(alerts::Severity::Critical)]; }
    int errorCount() const { return m_counts.bySeverity[static_cast<std::size_t>(alerts::Severity::Error)]; }
    int warningCount() const { return m_counts.bySeverity[static_cast<std::size_t>(alerts::Severity::Warning)]; }
    int unverifiedCount() const { return m_counts.unverified; }
    /// The worst Status among firing alerts that nobody took; Ok when there is none.
    int worst() const;
    int worstCount() const;

    /// The current alerts of the same board that match `text`, one flat list. Made once for each text, and goes with
    /// this list.
    Q_INVOKABLE nocturne::ui::AlertListModel* matching(const QString& text);
    /// Whose name verbs carry that are not told another, and whose snoozes count here.
    void setUser(const QString& name);
    std::string userName() const { return user().name; }
    /// Takes it, until it resolves or for `minutes`; `sticky` also when it gets worse. All verbs are done beside this
    /// thread, in the order they are asked for. They return a ticket, above 0, that comes back with done() when it is
    /// on disk and on the board, from when on undo() takes it back for ten seconds, or with failed().
    Q_INVOKABLE int acknowledge(const QString& id, const QString& owner, const QString& comment, int minutes = 0,
                                bool sticky = false);
    Q_INVOKABLE int acknowledgeAll(const QStringList& ids, const QString& owner, const QString& comment,
                                   int minutes = 0, bool sticky = false);
    Q_INVOKABLE int unacknowledge(const QString& id);
    Q_INVOKABLE int unacknowledgeAll(const QStringList& ids);
    /// Not now: for `minutes`, here alone or for everybody.
    Q_INVOKABLE int snooze(const QString& id, const QString& comment, int minutes, bool shared);
    Q_INVOKABLE int snoozeAll(const QStringList& ids, const QString& comment, int minutes, bool shared);
    /// Ends the snoozes that concern this display, and the silences of this alert.
    Q_INVOKABLE int listenAgain(const QString& id);
    /// What a silence of this alert would best match, as text.
    Q_INVOKABLE QString suggestedMatchers(const QString& id) const;
    /// "mutes 3 of 12 alerts", or what is wrong with the text.
    Q_INVOKABLE QString silencePreview(const QString& matchers) const;
    /// Why a silence of these has to be confirmed; empty where it need not be.
    Q_INVOKABLE QString silenceDoubt(const QString& matchers) const;
    Q_INVOKABLE int silence(const QString& matchers, const QString& comment, int minutes, bool confirmed);
    /// A new one, or where it has an id the change of that one. Its maker is the user.
    int silence(alerts::Silence silence, bool confirmed);
    /// Ends it now. Makes it again, from now on. Both as verbs do.
    int expireSilence(const std::string& id);
    int recreateSilence(const std::string& id, Timestamp until);
    /// Plans a new one, or where it has an id changes that one. Its maker is the user.
    int planDowntime(alerts::Downtime downtime, bool confirmed);
    /// Ends it now, with all its windows to come.
    int cancelDowntime(const std::string& id);
    /// Takes back the last verb that was done from here.
    Q_INVOKABLE int undo();
    bool areVerbsSlow() const { return m_verbs.isSlow(); }
    Q_INVOKABLE int rowOf(const QString& id) const;
    Q_INVOKABLE QString idAt(int row) const;
    /// Lets the ages grow; called each second while somebody looks.
    void tick();

    /// The occurrence as last read from the board, or nothing.
    const alerts::AlertInstance* find(const QString& id) const;
    const Clock& clock() const { return m_clock; }
    const alerts::AlertBoard& board() const { return m_board; }
    alerts::AlertBoard::Snapshot snapshot() const { return m_snapshot; }

signals:
    void filterChanged();
    void choicesChanged();
    void chosenChanged();
    void heldChanged();
    void countsChanged();
    /// The board was read anew.
    void refreshed();
    void done(int ticket);
    void failed(int ticket, const QString& message);
    void verbsSlowChanged();

private:
    friend struct RowSync;
    struct Counts
    {
        int active = 0;
        int acknowledged = 0;
        int resolved = 0;
        int pending = 0;
        int unverified = 0;
        int muted = 0;
        int mine = 0;
        std::array<int, 5> bySeverity{};

        bool operator==(const Counts&) const = default;
    };

    void refresh();
    void rebuild();
    bool isStill() const { return m_held || m_paused; }
    bool isInTab(const alerts::AlertInstance& alert) const;
    bool isMine(const alerts::AlertInstance& alert) const;
    bool matches(const alerts::AlertInstance& alert) const;
    bool matchesText(const alerts::AlertInstance& alert) const;
    void filterBy(const std::function<void()>& change);
    void gatherChoices();
    void forgetChosen();
    std::vector<AlertRow> wantedRows();
    void updateInPlace(std::vector<AlertRow> wanted);
    void showUnderWay();
    alerts::Actor user() const;
    bool isQuiet(const alerts::AlertInstance& alert) const;

    alerts::AlertBoard& m_board;
    std::map<QString, AlertListModel*> m_matching;
    const Clock& m_clock;
    ChangeFeed m_feed;
    VerbQueue m_verbs;
    std::uint64_t m_subscription = 0;
    std::uint64_t m_verbSubscription = 0;
    alerts::AlertBoard::Snapshot m_snapshot;
    AlertRows m_maker;
    std::vector<AlertRow> m_rows;
    Tab m_tab = Active;
    QString m_text;
    int m_severity = -1;
    QString m_owner;
    QString m_source;
    QStringList m_owners;
    QStringList m_sources;
    std::optional<alerts::Matchers> m_matchers;
    std::set<std::string> m_chosen; // ids
    bool m_held = false;
    bool m_paused = false;
    QString m_user;
    int m_waiting = 0;
    Counts m_counts;
};

Status toStatus(alerts::Severity severity);
/// Whether somebody has it, here or in the place that it comes from.
bool isTaken(const alerts::AlertInstance& alert);
/// Who has it; empty where nobody has.
QString ownerOf(const alerts::AlertInstance& alert);
/// "silenced by Ann until 12:30", "muted by NodeDown", "put off until 12:30"; empty where it is heard.
QString quietTextOf(const alerts::AlertInstance& alert, std::string_view user, Timestamp now);
/// Who reports it, for people: "main" of "alertmanager:main".
QString placeNameOf(const std::string& source);
/// "main knows of it", "telling main", "main does not know of it: connection refused"; empty where it lives here alone.
QString deliveryTextOf(const alerts::Delivery& delivery);
/// "7.63, over 5", "pending 3:10 of 5:00", "unverified since 09:58:31".
QString evidenceOf(const alerts::AlertInstance& alert, Timestamp now);

} // namespace nocturne::ui
