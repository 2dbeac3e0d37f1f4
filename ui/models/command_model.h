// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <vector>

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

namespace nocturne::ui {

/// Something the palette offers.
struct Command
{
    QString id;      ///< handed to Session::run(): "page:alerts", "theme:day"
    QString title;   ///< "Go to alerts"
    QString section; ///< "Page", "Action"
    QString keys;    ///< "g a"
    QString icon;
    QString keywords = {}; ///< found by, not shown

    bool operator==(const Command&) const = default;
};

/// The commands that match what was typed, best first.
///
/// Commands come in groups (pages, actions, dashboards), each replaced as a whole by whoever knows them.
class CommandModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the session")
    Q_PROPERTY(QString query READ query WRITE setQuery NOTIFY queryChanged)
    Q_PROPERTY(int count READ rowCount NOTIFY queryChanged)

public:
    enum Role { IdRole = Qt::UserRole, TitleRole, SectionRole, KeysRole, IconRole };

    explicit CommandModel(QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    void setGroup(const QString& group, std::vector<Command> commands);
    QString query() const { return m_query; }
    void setQuery(const QString& query);
    Q_INVOKABLE QString idAt(int row) const;
    /// All commands that have keys, for the overlay of shortcuts.
    std::vector<Command> withKeys() const;

    /// How well `text` answers `query`: all characters in order, ASCII case ignored; starts of words and runs count
    /// more, gaps less. Negative when it does not.
    static int score(QStringView query, QStringView text);

signals:
    void queryChanged();

private:
    void rebuild();

    std::map<QString, std::vector<Command>> m_groups;
    std::vector<Command> m_rows;
    QString m_query;
};

} // namespace nocturne::ui
