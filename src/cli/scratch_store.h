// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string_view>

#include "base/core/clock.h"
#include "base/core/result.h"
#include "cli/test_promql.h"
#include "engine/tsdb/head.h"

namespace nocturne::cli {

/// A store of its own for one command, which lasts as long as the command and takes samples of any time.
class ScratchStore final : public ScriptStore
{
public:
    ScratchStore();
    ~ScratchStore() override;

    Result<void> add(const model::LabelSet& labels, const ScriptSamples& samples) override;
    const storage::Queryable& queryable() const override { return m_head; }
    storage::Appendable& appendable() { return m_head; }

    /// Adds every sample of an OpenMetrics text; those without a time are at `now`. Fails with the place of a fault.
    Result<void> addOpenMetrics(std::string_view text, Timestamp now);
    /// Times of the oldest and the newest sample added from text; 0 where there is none.
    Timestamp oldest() const { return m_oldest; }
    Timestamp newest() const { return m_newest; }

private:
    class OpenClock;
    std::unique_ptr<OpenClock> m_clock;
    tsdb::Head m_head;
    Timestamp m_oldest = 0;
    Timestamp m_newest = 0;
};

} // namespace nocturne::cli
