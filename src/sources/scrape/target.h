// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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

    std::string_view instance() const { return labels.get("instance"); }
};

/// The targets of a job after relabelling; those that relabelling drops are left out. Fails with InvalidInput when an
/// address is no host and port, or two targets come out the same.
Result<std::vector<Target>> makeTargets(const JobOptions& job);
/// The labels, before relabelling, of what relabelling drops.
std::vector<model::LabelSet> droppedTargets(const JobOptions& job);

} // namespace nocturne::scrape
