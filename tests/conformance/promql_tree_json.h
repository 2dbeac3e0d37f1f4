// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QJsonValue>

#include "engine/promql/ast.h"

namespace nocturne::test {

/// A syntax tree in the notation of the conformance data. Fields at their zero value may be there.
QJsonValue toJson(const promql::Expr* expr);

/// `tree` without fields at their zero value, so that two trees can be compared.
QJsonValue withoutZeros(const QJsonValue& tree);

/// Text as JSON: a string, or {"base64": ...} where it is not UTF-8.
QJsonValue textToJson(const std::string& text);
std::string textFromJson(const QJsonValue& value);

/// A number as JSON, "+Inf", "-Inf", "NaN" where it has none.
QJsonValue numberToJson(double value);

} // namespace nocturne::test
