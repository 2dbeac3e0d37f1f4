// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/promql/ast.h"
#include "service/server/json_writer.h"

namespace nocturne::server {

/// Writes a syntax tree as `parse_query` answers it.
/// Source of the form: Prometheus, web/api/v1/translate_ast.go.
void writeTree(JsonWriter& json, const promql::Expr& expr);

} // namespace nocturne::server
