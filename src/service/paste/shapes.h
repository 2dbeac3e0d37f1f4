// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "base/yaml/findings.h"
#include "service/paste/recognise.h"

/// The shapes that texts have. Each function adds a reading, or a refusal where the text looks like its shape and is
/// not, or nothing. Texts are trimmed, not empty and valid UTF-8. Private to this room.
namespace nocturne::paste {

void readCurl(std::string_view text, Recognition& out);
void readAddress(std::string_view text, Recognition& out);
void readTrace(std::string_view text, Recognition& out);
void readJsonDocument(std::string_view text, Recognition& out);
void readYamlDocument(std::string_view text, const RecogniseOptions& options, Recognition& out);
void readHealthText(std::string_view text, Recognition& out);
void readExposition(std::string_view text, Recognition& out);
void readExpression(std::string_view text, const RecogniseOptions& options, Recognition& out);
void readLogLines(std::string_view text, Recognition& out);

/// One bounded line, fit to be shown.
std::string shown(std::string_view text, std::size_t most = 300);
void addRow(Reading& reading, Row row);
void addFault(Reading& reading, Error error);
/// The errors among `findings`; their warnings are not faults.
void addFaults(Reading& reading, const std::vector<yaml::Finding>& findings);

} // namespace nocturne::paste
