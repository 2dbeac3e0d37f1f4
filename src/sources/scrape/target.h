// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <vector>

#include "base/core/result.h"
#include "engine/model/label_set.h"
#include "sources/scrape/job_options.h"

namespace nocturne::scrape {

/// One thing to scrape: where it is and the labels its series get.
struct Target
{
    std::string url;
    model::LabelSet labels;     ///< with job and instance
    model::LabelSet discovered; ///< before relabelling
    std::chrono::milliseconds interval{15'000};
    std::chrono::milliseconds timeout{10'000};

    std::string_view instance() const { return labels.get("instance"); }
};

/// What becomes of the addresses of a job.
struct TargetList
{
    std::vector<Target> targets;
    std::vector<model::LabelSet> dropped; ///< by relabelling: the labels before it
    std::vector<Error> refused;           ///< no address, no interval, or a second target with the same labels
};

/// The targets of `groups` under the rules of `job`. A target that is impossible is refused, the others stand.
/// Source: Prometheus, scrape/target.go, PopulateLabels.
TargetList makeTargetList(const JobOptions& job, std::span<const TargetGroup> groups);

/// The targets of the job's own groups. Fails with InvalidInput where one of them is refused.
Result<std::vector<Target>> makeTargets(const JobOptions& job);

} // namespace nocturne::scrape
