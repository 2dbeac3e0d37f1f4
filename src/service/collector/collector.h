// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/core/clock.h"
#include "base/core/log.h"
#include "base/core/result.h"
#include "base/secrets/secret_store.h"
#include "engine/query/query_service.h"
#include "engine/tsdb/head.h"
#include "engine/tsdb/store_health.h"
#include "service/collector/config_status.h"
#include "service/collector/desktop_facts.h"
#include "service/collector/notify_board.h"
#include "service/collector/source_desk.h"
#include "service/collector/source_status.h"
#include "service/config/configuration.h"
#include "watch/alerts/alert_board.h"
#include "watch/logs/log_store.h"
#include "watch/logs/log_view.h"
#include "watch/rules/rule_book.h"
#include "watch/rules/rule_engine.h"

namespace nocturne::collector {

/// What a collector runs on.
struct CollectorOptions
{
    config::Configuration configuration;
    std::string configFile; ///< where it came from; empty: nowhere
    /// Reads it anew, switches of the command line put over it; null: it stays, only files of rules change. Any thread.
    std::function<Result<config::Configuration>()> readConfiguration;
    std::map<std::string, std::string> flags; ///< switches of the command line, for the API; none holds a secret
    bool lifecycle = false;                   ///< POST /-/reload of the API is taken
    std::vector<std::string> extraRuleFiles;  ///< of the command line, beside those of the configuration
    std::string ownRuleFile; ///< that the window writes rules to; need not be there. Empty: it writes none
    std::shared_ptr<secrets::SecretStore> keychain; ///< null: the desktop's
    std::string version;                            ///< of the program, as the server tells it
    std::string dataFolder;                         ///< empty: everything stays in memory
    bool readOnly = false; ///< look at what `dataFolder` holds, also while it is in use; gather and judge nothing
    LogLevel logLevel = LogLevel::Info;
    bool logToStandardError = false;
};

/// The composition root: makes store, queries, rules and sources, and runs them on a thread of its own.
///
/// Needs a QCoreApplication. Made, started and stopped on one thread; what the accessors return may be used from any
/// thread and lives as long as the collector.
class Collector
{
public:
    Collector(CollectorOptions options, const Clock& clock);
    /// Stops.
    ~Collector();
    Collector(const Collector&) = delete;
    Collector& operator=(const Collector&) = delete;

    /// Opens the store of samples and the state of alerts and reads what is in them, which start() does too. Fails when
    /// the data directory cannot be used, or another collector has it.
    Result<void> openStore();
    /// Starts all sources. Waits for the keychain where the configuration names secrets in it. Fails, with nothing
    /// running, when the configuration asks for the impossible: a secret that cannot be had, a rule file with errors.
    Result<void> start();
    /// Ends all sources and waits for their thread. The store stays readable.
    void stop();
    /// stop(), and all samples are on disk then: for a program that ends and gives no memory back piece by piece.
    void close();

    query::QueryService& queries();
    alerts::AlertBoard& alerts();
    logs::LogStore& logs();
    /// Remote logs that can be looked at.
    logs::LogSources& logSources();
    SourceMonitor& sources();
    /// Receivers and what became of messages; empty where nobody is told.
    NotifyMonitor& notifications();
    Logger& log();
    tsdb::HeadStats storeStats() const;
    /// How the store is doing, for a banner.
    tsdb::StoreHealth storeHealth() const;
    /// Reads the configuration anew and takes what differs, while all that stays the same goes on; what is wrong with
    /// it leaves the one of before in force. Returns at once; `done` is called once, on any thread, unless the
    /// collector is stopped. Happens by itself when the file, or one that it names, changes.
    void reload(std::function<void(Result<void>)> done = {});
    /// What became of the configuration file.
    ConfigStatus configStatus() const;
    /// The port that is served at; 0 where nothing is served.
    int serverPort() const;
    /// How the rules are doing, as of the last second.
    std::vector<rules::RuleStatus> rules() const;
    /// The same by group, with the alerts of each rule.
    std::vector<rules::GroupStatus> ruleGroups() const;

    /// The rules that the window makes: what is saved there is evaluated from then on. Null where nothing is evaluated,
    /// or no file was named.
    rules::RuleBook* ruleBook();
    /// Where sources are added to the configuration. Null before start().
    SourceDesk* sourceDesk();

    /// How the display of this program tells its person, for metrics and the log. Returns at once.
    void noteDesktop(const DesktopFacts& facts);
    /// The expressions that displays show now, so that streams send what they need: that, what rules need, and what was
    /// queried in the last minutes, nothing else. Takes a fraction of a second to be followed; may precede start().
    void setVisibleExpressions(const std::vector<std::string>& expressions);

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

/// The groups of all rule files that `patterns` name, those of AEGIS and Burstlet among them. Fails with InvalidInput
/// and "FILE:LINE:COLUMN: what" of the first fault, with NotFound or LimitExceeded for a file that is not there or
/// larger than `maxBytes`. Expressions may use what `parser` allows.
Result<std::vector<rules::RuleGroup>> loadRuleGroups(const std::vector<std::string>& patterns, std::size_t maxBytes,
                                                     promql::ParserOptions parser = {});

} // namespace nocturne::collector
