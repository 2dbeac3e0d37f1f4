// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QAbstractListModel>
#include <QString>
#include <QThreadPool>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

namespace nocturne::ui {

/// A mapping of a stream in the making, and what it makes of messages that are pasted: a row for each sample, record,
/// alert and fault, and for each error of the mapping with its place. Follows what is typed, on a thread of its own.
/// GUI thread.
class MappingPreview : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString mapping READ mapping WRITE setMapping NOTIFY mappingChanged)     ///< YAML or JSON
    Q_PROPERTY(QString messages READ messages WRITE setMessages NOTIFY messagesChanged) ///< one, or one a line
    Q_PROPERTY(bool failed READ hasFailed NOTIFY shown)                                 ///< the mapping has errors
    Q_PROPERTY(bool busy READ isBusy NOTIFY busyChanged) ///< what is shown is of an earlier text

public:
    enum Role { KindRole = Qt::UserRole, WordsRole, FaultyRole };
    /// What is typed beyond it is not looked at, and said so.
    static constexpr int kLongestText = 256 * 1024;

    explicit MappingPreview(QObject* parent = nullptr);
    /// Waits for what is under way.
    ~MappingPreview() override;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    QString mapping() const { return m_mapping; }
    void setMapping(const QString& mapping);
    QString messages() const { return m_messages; }
    void setMessages(const QString& messages);
    bool hasFailed() const { return m_failed; }
    bool isBusy() const { return m_isBusy; }

signals:
    void mappingChanged();
    void messagesChanged();
    void busyChanged();
    void shown();

private:
    struct Row
    {
        QString kind; ///< already worded: "sample"
        QString words;
        bool isFaulty = false;
    };
    struct Outcome
    {
        std::vector<Row> rows;
        bool failed = false;
    };

    void schedule();
    void begin();
    void take(Outcome outcome);
    void setBusy(bool busy);
    static Outcome judge(const std::string& mapping, const std::string& messages);

    QString m_mapping;
    QString m_messages;
    std::vector<Row> m_rows;
    QTimer m_pause; ///< in the typing
    QThreadPool m_pool;
    bool m_failed = false;
    bool m_isBusy = false;
    bool m_isUnderWay = false;
    bool m_isAgain = false; ///< typed meanwhile
};

} // namespace nocturne::ui
