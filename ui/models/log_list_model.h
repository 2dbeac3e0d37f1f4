// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>

#include <deque>

#include <QAbstractListModel>
#include <QThreadPool>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include "ui/models/change_feed.h"
#include "ui/models/log_histogram_model.h"
#include "watch/logs/log_store.h"
#include "watch/logs/log_view.h"

namespace nocturne::ui {

/// The newest log records, oldest first, filtered by level, service, a search as logs::LogSearch reads it, and time.
///
/// With `live` new records are appended as they come, at most four times a second; without it the list stands still
/// and `waiting` counts them. The store is searched on a thread of its own; `loading` is true until the first answer
/// to a new filter. A search that cannot be read finds nothing, and `fault` says why. Holds at most kMaxRows.
class LogListModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the session")
    Q_PROPERTY(int minimumLevel READ minimumLevel WRITE setMinimumLevel NOTIFY filterChanged)
    Q_PROPERTY(QString service READ service WRITE setService NOTIFY filterChanged)
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY filterChanged)
    Q_PROPERTY(QString fault READ fault NOTIFY filterChanged)
    Q_PROPERTY(bool filtered READ isFiltered NOTIFY filterChanged)
    Q_PROPERTY(nocturne::ui::LogHistogramModel* histogram READ histogram CONSTANT)
    Q_PROPERTY(bool live READ isLive WRITE setLive NOTIFY liveChanged)
    Q_PROPERTY(bool loading READ isLoading NOTIFY loadingChanged)
    Q_PROPERTY(int count READ rowCount NOTIFY countsChanged)
    Q_PROPERTY(int waiting READ waiting NOTIFY countsChanged)
    Q_PROPERTY(QStringList serviceChoices READ serviceChoices NOTIFY servicesChanged)
    Q_PROPERTY(int serviceIndex READ serviceIndex WRITE setServiceIndex NOTIFY filterChanged)
    /// "this Nocturne", then the remote logs that can be looked at.
    Q_PROPERTY(QStringList sourceChoices READ sourceChoices NOTIFY sourcesChanged)
    Q_PROPERTY(int sourceIndex READ sourceIndex WRITE setSourceIndex NOTIFY sourceChanged)
    /// Whose log is shown: a name of sources(); empty for what this Nocturne gathers.
    Q_PROPERTY(QString source READ source WRITE setSource NOTIFY sourceChanged)
    /// What the source is asked, in its own language; empty without a source.
    Q_PROPERTY(QString query READ query WRITE setQuery NOTIFY sourceChanged)
    /// Why the source gives nothing, or what it left out, worded; empty while all is well.
    Q_PROPERTY(QString sourceNote READ sourceNote NOTIFY sourceNoteChanged)
    Q_PROPERTY(bool blind READ isBlind NOTIFY sourceNoteChanged) ///< what is shown may be old

public:
    enum Role {
        TimeRole = Qt::UserRole,
        LevelRole,
        ServiceRole,
        SourceRole,
        MessageRole,
        FieldNamesRole,
        FieldValuesRole,
        TraceRole,
        SequenceRole
    };
    static constexpr int kMaxRows = 5000;

    /// `sources` may be null. `clock` tells when now is, where bars end.
    LogListModel(logs::LogStore& store, logs::LogSources* sources, const Clock& clock, QObject* parent = nullptr);
    ~LogListModel() override;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    /// 0 debug, 1 info, 2 warning, 3 error: this and worse.
    int minimumLevel() const { return m_minimumLevel; }
    void setMinimumLevel(int level);
    QString service() const { return m_service; }
    void setService(const QString& service);
    QString text() const { return m_text; }
    void setText(const QString& text);
    /// Why the text is no search; empty where it is one.
    QString fault() const { return m_fault; }
    bool isFiltered() const { return m_minimumLevel > 0 || !m_service.isEmpty() || !m_text.isEmpty() || m_to != 0; }
    LogHistogramModel* histogram() { return &m_histogram; }
    bool isLive() const { return m_live; }
    void setLive(bool live);
    bool isLoading() const { return m_loading; }
    int waiting() const { return static_cast<int>(m_held.size()); }
    /// "all", then the services seen, sorted.
    QStringList serviceChoices() const;
    int serviceIndex() const { return static_cast<int>(m_services.indexOf(m_service)) + 1; }
    void setServiceIndex(int index);

    QStringList sources() const { return m_sourceNames; }
    QStringList sourceChoices() const;
    int sourceIndex() const { return static_cast<int>(m_sourceNames.indexOf(m_source)) + 1; }
    void setSourceIndex(int index) { setSource(m_sourceNames.value(index - 1)); }
    QString source() const { return m_source; }
    void setSource(const QString& source);
    QString query() const { return m_query; }
    /// Asks anew, also when it is the same.
    void setQuery(const QString& query);
    QString sourceNote() const { return m_sourceNote; }
    bool isBlind() const { return m_isBlind; }

    /// What `source` has for `query`; its default query where that is empty. Made once for each, and goes with this
    /// list.
    Q_INVOKABLE nocturne::ui::LogListModel* remote(const QString& source, const QString& query);

    /// The records of the same store and level that match `text`. Made once for each text, and goes with this
    /// list.
    Q_INVOKABLE nocturne::ui::LogListModel* matching(const QString& text);
    /// Narrows the search to records whose field has this value.
    Q_INVOKABLE void narrow(const QString& field, const QString& value);
    Q_INVOKABLE void clearFilters();
    /// Puts `text` on the clipboard.
    Q_INVOKABLE void copy(const QString& text) const;

signals:
    void filterChanged();
    void liveChanged();
    void loadingChanged();
    void countsChanged();
    void servicesChanged();
    void sourcesChanged();
    void sourceChanged();
    void sourceNoteChanged();
    /// Records were appended at the end.
    void grown();

private:
    struct Answer
    {
        std::uint64_t generation = 0;
        std::vector<logs::LogRecord> records;
        QStringList services;
    };

    logs::LogQuery wanted() const;
    void readSearch();
    void open();
    void lookAtSource();
    bool waitsForSource() const;
    void restart();
    void ask();
    void receive(Answer answer);
    void append(std::vector<logs::LogRecord> records);

    logs::LogStore& m_local;
    logs::LogSources* m_sources;
    std::shared_ptr<logs::LogView> m_view; ///< of a source; null while the local store is shown
    logs::LogStore* m_store;               ///< of these
    const Clock& m_clock;
    LogHistogramModel m_histogram;
    QStringList m_sourceNames;
    QString m_source;
    QString m_query;
    QString m_sourceNote;
    bool m_isBlind = false;
    QTimer m_sourceTimer;
    std::map<QString, LogListModel*> m_matching;
    std::map<std::pair<QString, QString>, LogListModel*> m_remote;
    ChangeFeed m_feed;
    std::uint64_t m_subscription = 0;
    QThreadPool m_worker;
    QTimer m_typing;
    std::deque<logs::LogRecord> m_rows;
    std::vector<logs::LogRecord> m_held;
    std::uint64_t m_lastSequence = 0;
    std::uint64_t m_generation = 0;
    bool m_asking = false;
    bool m_askAgain = false;
    int m_minimumLevel = 0;
    QString m_service;
    QString m_text;
    QString m_fault;
    logs::LogSearch m_search;
    qint64 m_from = 0;
    qint64 m_to = 0; ///< 0: no window
    bool m_live = true;
    bool m_loading = true;
    QStringList m_services;
};

} // namespace nocturne::ui
