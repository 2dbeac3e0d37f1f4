// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/result.h"
#include "engine/model/label_set.h"
#include "engine/model/sample.h"
#include "engine/promql/features.h"
#include "engine/storage/queryable.h"

namespace nocturne::cli {

/// What a script loads into one series, each list in time order.
struct ScriptSamples
{
    std::vector<model::Sample> floats;
    std::vector<model::HistogramSample> histograms = {};
    std::vector<model::StartTime> startTimes = {};
};

/// Where a script loads its series: a store that takes samples in any order.
class ScriptStore
{
public:
    virtual ~ScriptStore() = default;

    virtual Result<void> add(const model::LabelSet& labels, const ScriptSamples& samples) = 0;
    virtual const storage::Queryable& queryable() const = 0;
};

struct PromqlScriptOptions
{
    /// Makes an empty store: at the start and for each `clear`.
    std::function<std::unique_ptr<ScriptStore>()> makeStore;
    /// Evaluate each instant query also under @ and as the middle of a range query, as upstream's runner does.
    bool repeatInstants = true;
    /// All of PromQL, as upstream's runner has it.
    promql::Features features = promql::Features::forScripts();
};

/// What became of the cases of one script.
struct TestReport
{
    struct Failure
    {
        int line = 0;        ///< of the command in the script, from 1
        std::string query;   ///< empty when the script itself is at fault
        std::string message; ///< one sentence
    };

    std::string name;
    std::size_t passed = 0;
    std::vector<Failure> failures;
    bool isBroken = false; ///< the script could not be read to its end; the last failure says why

    /// `name:12: query: message` a line for each failure, then `name: N passed, N failed`.
    std::string text() const;
};

/// Runs a script in the notation of Prometheus' engine tests: `clear`, `load`, `eval instant`, `eval range`.
/// One `eval` is one case. A mistake in the script ends the run and is a failure.
TestReport runPromqlScript(std::string_view text, std::string name, const PromqlScriptOptions& options);

} // namespace nocturne::cli
