// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

#include "service/collector/notify_board.h"
#include "ui/models/alert_list_model.h"
#include "ui/models/change_feed.h"
#include "ui/models/row_sync.h"
#include "watch/notify/notifier.h"

namespace nocturne::ui {

/// One way out of a receiver in the list of them; or a receiver that has none.
struct WayRow
{
    std::string key; ///< "team/email[0]", or the receiver
    std::string receiver;
    collector::WayStatus way;
    bool isFirst = false; ///< of its receiver

    bool operator==(const WayRow&) const = default;
};

/// The ways out of all receivers, and how each goes. GUI thread.
class WayListModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the receiver desk")

public:
    enum Role {
        ReceiverRole = Qt::UserRole,
        FirstRole,
        KindRole,   ///< "E-mail"
        StatusRole, ///< a Status
        StateRole,  ///< "2 wait, trying again"
        CountsRole, ///< "41 sent, 3 attempts failed"
        TimeRole,   ///< "sent 3 min ago"
        WordsRole   ///< of the server, where the last attempt failed
    };

    explicit WayListModel(const Clock& clock, QObject* parent = nullptr);
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    void set(const collector::NotifyState& state);
    /// Ages and words.
    void reword();

private:
    friend struct RowSync;
    const Clock& m_clock;
    std::vector<WayRow> m_rows;
};

/// One message in the list of them.
struct DeliveryRow
{
    std::int64_t key = 0;
    notify::Delivery delivery;

    bool operator==(const DeliveryRow&) const = default;
};

/// The newest messages and what became of them, newest first. GUI thread.
class DeliveryListModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the receiver desk")
    Q_PROPERTY(bool onlyTrouble READ onlyTrouble WRITE setOnlyTrouble NOTIFY changed) ///< what waits or failed
    Q_PROPERTY(int troubleCount READ troubleCount NOTIFY changed)

public:
    enum Role {
        TitleRole = Qt::UserRole,
        WayRole,
        StatusRole,
        StateRole, ///< "waiting", "trying again in 8 s", "sent", "failed", "replaced by a newer one"
        TimeRole,
        WordsRole
    };

    explicit DeliveryListModel(const Clock& clock, QObject* parent = nullptr);
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    bool onlyTrouble() const { return m_onlyTrouble; }
    void setOnlyTrouble(bool only);
    int troubleCount() const { return m_trouble; }
    void set(collector::NotifyMonitor::Snapshot state);
    void reword();

signals:
    void changed();

private:
    friend struct RowSync;
    void show();

    const Clock& m_clock;
    collector::NotifyMonitor::Snapshot m_state;
    std::vector<DeliveryRow> m_rows;
    bool m_onlyTrouble = false;
    int m_trouble = 0;
};

/// Receivers of notifications at the screen: how they go, trying them, and who would be told of what. GUI thread.
class ReceiverDesk : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the session")
    Q_PROPERTY(bool on READ isOn NOTIFY changed) ///< somebody is told of alerts at all
    Q_PROPERTY(nocturne::ui::WayListModel* ways READ ways CONSTANT)
    Q_PROPERTY(nocturne::ui::DeliveryListModel* deliveries READ deliveries CONSTANT)
    Q_PROPERTY(QStringList receivers READ receivers NOTIFY changed)
    Q_PROPERTY(bool busy READ isBusy NOTIFY answered) ///< a test is under way
    Q_PROPERTY(QString resultTitle READ resultTitle NOTIFY answered)
    Q_PROPERTY(QString resultText READ resultText NOTIFY answered) ///< many lines
    Q_PROPERTY(int resultStatus READ resultStatus NOTIFY answered)

public:
    /// `monitor` null: nothing is known of receivers. Both outlive it.
    ReceiverDesk(collector::NotifyMonitor* monitor, const AlertListModel& list, QObject* parent = nullptr);
    ~ReceiverDesk() override;

    bool isOn() const;
    WayListModel* ways() { return &m_ways; }
    DeliveryListModel* deliveries() { return &m_deliveries; }
    QStringList receivers() const;
    bool isBusy() const { return m_isBusy; }
    QString resultTitle() const { return m_title; }
    QString resultText() const { return m_text; }
    int resultStatus() const { return m_status; }

    /// Sends a test message to `receiver`; the result says what each server said.
    Q_INVOKABLE void test(const QString& receiver);
    /// What `receiver` would get of an alert with `labels`, or as a test where that is empty. Sends nothing.
    Q_INVOKABLE void preview(const QString& receiver, const QString& labels);
    /// Who gets an alert with `labels`, `alertname="DiskFull", severity="critical"`, and why.
    Q_INVOKABLE void explain(const QString& labels);
    Q_INVOKABLE void clearResult();
    Q_INVOKABLE void retryNow();
    void tick();
    void retranslate() { tick(); }

signals:
    void changed();
    void answered();

private:
    void refresh();
    void answer(const QString& title, const QString& text, int status);
    /// A callback for another thread that runs `job` here, when nothing else was asked meanwhile.
    template <typename Value>
    std::function<void(Value)> back(std::function<void(const Value&)> job);

    collector::NotifyMonitor* m_monitor;
    const AlertListModel& m_list;
    ChangeFeed m_feed;
    std::uint64_t m_subscription = 0;
    collector::NotifyMonitor::Snapshot m_state;
    WayListModel m_ways;
    DeliveryListModel m_deliveries;
    bool m_isBusy = false;
    quint64 m_question = 0;
    QString m_title;
    QString m_text;
    int m_status = status::Info;
};

/// Labels as matchers write them, `alertname="DiskFull", severity=critical`. Fails with InvalidInput and what to write.
Result<model::LabelSet> labelsOfLine(const QString& line);

} // namespace nocturne::ui
