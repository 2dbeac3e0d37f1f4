// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/paste/config_edit.h"

namespace nocturne::paste {

/// A scrape job of another configuration, as it would stand in ours.
struct ScrapeJob
{
    std::string name;
    ConfigItem item; ///< the job as it was written; what `global` says of its times is written into it
    std::vector<std::pair<std::string, std::string>>
        secrets;               ///< names that `item` refers to as keychain:NAME, and the secrets
    std::string obstacle = {}; ///< why it cannot be taken over; empty where it can
    std::string remark = {};   ///< what of it has no effect here; may be empty

    bool operator==(const ScrapeJob&) const = default;
};

struct ScrapeJobs
{
    static constexpr std::size_t kMost = 200;

    std::vector<ScrapeJob> jobs;      ///< in order, the first kMost
    std::vector<std::string> leftOut; ///< other parts of the file, by key: "rule_files", "global.external_labels"

    bool operator==(const ScrapeJobs&) const = default;
};

/// The scrape jobs of a prometheus.yml, each to be taken over on its own. Fails with InvalidInput and the place where
/// the text is no YAML.
Result<ScrapeJobs> scrapeJobsOf(std::string_view text);

} // namespace nocturne::paste
