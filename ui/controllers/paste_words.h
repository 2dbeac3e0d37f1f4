// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>
#include <QString>
#include <vector>

#include "service/paste/reading.h"
#include "service/probe/probe_report.h"
#include "ui/theme/status.h"

namespace nocturne::ui {

/// One line of what was found out about a pasted text.
struct PasteLine
{
    Status status = Status::Off; ///< Off: no mark
    QString title = {};
    QString note = {};
    QString detail = {};
    int job = -1; ///< of a configuration of Prometheus: which of its jobs, where that can be taken over

    bool operator==(const PasteLine&) const = default;
};

/// How pasted texts, readings of them and answers of servers are worded.
class PasteWords
{
    Q_DECLARE_TR_FUNCTIONS(PasteWords)

public:
    /// "an address", "rules"
    static QString kind(paste::Kind kind);
    /// "41 families, 523 samples, 2 faults"
    static QString summary(const paste::Reading& reading);
    /// What becomes of it, or why nothing does; one or two sentences.
    static QString advice(const paste::Reading& reading);
    /// What the button says; empty where there is nothing to do.
    static QString action(const paste::Reading& reading);
    /// "metrics: 523 series", "Prometheus 2.42.0"
    static QString finding(const probe::Finding& finding);
    /// "Scrape these metrics", "Add as a data source"
    static QString addAction(const probe::Finding& finding);
    /// A note that goes with a finding; may be empty.
    static QString addAdvice(const probe::Finding& finding);
    /// Whether a mapping makes metrics of what it says.
    static bool canBeMapped(const probe::Finding& finding);
    static std::vector<PasteLine> lines(const paste::Reading& reading);
    static std::vector<PasteLine> lines(const std::vector<paste::Refusal>& refusals);
    static PasteLine line(const probe::Try& attempt);

private:
    static void addJob(PasteLine& line, const paste::ScrapeJob& job, int index);
};

} // namespace nocturne::ui
