// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <QString>
#include <QStringList>

#include "watch/alerts/alert_list.h"

namespace nocturne::ui {

/// A few labels of an alert: first those that tell it from the alerts of the same rule in the group, then, without a
/// summary, instance and job, then others that differ within the group.
struct AlertChips
{
    QStringList keys;
    QStringList values;
    int distinct = 0; ///< so many of them are of the first kind
    QString subject;  ///< which one of its rule it is, in values of the first two kinds; may be empty

    bool operator==(const AlertChips&) const = default;
};

/// One line of the alert list.
struct AlertRow
{
    std::string key;                 ///< the occurrence
    alerts::AlertList::Shared alert; ///< shared with the board's list
    QString group;
    AlertChips chips;

    bool operator==(const AlertRow& other) const
    {
        return key == other.key && group == other.group && chips == other.chips &&
               (alert == other.alert || *alert == *other.alert);
    }
};

/// Makes rows of alerts, and remembers what it made: among ten thousand of which one changed, words are found for that
/// one. GUI thread.
class AlertRows
{
public:
    using Members = std::vector<alerts::AlertList::Shared>;

    /// The label whose value heads a group; "source" for who reports, empty for no groups.
    QString groupBy() const { return m_groupBy; }
    void setGroupBy(const QString& label);
    /// Rows in the order of the alerts, a group where its first alert stands.
    std::vector<AlertRow> grouped(const Members& alerts);
    /// All of them in one group without a head.
    std::vector<AlertRow> flat(const Members& alerts);

private:
    using Names = std::vector<std::string>;
    /// Labels to show: those that tell alerts of one rule apart, and others that differ within the group.
    using Naming = std::shared_ptr<const std::pair<Names, Names>>;
    struct Known
    {
        alerts::AlertList::Shared alert; ///< holds the key
        QString group;
        Naming naming; ///< the chips are of this one; null: none made yet
        AlertChips chips;
        std::uint64_t pass = 0;
    };

    Known& know(const alerts::AlertList::Shared& alert);
    void append(std::vector<AlertRow>& rows, const QString& group, const Members& members, std::string_view groupLabel);
    std::map<std::string_view, Naming> namings(const QString& group, const Members& members,
                                               std::string_view groupLabel);
    void forgetOld();

    QString m_groupBy = QStringLiteral("service");
    std::unordered_map<const alerts::AlertInstance*, Known> m_known;
    std::map<std::pair<QString, std::string>, Naming> m_namings; // by group and rule
    std::uint64_t m_pass = 0;
};

/// Who reports it, short: for rules the group alone, without its file.
QString sourceNameOf(const alerts::AlertInstance& alert);
QString sourceNameOf(std::string_view source);
/// The first of its summary, description and message, reduced to plain words; empty where it has none.
QString summaryOf(const alerts::AlertInstance& alert);

} // namespace nocturne::ui
