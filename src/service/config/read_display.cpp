// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The parts of `notifications` that are about this display, and how severe alerts are.
#include <algorithm>
#include <array>

#include "base/core/text.h"
#include "service/config/notification_readers.h"

namespace nocturne::config {

namespace {

constexpr std::array<std::string_view, 5> kSeverities = {"info", "warning", "unknown", "error", "critical"};
constexpr std::array<std::string_view, 5> kSounds = {"alarm", "bell", "chime", "tick", "none"};
constexpr int kMostVolume = 100;
constexpr std::chrono::hours kLongestRepeat{1};

bool isSeverity(std::string_view word) { return std::ranges::find(kSeverities, word) != kSeverities.end(); }

std::string noSeverity(std::string_view word)
{
    return '"' + printable(word, 40) + "\" is no severity: info, warning, error or critical";
}

/// "22:00-07:00"
std::optional<notify::MinuteRange> readDayRange(yaml::MapReader& reader, std::string_view key)
{
    std::string text;
    if (!reader.read(key, text))
        return std::nullopt;
    const auto dash = text.find('-');
    const auto begin = notify::parseMinute(std::string_view(text).substr(0, dash));
    const auto end = dash == std::string::npos ? begin : notify::parseMinute(std::string_view(text).substr(dash + 1));
    if (dash != std::string::npos && begin && end && *begin != *end && *begin < 24 * 60 && *end < 24 * 60)
        return notify::MinuteRange{*begin, *end};
    reader.error(key, std::string(key) + ": write two times of the day, as in \"22:00-07:00\"");
    return std::nullopt;
}

} // namespace

void readSeverity(yaml::MapReader& reader, std::string_view key, std::string& out)
{
    std::string word;
    if (!reader.read(key, word))
        return;
    if (isSeverity(word))
        out = word;
    else
        reader.error(key, noSeverity(word));
}

DesktopConfig readDesktop(const yaml::Node& node, ReadContext& context)
{
    DesktopConfig desktop;
    yaml::MapReader reader(node, context.findings, "desktop");
    reader.read("enabled", desktop.enabled);
    std::string severity;
    readSeverity(reader, "min_severity", severity);
    if (!severity.empty())
        desktop.minSeverity = severity;
    reader.read("group_by", desktop.groupBy);
    desktop.quietHours = readDayRange(reader, "quiet_hours");
    reader.read("tray", desktop.tray);
    reader.finish();
    return desktop;
}

SoundConfig readSound(const yaml::Node& node, ReadContext& context)
{
    SoundConfig sound;
    yaml::MapReader reader(node, context.findings, "sound");
    reader.read("enabled", sound.enabled);
    if (int volume = 0; reader.readInteger("volume", volume, 0, kMostVolume))
        sound.volume = volume;
    reader.read("repeat_interval", sound.repeat);
    if (sound.repeat && *sound.repeat > kLongestRepeat)
        reader.error("repeat_interval", "repeat_interval: 1h at most; 0s is once");
    if (const auto* sounds = reader.take("sounds")) {
        yaml::MapReader inner(*sounds, context.findings, "sounds");
        for (const auto severity : kSeverities) {
            std::string name;
            if (!inner.read(severity, name))
                continue;
            if (std::ranges::find(kSounds, name) == kSounds.end())
                inner.error(severity, '"' + printable(name, 40) + "\" is no sound: alarm, bell, chime, tick or none");
            else
                sound.sounds[std::string(severity)] = name;
        }
        inner.finish();
    }
    reader.finish();
    return sound;
}

SeverityMapConfig readSeverityMap(const yaml::Node& node, ReadContext& context)
{
    SeverityMapConfig map;
    yaml::MapReader reader(node, context.findings, "severity map");
    reader.read("source", map.source);
    if (reader.read("label", map.label) && map.label.empty())
        reader.error("label", "label: name the label whose value is looked at");
    std::vector<std::pair<std::string, std::string>> words;
    reader.read("words", words);
    for (auto& [word, severity] : words) {
        if (isSeverity(severity))
            map.words[asciiLower(word)] = severity;
        else
            reader.error("words", "words: " + noSeverity(severity));
    }
    reader.read("expressions", map.expressions);
    for (const auto& [expression, severity] : map.expressions) {
        if (!isSeverity(severity))
            reader.error("expressions", "expressions: " + noSeverity(severity));
        if (const auto made = model::Matcher::make(model::Matcher::Op::Regex, "severity", expression); !made)
            reader.error("expressions", "expressions: " + made.error().message);
    }
    if (map.words.empty() && map.expressions.empty())
        reader.error("words", "a severity map needs words or expressions");
    reader.finish();
    return map;
}

} // namespace nocturne::config
