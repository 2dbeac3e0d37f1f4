// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// In a file that moc does not read, since its raw strings are beyond it.
#pragma once

namespace nocturne::alertmanager {

inline constexpr const char* kAlert =
    R"({"annotations":{"summary":"s"},"endsAt":"2026-11-21T13:46:43.782Z","fingerprint":"b915815a9d04c3be",
"receivers":[{"name":"none"}],"startsAt":"2026-11-21T13:41:43.782Z","status":{"inhibitedBy":["00ff"],
"silencedBy":["3bf28c8a"],"state":"suppressed"},"updatedAt":"2026-11-21T13:41:43.782Z","generatorURL":"http://p/g",
"labels":{"alertname":"X","i":"1"}})";

inline constexpr const char* kSilence =
    R"({"id":"3bf28c8a","status":{"state":"active"},"updatedAt":"2026-11-21T13:41:44.250Z","comment":"c",
"createdBy":"ann","endsAt":"2027-11-21T13:00:00.000Z","matchers":[
{"isEqual":true,"isRegex":false,"name":"a","value":"x"},{"isEqual":false,"isRegex":true,"name":"b","value":"y|z"},
{"isRegex":true,"name":"c","value":".+"}],"startsAt":"2026-11-21T13:41:44.250Z"})";

inline constexpr const char* kStatus =
    R"({"cluster":{"peers":[{},{}],"status":"ready"},"versionInfo":{"version":"0.25.0"}})";

} // namespace nocturne::alertmanager
