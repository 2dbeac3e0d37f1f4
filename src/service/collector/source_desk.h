// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

#include "base/core/io_layer.h"
#include "base/core/result.h"
#include "base/secrets/secret_store.h"
#include "service/config/configuration.h"
#include "service/probe/local_scan.h"
#include "service/probe/source_entry.h"

namespace nocturne::collector {

/// Where sources are added from the window: into the configuration file, line by line, so that whatever people wrote
/// into it stays as it is, and their secrets into the keychain. Files of rules are added to the folder of added rules.
///
/// Reads and writes files, asks the keychain and waits for the configuration to be read anew, so not for the GUI
/// thread; otherwise any thread. What it borrows outlives it.
class SourceDesk
{
public:
    struct Options
    {
        std::string configFile;  ///< need not be there; empty: nothing can be added
        std::string rulesFolder; ///< empty: no rules can be added
        bool readOnly = false;
    };
    struct Doors
    {
        std::function<config::Configuration()> configuration; ///< in force
        std::function<secrets::SecretStore&()> keychain;
        std::function<Result<void>()> reload; ///< reads the configuration anew, and returns once that is done
        std::function<int()> serverPort;      ///< our own; 0: none
    };

    SourceDesk(IoLayer& io, Options options, Doors doors);

    const std::string& configFile() const { return m_options.configFile; }
    /// Whether the file is there: it is not at the first start.
    bool hasConfiguration() const;
    /// Why nothing can be added, in a sentence; empty where it can.
    std::string obstacle() const;
    /// As probe::entryFor(), by the configuration in force.
    Result<probe::SourceEntry> entryFor(const probe::Finding& finding, const paste::WebRequest& request) const;
    bool isWatched(const probe::Finding& finding) const;
    /// As probe::streamEntryFor(), by the configuration in force.
    Result<probe::SourceEntry> streamEntryFor(const probe::Finding& finding, const paste::WebRequest& request,
                                              const std::string& mapping) const;
    /// Whether there is a scrape job of this name already.
    bool hasJob(const std::string& name) const;

    /// Adds `entry` and reads the configuration anew. Fails, with the file as it was, where obstacle() says why, as
    /// paste::withItem() and the keychain do, with Unavailable where the file cannot be written, and as the reading of
    /// the configuration does.
    Result<void> add(const probe::SourceEntry& entry) { return add(std::vector{entry}); }
    /// The same with several: all of them, or none.
    Result<void> add(const std::vector<probe::SourceEntry>& entries);
    /// Keeps a file of rules under a name made of `title`, and reads the configuration anew; returns its path. Fails
    /// with InvalidInput where the rules have errors, and as add() does. A file that is there is not written over.
    Result<std::string> addRules(const std::string& text, const std::string& title);
    /// What of this computer could be watched and is not yet. As probe::scanLocally().
    std::vector<probe::LocalService> lookAround(probe::ScanOptions options, std::stop_token stop) const;

private:
    Result<std::string> withEntries(const std::string& path, std::string text,
                                    const std::vector<probe::SourceEntry>& entries) const;
    Result<void> keepSecrets(const std::vector<probe::SourceEntry>& entries) const;
    Result<void> write(const std::string& path, const std::string& text);

    IoLayer& m_io;
    Options m_options;
    Doors m_doors;
    std::mutex m_mutex;
};

} // namespace nocturne::collector
