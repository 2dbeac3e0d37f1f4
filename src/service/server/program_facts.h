// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/core/clock.h"
#include "engine/model/label_set.h"
#include "engine/model/metadata.h"

namespace nocturne::server {

/// What a target said of one of its metrics.
struct TargetMetadataFacts
{
    model::LabelSet target;
    std::string metric;
    model::Metadata metadata;
};

/// How the program runs.
struct RuntimeFacts
{
    Timestamp startTime = 0;
    std::string workingFolder;
    bool reloadSucceeded = true;
    Timestamp lastConfigTime = 0; ///< of the last configuration that was taken
    std::string retention;        ///< "30d", or "30d or 10GiB"
    double exemplars = 0;
};

/// What the program tells of its configuration and its start. Asked on the thread of the server. Whoever has nothing
/// to say of these leaves them as they are.
class ProgramFacts
{
public:
    virtual ~ProgramFacts() = default;

    /// The configuration in force with all defaults, as YAML without secrets.
    virtual std::string configText() const { return {}; }
    /// The switches it was started with, by name without dashes; secrets are not given as switches.
    virtual std::map<std::string, std::string> flags() const { return {}; }
    virtual RuntimeFacts runtime() const { return {}; }
    /// Of the metric `metric` alone where it is not empty.
    virtual std::vector<TargetMetadataFacts> targetMetadata(const std::string& metric) const
    {
        (void)metric;
        return {};
    }
    /// How many targets of each job relabelling dropped, also where not all of them are kept.
    virtual std::map<std::string, std::size_t> droppedTargetCounts() const { return {}; }
    /// URLs of the Alertmanagers that alerts go to.
    virtual std::vector<std::string> alertmanagers() const { return {}; }
};

} // namespace nocturne::server
