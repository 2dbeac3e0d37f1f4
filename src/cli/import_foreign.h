// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "base/yaml/findings.h"

namespace nocturne::cli {

/// What a foreign configuration became.
struct ForeignConfig
{
    std::string text;        ///< a nocturne.yml, each rule's PromQL as a comment; empty with errors
    yaml::Findings findings; ///< warnings name what has no counterpart here, with its place
};

/// Reads `aegis.config.yaml`: sections metrics, dashboard and alerts, by all names of its document. `file` is how the
/// result calls it as a file of rules; `url` where the gateway is, "http://host:4000".
ForeignConfig importAegisConfig(std::string_view text, const std::string& file, const std::string& url);

/// Reads the options of Burstlet's monitoring module, the whole or under the key `monitoring`, in YAML or JSON.
ForeignConfig importBurstletConfig(std::string_view text, const std::string& file, const std::string& url);

} // namespace nocturne::cli
