// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/promql/ast.h"

namespace nocturne::promql {

/// Warnings and infos about an evaluation, each said once. May be used from several threads.
///
/// The texts are those of Prometheus, since users and scripts search for them: "PromQL warning: ... (1:7)".
class Annotations
{
public:
    explicit Annotations(std::string_view source)
        : m_source(source)
    {}

    void warn(std::string_view text, SourceRange where) { add(m_warnings, "PromQL warning: ", text, where); }
    void inform(std::string_view text, SourceRange where) { add(m_infos, "PromQL info: ", text, where); }

    std::size_t count() const
    {
        const std::lock_guard lock(m_mutex);
        return m_warnings.size() + m_infos.size();
    }
    std::vector<std::string> warnings() const { return {m_warnings.begin(), m_warnings.end()}; }
    std::vector<std::string> infos() const { return {m_infos.begin(), m_infos.end()}; }

private:
    using Texts = std::set<std::string, std::less<>>;
    void add(Texts& texts, std::string_view kind, std::string_view text, SourceRange where);

    std::string_view m_source;
    mutable std::mutex m_mutex;
    Texts m_warnings;
    Texts m_infos;
};

/// `q` outside 0 to 1, or NaN.
void warnOfInvalidQuantile(Annotations& annotations, double q, SourceRange where);

} // namespace nocturne::promql
