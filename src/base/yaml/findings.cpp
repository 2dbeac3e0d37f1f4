// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/yaml/findings.h"

#include <algorithm>
#include <cassert>
#include <tuple>

namespace nocturne::yaml {

std::string_view toString(Finding::Severity severity)
{
    return severity == Finding::Severity::Error ? "error" : "warning";
}

void Findings::error(SourcePosition where, std::string message)
{
    keep({Finding::Severity::Error, {Error::Kind::InvalidInput, std::move(message), where}});
}

void Findings::warning(SourcePosition where, std::string message)
{
    keep({Finding::Severity::Warning, {Error::Kind::InvalidInput, std::move(message), where}});
}

void Findings::add(Error error, SourcePosition fallback)
{
    if (!error.where)
        error.where = fallback;
    keep({Finding::Severity::Error, std::move(error)});
}

std::vector<Finding> Findings::sorted() const
{
    auto ordered = m_findings;
    std::ranges::stable_sort(ordered, {}, [](const Finding& finding) {
        return std::tuple(finding.error.where->line, finding.error.where->column);
    });
    return ordered;
}

Error Findings::firstError() const
{
    const auto ordered = sorted();
    const auto first = std::ranges::find(ordered, Finding::Severity::Error, &Finding::severity);
    assert(first != ordered.end() && "asked for an error where there is none");
    return first->error;
}

void Findings::keep(Finding finding)
{
    const bool isError = finding.severity == Finding::Severity::Error;
    m_errors += isError ? 1 : 0;
    if (m_findings.size() < kMax) {
        m_findings.push_back(std::move(finding));
        return;
    }
    ++m_dropped;
    // The first error must not be lost behind a hundred warnings.
    if (isError && m_errors == 1)
        m_findings.back() = std::move(finding);
}

} // namespace nocturne::yaml
