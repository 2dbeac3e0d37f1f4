// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <set>

#include "base/core/limits.h"
#include "base/core/text.h"
#include "base/yaml/parse.h"
#include "service/config/notification_readers.h"

namespace nocturne::config {

namespace {

/// The sections of an alertmanager.yml.
constexpr std::array<std::string_view, 7> kForeignSections = {
    "global", "route", "receivers", "inhibit_rules", "templates", "time_intervals", "mute_time_intervals"};

InhibitConfig readInhibit(const yaml::Node& node, ReadContext& context)
{
    InhibitConfig rule;
    yaml::MapReader reader(node, context.findings, "inhibit rule");
    reader.ignore("name");
    rule.source = readMatcherList(reader, "source_matchers", context);
    rule.target = readMatcherList(reader, "target_matchers", context);
    readMatchMaps(reader, "source_match", "source_match_re", rule.source, context);
    readMatchMaps(reader, "target_match", "target_match_re", rule.target, context);
    reader.read("equal", rule.equal);
    if (rule.target.empty())
        reader.error("target_matchers", "an inhibit rule without target_matchers would mute everything: add some");
    reader.finish();
    return rule;
}

EscalationConfig readEscalation(const yaml::Node& node, ReadContext& context)
{
    EscalationConfig policy;
    yaml::MapReader reader(node, context.findings, "escalation");
    if (reader.require("name"))
        reader.read("name", policy.name);
    policy.matchers = readMatcherList(reader, "matchers", context);
    reader.read("raise_after", policy.raise);
    reader.readEach("steps", [&](const yaml::Node& item) {
        EscalationConfig::Step step;
        yaml::MapReader inner(item, context.findings, "escalation step");
        if (inner.require("after"))
            inner.read("after", step.after);
        if (inner.require("receivers"))
            inner.read("receivers", step.receivers);
        readSeverity(inner, "min_severity", step.atLeast);
        inner.finish();
        if (!policy.steps.empty() && step.after <= policy.steps.back().after)
            inner.error("after", "each step comes later than the one before: make after longer");
        policy.steps.push_back(std::move(step));
    });
    reader.finish();
    return policy;
}

QuietHoursConfig readQuietHours(const yaml::Node& node, ReadContext& context)
{
    QuietHoursConfig quiet;
    yaml::MapReader reader(node, context.findings, "quiet_hours");
    if (reader.require("time_intervals"))
        reader.read("time_intervals", quiet.intervals);
    readSeverity(reader, "except_from", quiet.exceptFrom);
    reader.finish();
    return quiet;
}

void readSections(yaml::MapReader& reader, NotificationsConfig& out, ReadContext& context)
{
    MailDefaults defaults;
    if (const auto* node = reader.take("global"))
        defaults = readNotificationGlobals(*node, context);
    if (const auto* node = reader.take("route"))
        out.route = readRoute(*node, true, context);
    reader.readEach("receivers", [&](const yaml::Node& item) {
        auto receiver = readReceiver(item, defaults, context);
        const bool isKnown = std::ranges::any_of(out.receivers, [&](const auto& r) { return r.name == receiver.name; });
        if (isKnown && !receiver.name.empty())
            context.findings.error(item.position(),
                                   "receiver \"" + printable(receiver.name, 60) + "\" is there twice: rename one");
        out.receivers.push_back(std::move(receiver));
    });
    reader.readEach("inhibit_rules", [&](const auto& item) { out.inhibitRules.push_back(readInhibit(item, context)); });
    for (const auto* key : {"time_intervals", "mute_time_intervals"}) {
        reader.readEach(key, [&](const yaml::Node& item) {
            out.intervals.push_back(readNamedInterval(item, context));
            const auto& name = out.intervals.back().name;
            if (std::ranges::count(out.intervals, name, &notify::NamedInterval::name) > 1)
                context.findings.error(item.position(),
                                       "time interval \"" + printable(name, 60) + "\" is there twice: rename one");
        });
    }
    std::vector<std::string> files;
    reader.read("templates", files);
    for (const auto& file : files)
        out.templateFiles.push_back(context.resolved(file));
}

void readOwn(yaml::MapReader& reader, NotificationsConfig& out, ReadContext& context)
{
    reader.read("cooldown", out.cooldown);
    reader.read("resolve_delay", out.resolveDelay);
    reader.readInteger("flood_limit", out.floodLimit, 0, 100'000);
    if (const auto* node = reader.take("quiet_hours"))
        out.quietHours = readQuietHours(*node, context);
    reader.read("fallback_receiver", out.fallbackReceiver);
    reader.readEach("escalations", [&](const auto& item) { out.escalations.push_back(readEscalation(item, context)); });
    reader.readEach("severity_maps",
                    [&](const auto& item) { out.severityMaps.push_back(readSeverityMap(item, context)); });
    if (const auto* node = reader.take("desktop"))
        out.desktop = readDesktop(*node, context);
    if (const auto* node = reader.take("sound"))
        out.sound = readSound(*node, context);
    reader.read("allow_exec", out.allowExec);
    if (reader.read("exec_directory", out.execDirectory))
        out.execDirectory = context.resolved(out.execDirectory);
}

/// Names that are used and not defined.
class References
{
public:
    References(const NotificationsConfig& config, SourcePosition where, yaml::Findings& findings)
        : m_config(config)
        , m_where(where)
        , m_findings(findings)
    {
        for (const auto& receiver : config.receivers)
            m_receivers.insert(receiver.name);
        for (const auto& interval : config.intervals)
            m_intervals.insert(interval.name);
    }

    void check()
    {
        if (m_config.route)
            check(*m_config.route);
        if (!m_config.fallbackReceiver.empty())
            receiver(m_config.fallbackReceiver);
        for (const auto& policy : m_config.escalations) {
            for (const auto& step : policy.steps)
                std::ranges::for_each(step.receivers, [&](const auto& name) { receiver(name); });
        }
        std::ranges::for_each(m_config.quietHours.intervals, [&](const auto& name) { interval(name); });
        for (const auto& one : m_config.receivers) {
            if (!one.commands.empty() && !m_config.allowExec)
                m_findings.error(m_where, "receiver \"" + printable(one.name, 60) +
                                              "\" runs a command: that is off unless allow_exec is true");
            if (!one.commands.empty() && m_config.allowExec && m_config.execDirectory.empty())
                m_findings.error(m_where, "exec_directory is missing: the folder, yours alone, that commands lie in");
        }
    }

private:
    void check(const notify::RouteConfig& route)
    {
        if (route.receiver)
            receiver(*route.receiver);
        for (const auto* names : {&route.muteTimes, &route.activeTimes})
            std::ranges::for_each(*names, [&](const auto& name) { interval(name); });
        for (const auto& child : route.routes)
            check(child);
    }
    void receiver(const std::string& name) { require(m_receivers, "receiver", name); }
    void interval(const std::string& name) { require(m_intervals, "time interval", name); }
    void require(const std::set<std::string>& known, const std::string& what, const std::string& name)
    {
        if (known.contains(name) || !m_told.insert(what + name).second)
            return;
        const auto near = nearest(name, known);
        m_findings.error(m_where, "there is no " + what + " \"" + printable(name, 60) + '"' +
                                      (near.empty() ? ": define it" : ": did you mean \"" + std::string(near) + "\"?"));
    }

    const NotificationsConfig& m_config;
    SourcePosition m_where;
    yaml::Findings& m_findings;
    std::set<std::string> m_receivers;
    std::set<std::string> m_intervals;
    std::set<std::string> m_told;
};

std::optional<std::string> contentOf(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file || std::filesystem::is_directory(path))
        return std::nullopt;
    std::string text(Limits().configBytes + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    return text.size() > Limits().configBytes ? std::nullopt : std::optional(std::move(text));
}

/// Reads an alertmanager.yml into `out`; its findings are told at `where`, with their own place in the text.
void readForeignFile(const std::string& path, SourcePosition where, NotificationsConfig& out, ReadContext& context)
{
    const auto text = contentOf(path);
    if (!text) {
        context.findings.error(where, "file: cannot read \"" + printable(path, 100) + "\", or it is too large");
        return;
    }
    yaml::Findings own;
    if (const auto root = yaml::parse(*text, own)) {
        ReadContext inner{own, std::filesystem::path(path).parent_path().string()};
        yaml::MapReader reader(*root, own, "alertmanager.yml");
        readSections(reader, out, inner);
        reader.ignore("tracing");
        reader.finish();
        if (!out.route)
            own.error(root->position(), "route is missing: there has to be one");
    }
    for (const auto& finding : own.sorted()) {
        const auto told = path + ':' + finding.error.text();
        if (finding.severity == yaml::Finding::Severity::Error)
            context.findings.error(where, told);
        else
            context.findings.warning(where, told);
    }
}

} // namespace

NotificationsConfig readNotifications(const yaml::Node& node, ReadContext& context)
{
    NotificationsConfig out;
    out.allowExec = context.allowExec;
    out.execDirectory = context.execDirectory;
    yaml::MapReader reader(node, context.findings, "notifications");
    std::string file;
    if (reader.read("file", file)) {
        for (const auto key : kForeignSections) {
            if (reader.has(key))
                reader.error(key, std::string(key) + " and file exclude each other: the file says it all");
            reader.ignore(key);
        }
        readForeignFile(context.resolved(file), reader.where("file"), out, context);
    } else {
        readSections(reader, out, context);
        if (!out.route && !out.receivers.empty())
            reader.error("route", "route is missing: it says which receiver is told of what");
    }
    readOwn(reader, out, context);
    reader.finish();
    References(out, reader.position(), context.findings).check();
    return out;
}

} // namespace nocturne::config
