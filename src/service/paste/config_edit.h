// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/core/result.h"

namespace nocturne::paste {

/// One item that a configuration is to get.
struct ConfigItem
{
    std::vector<std::string> section; ///< the list it belongs to: {"scrape_configs"}, {"datasources", "loki"}
    std::string lines;                ///< block YAML, the first line behind "- ", each ended

    bool operator==(const ConfigItem&) const = default;
};

/// The item as it would stand in a file that has nothing else: with its section before it.
std::string asDocument(const ConfigItem& item);

/// `text`, a configuration, with `item` at the end of its list; every line that was there stays as it was.
///
/// Fails with InvalidInput, and the place in `text` where there is one, when the text is no YAML, when its form does
/// not allow lines to be put in (a list on one line), and when what came out would not read as what was there and one
/// item more, or would be refused as a configuration where `text` is not.
Result<std::string> withItem(std::string_view text, const ConfigItem& item);

} // namespace nocturne::paste
