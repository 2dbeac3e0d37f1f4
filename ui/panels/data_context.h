// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>
#include <QTimer>
#include <QtQml/qqmlregistration.h>
#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "base/core/clock.h"
#include "base/core/worker_pool.h"
#include "engine/promql/parser.h"
#include "engine/query/query_service.h"

namespace nocturne::panels {

/// What panels need from the program: the door to data, the clock, workers, and the crosshair that all panels of all
/// windows share. Made once, next to the service; outlives every panel. GUI thread.
class DataContext : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    /// The time pointed at on any panel, ms since the epoch; 0 when none.
    Q_PROPERTY(double cursorTime READ cursorTime WRITE setCursorTime NOTIFY cursorTimeChanged)
    /// Remote engines that a query may be sent to, by name.
    Q_PROPERTY(QStringList sources READ sources NOTIFY sourcesChanged)
    Q_PROPERTY(bool makesRules READ makesRules CONSTANT) ///< somebody listens to ruleRequested()

public:
    DataContext(query::QueryService& service, const Clock& clock, WorkerPool& pool, QObject* parent = nullptr);

    query::QueryService& service() const { return m_service; }
    const Clock& clock() const { return m_clock; }
    WorkerPool& pool() const { return m_pool; }

    /// How often most sources are asked; the finest step that is worth asking for.
    std::chrono::milliseconds scrapeInterval() const { return m_scrapeInterval; }
    void setScrapeInterval(std::chrono::milliseconds interval) { m_scrapeInterval = interval; }

    /// What expressions may use that people type.
    const promql::ParserOptions& parserOptions() const { return m_parserOptions; }
    void setParserOptions(promql::ParserOptions options) { m_parserOptions = options; }

    /// The directory that the samples are in, so that other programs can be pointed at it; empty when they are in none.
    const std::string& dataFolder() const { return m_dataFolder; }
    void setDataFolder(std::string folder) { m_dataFolder = std::move(folder); }

    /// Asks how often a source, by its job and instance, says that it gives samples; zero when it says nothing.
    using DeclaredInterval = std::function<std::chrono::milliseconds(std::string_view job, std::string_view instance)>;
    const DeclaredInterval& declaredInterval() const { return m_declaredInterval; }
    /// Called on the GUI thread; what it borrows outlives every panel.
    void setDeclaredInterval(DeclaredInterval declared) { m_declaredInterval = std::move(declared); }

    double cursorTime() const { return m_cursorTime; }
    void setCursorTime(double time);

    const QStringList& sources() const { return m_sources; }

    /// Whether the program runs for so short a time that its sources need not have given anything yet.
    bool isJustStarted() const;

    /// Runs `job` on the GUI thread later; from any thread.
    static void post(std::function<void()> job);

    bool makesRules() const { return m_makesRules; }
    /// Before anything is shown.
    void setMakesRules(bool makes) { m_makesRules = makes; }
    /// A panel's expression is to become a rule; whoever makes rules listens.
    Q_INVOKABLE void requestRule(const QString& expression, const QString& title)
    {
        emit ruleRequested(expression, title);
    }

signals:
    void ruleRequested(const QString& expression, const QString& title);
    void cursorTimeChanged();
    void sourcesChanged();
    /// Once a second: ages are worded anew.
    void ticked();

private:
    void lookForSources();

    query::QueryService& m_service;
    const Clock& m_clock;
    WorkerPool& m_pool;
    std::chrono::milliseconds m_scrapeInterval{15'000};
    promql::ParserOptions m_parserOptions;
    std::string m_dataFolder;
    DeclaredInterval m_declaredInterval;
    QStringList m_sources;
    double m_cursorTime = 0;
    bool m_makesRules = false;
    Clock::Monotonic m_startedAt;
    QTimer m_timer;
};

} // namespace nocturne::panels
