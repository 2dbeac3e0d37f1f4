// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/core/result.h"
#include "engine/model/label_set.h"

namespace nocturne::rules {

/// What a template may speak of: one label set of a result and its value, and the labels of this Nocturne.
struct TemplateData
{
    model::LabelSet labels;
    double value = 0;
    model::LabelSet externalLabels = {};
};

/// The text of a label or an annotation with `{{ ... }}` in it.
///
/// Understood so far of Go's template language as Prometheus uses it: `$value`, `.Value`, `$labels.name`,
/// `.Labels.name`, `$externalLabels.name`, `.ExternalLabels.name`, quoted strings, trim marks `{{-` and `-}}`,
/// comments, and pipelines of humanize, humanize1024, humanizeDuration, humanizePercentage, humanizeTimestamp, toUpper,
/// toLower, title and `printf "%.2f"` (verbs f, g, e, d, s, v with width and precision). Anything else is refused by
/// parse() with its place. Immutable; any thread.
class Template
{
public:
    /// Fails with InvalidInput and the place within `text`.
    static Result<Template> parse(std::string_view text);

    /// Output is cut at 64 KiB. A label that is not there is the empty text.
    std::string render(const TemplateData& data) const;
    const std::string& source() const { return m_source; }

private:
    struct Value
    {};
    struct LabelValue
    {
        std::string name;
        bool isExternal = false;
    };
    struct Function
    {
        std::string name;
        std::string format; // of printf
    };
    using Operand = std::variant<Value, LabelValue, std::string>;
    struct Piece
    {
        Operand operand; // plain text is a string without functions
        std::vector<Function> functions;
    };
    class Reader;

    std::string m_source;
    std::vector<Piece> m_pieces;
};

/// Four significant digits with an SI prefix: 1234567 is "1.235M". Source: Prometheus, template/template.go.
std::string humanize(double value);
/// The same with binary prefixes: 1048576 is "1Mi".
std::string humanize1024(double value);
/// Seconds in words: 3661 is "1h 1m 1s", 0.1 is "100ms".
std::string humanizeDuration(double seconds);
/// 0.1234 is "12.34%".
std::string humanizePercentage(double ratio);
/// Unix time in seconds as UTC: "2015-05-19 18:50:04 +0000 UTC".
std::string humanizeTimestamp(double seconds);
/// A number as Go's %v prints a float64: 0.25, 1e+06, NaN, +Inf.
std::string goNumber(double value);

} // namespace nocturne::rules
