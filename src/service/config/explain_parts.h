// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "service/config/engine_config.h"
#include "service/config/health_check_config.h"
#include "service/config/http_config.h"
#include "service/config/notifications_config.h"
#include "service/config/stream_config.h"
#include "service/config/yaml_writer.h"

/// The parts of explain() that its files share. Private to this room.
namespace nocturne::config {

/// Where it is to be had; "<secret>" for one that is written out.
std::string shown(const Secret& secret);
void write(YamlWriter& out, const std::string& key, const Secret& secret);
/// The URL without the user and password that may stand in it.
std::string shownUrl(const std::string& url);
void write(YamlWriter& out, const TlsConfig& tls);
void write(YamlWriter& out, const HttpConfig& http);
void write(YamlWriter& out, const std::vector<HeaderConfig>& headers);
void write(YamlWriter& out, const NotificationsConfig& notifications);
void write(YamlWriter& out, const StreamConfig& stream);
void write(YamlWriter& out, const EngineConfig& config);
void write(YamlWriter& out, const LokiConfig& config);

/// The word that the file has for it.
std::string_view wordOf(HealthCheckConfig::Type type);
/// What it depends on, its maintenance, and whether it is inverted.
void writeMeaning(YamlWriter& out, const HealthCheckConfig& check);
void write(YamlWriter& out, const HealthGroupConfig& group);
/// What a check sends and what it expects.
void writeAnswer(YamlWriter& out, const HealthCheckConfig& check);

} // namespace nocturne::config
