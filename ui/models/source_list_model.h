// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

#include "service/collector/source_status.h"
#include "ui/models/change_feed.h"
#include "ui/models/row_sync.h"
#include "ui/theme/status.h"

namespace nocturne::ui {

/// A source, or one of its parts below it.
struct SourceRow
{
    std::string key;
    collector::SourceStatus source; ///< of a part: its source
    int part = -1;                  ///< index into source.parts
    bool expanded = false;

    bool operator==(const SourceRow&) const = default;
};

/// The sources as rows in the order of the configuration, an unfolded one followed by its parts.
///
/// Follows the monitor by row signals, at most four times a second.
class SourceListModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the session")
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY filterChanged)
    Q_PROPERTY(bool problemsOnly READ problemsOnly WRITE setProblemsOnly NOTIFY filterChanged)
    Q_PROPERTY(bool worstFirst READ worstFirst WRITE setWorstFirst NOTIFY filterChanged)
    Q_PROPERTY(int count READ rowCount NOTIFY countsChanged)
    Q_PROPERTY(int total READ total NOTIFY countsChanged)
    Q_PROPERTY(int listedCount READ listedCount NOTIFY countsChanged)
    Q_PROPERTY(int problemCount READ problemCount NOTIFY countsChanged)
    Q_PROPERTY(int upCount READ upCount NOTIFY countsChanged)
    Q_PROPERTY(int degradedCount READ degradedCount NOTIFY countsChanged)
    Q_PROPERTY(int downCount READ downCount NOTIFY countsChanged)
    Q_PROPERTY(int waitingCount READ waitingCount NOTIFY countsChanged)
    Q_PROPERTY(int disabledCount READ disabledCount NOTIFY countsChanged)
    Q_PROPERTY(int unreachableCount READ unreachableCount NOTIFY countsChanged)
    Q_PROPERTY(int maintenanceCount READ maintenanceCount NOTIFY countsChanged)
    Q_PROPERTY(int groupCount READ groupCount NOTIFY countsChanged)
    Q_PROPERTY(int groupUpCount READ groupUpCount NOTIFY countsChanged)
    Q_PROPERTY(int groupWorst READ groupWorst NOTIFY countsChanged)
    Q_PROPERTY(QString groupProblems READ groupProblems NOTIFY countsChanged)
    Q_PROPERTY(int worst READ worst NOTIFY countsChanged)
    Q_PROPERTY(QString seriesText READ seriesText NOTIFY ticked)
    Q_PROPERTY(QString rateText READ rateText NOTIFY ticked)
    Q_PROPERTY(QString oldestText READ oldestText NOTIFY ticked)

public:
    enum Role {
        NameRole = Qt::UserRole,
        GroupRole,
        KindRole,
        AddressRole,
        StatusRole,
        StateWordRole,
        ReasonRole,
        ErrorRole,
        LastRole,
        NextRole,
        SinceRole,
        DurationRole,
        SamplesRole,
        IntervalRole,
        FailuresRole,
        StaleRole,
        PartRole,
        FoldableRole,
        ExpandedRole,
        LabelKeysRole,
        LabelValuesRole,
        UptimeRole,
        PhaseNamesRole,
        PhaseSecondsRole,
        PhaseTextsRole,
        BeatSecondsRole,
        BeatStatusesRole,
        BodyRole,
        BodyTimeRole
    };

    SourceListModel(collector::SourceMonitor& monitor, const Clock& clock, QObject* parent = nullptr);
    ~SourceListModel() override;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    QString text() const { return m_text; }
    void setText(const QString& text);
    bool problemsOnly() const { return m_problemsOnly; }
    void setProblemsOnly(bool only);
    bool worstFirst() const { return m_worstFirst; }
    void setWorstFirst(bool first);

    /// Sources of which something can be asked: without groups.
    int total() const { return static_cast<int>(m_snapshot->size()) - groupCount(); }
    /// Rows of sources and groups without a filter, and those of them that `problemsOnly` leaves.
    int listedCount() const { return static_cast<int>(m_snapshot->size()); }
    int problemCount() const;
    int upCount() const { return countOf(collector::SourceState::Up); }
    int degradedCount() const { return countOf(collector::SourceState::Degraded); }
    int downCount() const { return countOf(collector::SourceState::Down); }
    int waitingCount() const { return countOf(collector::SourceState::Waiting); }
    int disabledCount() const { return countOf(collector::SourceState::Disabled); }
    int unreachableCount() const { return countOf(collector::SourceState::Unreachable); }
    int maintenanceCount() const { return countOf(collector::SourceState::Maintenance); }
    /// Groups of checks, and how many are up or degraded.
    int groupCount() const;
    int groupUpCount() const;
    /// The worst Status of a group; Waiting when there is none.
    int groupWorst() const;
    /// Groups that are not up with their states, in words; empty when all are.
    QString groupProblems() const;
    /// The worst Status of all sources; Waiting when there is none.
    int worst() const;
    /// Series in the store, and samples that it takes a second.
    QString seriesText() const;
    QString rateText() const;
    /// How long ago the source that is longest silent spoke; empty when none ever did.
    QString oldestText() const;

    Q_INVOKABLE void refresh(int row);
    Q_INVOKABLE void refreshAll();
    Q_INVOKABLE void toggle(int row);
    /// Lets the ages grow; called each second while somebody looks.
    void tick();
    /// Words changed.
    void retranslate();

signals:
    void filterChanged();
    void countsChanged();
    void ticked();

private:
    friend struct RowSync;

    void read();
    void rebuild();
    int countOf(collector::SourceState state) const;
    bool matches(const collector::SourceStatus& source) const;
    QVariant sourceData(const SourceRow& row, int role) const;
    QVariant detailData(const SourceRow& row, int role) const;
    QVariant partData(const SourceRow& row, int role) const;
    bool isStale(const collector::SourceStatus& source) const;

    collector::SourceMonitor& m_monitor;
    const Clock& m_clock;
    ChangeFeed m_feed;
    std::uint64_t m_subscription = 0;
    collector::SourceMonitor::Snapshot m_snapshot;
    std::vector<SourceRow> m_rows;
    std::set<std::string> m_expanded;
    QString m_text;
    bool m_problemsOnly = false;
    bool m_worstFirst = false;
};

Status toStatus(collector::SourceState state);

} // namespace nocturne::ui
