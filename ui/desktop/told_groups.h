// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QString>

#include "ui/theme/status.h"
#include "watch/alerts/alert_list.h"

namespace nocturne::ui {

/// Which alerts this display tells its person of.
struct TellingRules
{
    std::string user;                                     ///< whose snoozes count
    alerts::Severity atLeast = alerts::Severity::Warning; ///< what is less severe is only in the list
    std::vector<std::string> groupBy = {"alertname"};     ///< labels whose values make a group
    bool isQuietTime = false;                             ///< quiet hours: only critical ones are told
};

/// Whether `alert` asks for a person at this display: it fires, nobody has it, nothing keeps it quiet, and it is severe
/// enough for `rules`.
bool asksHere(const alerts::AlertInstance& alert, const TellingRules& rules);

/// Alerts that are one desktop notification.
struct ToldGroup
{
    QString key; ///< the same as long as the group lives
    alerts::Severity worst = alerts::Severity::Info;
    std::vector<std::string> ids;                    ///< of the occurrences, worst and newest first
    QString title;                                   ///< "Critical: DiskWillFill (3 alerts)"; see reword()
    QString body;                                    ///< a line for each of the first few
    std::vector<const alerts::AlertInstance*> first; ///< those few; they live as the list that was looked at

    /// Puts title and body into words. There may be thousands of groups, of which few are shown.
    void reword();
    /// Whether it says the same, of the same alerts.
    bool saysSameAs(const ToldGroup& other) const
    {
        return key == other.key && worst == other.worst && ids == other.ids && title == other.title &&
               body == other.body;
    }
};

/// The groups of all alerts that ask for somebody here, worst first, not worded.
std::vector<ToldGroup> toldGroups(const alerts::AlertList& alerts, const TellingRules& rules);

/// One for all of `groups`, worded, where they are too many to be told each by itself. Precondition: there is one.
ToldGroup digestOf(std::vector<ToldGroup> groups);

/// How many alerts fire that nobody has, by Status, and how many somebody has or keeps quiet: what a badge shows.
struct Tally
{
    int bySeverity[5] = {}; ///< by alerts::Severity
    int held = 0;

    int open() const;
    Status worst() const; ///< Ok where nothing is open
    int worstCount() const;
    bool operator==(const Tally&) const = default;
};

Tally tallyOf(const alerts::AlertList& alerts, const std::string& user);
/// "2 critical, 1 warning; 3 held"
QString textOf(const Tally& tally);

} // namespace nocturne::ui
