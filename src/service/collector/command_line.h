// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCommandLineParser>

#include "base/core/result.h"
#include "service/collector/collector.h"

namespace nocturne::collector {

/// Variables of the environment that stand for `--config`, `--data` and `--listen` where these are not given.
inline constexpr const char* kConfigVariable = "NOCTURNE_CONFIG";
inline constexpr const char* kDataVariable = "NOCTURNE_DATA";
inline constexpr const char* kListenVariable = "NOCTURNE_LISTEN";

/// The switches that every program with a collector has: --config, --rules, --data, --in-memory, --listen, --verbose.
void addCollectorOptions(QCommandLineParser& parser);

/// What the switches and the environment ask for. Reads the configuration file; findings that do not keep it from
/// running go to standard error. Fails with all errors of the file, a line each.
Result<CollectorOptions> collectorOptions(const QCommandLineParser& parser);

/// Where people's programs put rules that they add, beside those of the configuration. Watched while it runs.
/// Empty where there is no data folder.
std::string addedRulesFolder(const std::string& dataFolder);

} // namespace nocturne::collector
