// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/core/io_layer.h"
#include "base/core/result.h"
#include "engine/promql/parser.h"
#include "watch/rules/rule_file.h"
#include "watch/rules/threshold_rule.h"

namespace nocturne::rules {

/// The rule file that belongs to the form: threshold rules are added to it, changed and removed, line by line, so that
/// whatever people wrote into it stays as it is. Nothing is written that readRuleFile() does not read back as meant,
/// and nothing over a file that changed since it was read.
///
/// Reads and writes files, so not for the GUI thread; otherwise any thread. What it borrows outlives it.
class RuleBook
{
public:
    /// One rule of the file.
    struct Entry
    {
        Rule rule;
        std::optional<ThresholdRule> form; ///< absent where the form cannot say what stands there, as it stands there
        bool isRemovable = false;          ///< its lines can be told from the rest

        bool isEditable() const { return form.has_value() && isRemovable; }
    };
    /// The file as it was when it was read.
    struct Edition
    {
        bool exists = false;
        std::string text;
        std::vector<Entry> entries;
    };
    struct Options
    {
        std::size_t maxBytes = 1'000'000;
        promql::ParserOptions parser = {}; ///< parts of PromQL that expressions may use
    };
    /// Puts the groups of the file to work; told after each change.
    using Apply = std::function<Result<void>(std::vector<RuleGroup>)>;

    RuleBook(IoLayer& io, std::string path, Options options, Apply apply);

    const std::string& path() const { return m_path; }
    const promql::ParserOptions& parser() const { return m_options.parser; }
    /// Fails with InvalidInput and the place when the file has errors, and where it cannot be read. A file that is not
    /// there is an empty edition.
    Result<Edition> read() const;
    /// Adds `rule`, or puts it in the place of entry `replaced`.
    ///
    /// Fails with InvalidInput for a rule with faults, a name that another rule has, an entry that is not editable or a
    /// file whose form does not allow it; with Unavailable when the file is no longer as in `edition`, or cannot be
    /// written. Where writing went well and Apply failed, its error is returned and the file stays.
    Result<void> save(const Edition& edition, const ThresholdRule& rule,
                      std::optional<std::size_t> replaced = std::nullopt);
    /// Takes entry `index` out. Fails as save() does.
    Result<void> remove(const Edition& edition, std::size_t index);

private:
    Result<std::string> content(bool& exists) const;
    Result<void> put(const Edition& edition, const std::string& text, const std::vector<std::string>& expected);

    IoLayer& m_io;
    std::string m_path;
    Options m_options;
    Apply m_apply;
    std::mutex m_mutex;
};

} // namespace nocturne::rules
