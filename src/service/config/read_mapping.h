// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "base/yaml/findings.h"
#include "base/yaml/node.h"
#include "sources/mapping/json_mapping.h"

namespace nocturne::config {

/// Reads `mapping` of a stream: what its JSON means. Findings say where and what to write instead; a mapping with
/// errors is of no use.
mapping::JsonMapping readMapping(const yaml::Node& node, yaml::Findings& findings);

/// The same of a text of its own, YAML or JSON: the map, or the map under the key `mapping`.
mapping::JsonMapping readMappingText(std::string_view text, yaml::Findings& findings);

/// A mapping as readMappingText() reads it.
std::string writeMapping(const mapping::JsonMapping& mapping);

} // namespace nocturne::config
