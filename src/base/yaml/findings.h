// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "base/core/result.h"

namespace nocturne::yaml {

/// One thing to say about a document: an error that keeps it from being used, or a warning.
struct Finding
{
    enum class Severity { Error, Warning };

    Severity severity = Severity::Error;
    Error error; ///< `where` is always set

    bool operator==(const Finding&) const = default;
};

/// "error" or "warning".
std::string_view toString(Finding::Severity severity);

/// Collects what is wrong with one document, so that a person sees it all at once and not one error a run.
///
/// Keeps at most kMax findings; whatever comes after is counted only.
class Findings
{
public:
    static constexpr std::size_t kMax = 100;

    void error(SourcePosition where, std::string message);
    void warning(SourcePosition where, std::string message);
    /// Takes an error over; one without a place gets `fallback`.
    void add(Error error, SourcePosition fallback = {});

    bool hasErrors() const { return m_errors > 0; }
    /// Errors found, including those that were not kept.
    std::size_t errorCount() const { return m_errors; }
    std::size_t dropped() const { return m_dropped; }
    /// In the order of their places; of the same place, in the order they were found.
    std::vector<Finding> sorted() const;
    /// The first error by place, for callers that report one. hasErrors() must hold.
    Error firstError() const;

private:
    void keep(Finding finding);

    std::vector<Finding> m_findings;
    std::size_t m_errors = 0;
    std::size_t m_dropped = 0;
};

} // namespace nocturne::yaml
