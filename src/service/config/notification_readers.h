// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "service/config/notifications_config.h"
#include "service/config/readers.h"

/// The parts of readNotifications(). Private to this room.
namespace nocturne::config {

/// What receivers take where they say nothing: section `global` of an alertmanager.yml.
struct MailDefaults
{
    EmailConfig email;
    Secret slackUrl;
    HttpConfig http;
};

MailDefaults readNotificationGlobals(const yaml::Node& node, ReadContext& context);
ReceiverConfig readReceiver(const yaml::Node& node, const MailDefaults& defaults, ReadContext& context);
/// A node of the route tree and all below it.
notify::RouteConfig readRoute(const yaml::Node& node, bool isRoot, ReadContext& context);
notify::NamedInterval readNamedInterval(const yaml::Node& node, ReadContext& context);
DesktopConfig readDesktop(const yaml::Node& node, ReadContext& context);
SoundConfig readSound(const yaml::Node& node, ReadContext& context);
SeverityMapConfig readSeverityMap(const yaml::Node& node, ReadContext& context);
/// One of the five severities under `key`.
void readSeverity(yaml::MapReader& reader, std::string_view key, std::string& out);
/// A list of matchers under `key`.
std::vector<model::Matcher> readMatcherList(yaml::MapReader& reader, std::string_view key, ReadContext& context);
/// The deprecated maps: name to value, name to expression.
void readMatchMaps(yaml::MapReader& reader, std::string_view plain, std::string_view expressions,
                   std::vector<model::Matcher>& out, ReadContext& context);

} // namespace nocturne::config
