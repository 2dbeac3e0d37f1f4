// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "cli/test_promql.h"

namespace nocturne::cli {

/// `nocturnectl test templates FILE.jsonl`: expands templates and compares with what is expected.
///
/// One JSON object a line: `template`, `html`, `input` (the dot: `type`, a name of Go, and `value`, or type `sample`
/// with `value` or `histogram`), `options` (`missingkey=error`), `query_result` (what `query` gives), and `output` or
/// `error`, whose wording is free. The external URL is http://testhost:9090/path/prefix, the time 1353755652 s.
TestReport runTemplateCases(std::string_view lines, std::string name);

} // namespace nocturne::cli
