// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A script is one command after the other: `clear`; `load <step>` with a series a line; `eval instant at <time>
// <query>` or `eval range from <start> to <end> step <step> <query>` with expectations a line. Blocks end at an empty
// line; a line that begins with # is one.
#include "cli/promql_script.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include <re2/re2.h>

#include "base/core/duration.h"
#include "base/core/text.h"
#include "engine/promql/lexer.h"
#include "engine/promql/number_literal.h"
#include "engine/promql/string_literal.h"

namespace nocturne::cli {

namespace {

using promql::SeriesLine;

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

/// Takes a word and the blanks behind it off the front.
std::string_view takeWord(std::string_view& text)
{
    const auto end = std::min(text.find_first_of(" \t"), text.size());
    const auto word = text.substr(0, end);
    text = trimmed(text.substr(end));
    return word;
}

/// Takes `prefix` and the blanks behind it off the front.
bool take(std::string_view& text, std::string_view prefix)
{
    if (!text.starts_with(prefix)) {
        return false;
    }
    text = trimmed(text.substr(prefix.size()));
    return true;
}

std::optional<double> parseScalar(std::string_view text)
{
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) {
        text.remove_prefix(1);
    }
    const auto number = promql::parseNumberLiteral(text);
    return number && negative ? -*number : number;
}

/// A line `series@st offsets`.
struct StartTimesLine
{
    std::string_view labels;
    std::string_view offsets;
};

/// Nothing for any other line.
std::optional<StartTimesLine> splitStartTimes(std::string_view line)
{
    auto end = std::min(line.find_first_of("{@ \t"), line.size());
    if (end < line.size() && line[end] == '{') {
        char quote = 0;
        for (++end; end < line.size() && (quote != 0 || line[end] != '}'); ++end) {
            const char c = line[end];
            if (quote != 0) {
                end += c == '\\' && quote != '`' ? 1 : 0;
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'' || c == '`') {
                quote = c;
            }
        }
        ++end;
    }
    const auto rest = line.substr(std::min(end, line.size()));
    if (!rest.starts_with("@st ") && !rest.starts_with("@st\t")) {
        return std::nullopt;
    }
    return StartTimesLine{line.substr(0, end), trimmed(rest.substr(3))};
}

/// A duration with a sign, taken off the front.
std::optional<std::int64_t> takeSignedDuration(std::string_view& text)
{
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) {
        text.remove_prefix(1);
    }
    const auto end = std::min(text.find_first_of("+-x"), text.size());
    const auto duration = parseDuration(text.substr(0, end));
    if (!duration) {
        return std::nullopt;
    }
    text.remove_prefix(end);
    return negative ? -duration->count() : duration->count();
}

using StartOffsets = std::vector<std::optional<std::int64_t>>;

/// `_`, `_xN`, `dur`, `durxN`, `dur+durxN` and `dur-durxN`.
bool addStartOffsets(std::string_view word, StartOffsets& offsets)
{
    const bool none = word.starts_with('_');
    std::optional<std::int64_t> value = 0;
    std::int64_t step = 0;
    if (none) {
        word.remove_prefix(1);
    } else {
        value = takeSignedDuration(word);
        if (value && !word.empty() && word.front() != 'x') {
            const auto taken = takeSignedDuration(word);
            step = taken.value_or(0);
            if (!taken || word.empty()) {
                return false;
            }
        }
    }
    std::uint64_t count = 0;
    if (!word.empty()) {
        const auto [end, error] = std::from_chars(word.data() + 1, word.data() + word.size(), count);
        if (word.front() != 'x' || error != std::errc{} || end != word.data() + word.size()) {
            return false;
        }
        count -= none ? 1 : 0;
    }
    if (!value || offsets.size() + count >= promql::kMaxSeriesValues || (none && count == UINT64_MAX)) {
        return false;
    }
    for (std::uint64_t i = 0; i <= count; ++i) {
        offsets.push_back(none ? std::nullopt : std::optional(*value + step * static_cast<std::int64_t>(i)));
    }
    return true;
}

Result<StartOffsets> parseStartOffsets(std::string_view text)
{
    StartOffsets offsets;
    while (!text.empty()) {
        const auto word = takeWord(text);
        if (!addStartOffsets(word, offsets)) {
            return fail(Error::Kind::InvalidInput, "bad start time \"" + printable(word) + "\"");
        }
    }
    return offsets;
}

class ScriptReader
{
public:
    explicit ScriptReader(std::string_view text)
    {
        while (!text.empty()) {
            const auto end = std::min(text.find('\n'), text.size());
            const auto line = trimmed(text.substr(0, end));
            m_lines.push_back(line.starts_with('#') ? std::string_view() : line);
            text.remove_prefix(std::min(end + 1, text.size()));
        }
    }

    Result<std::vector<ScriptCommand>> read()
    {
        std::vector<ScriptCommand> commands;
        for (; m_next < m_lines.size(); ++m_next) {
            if (m_lines[m_next].empty()) {
                continue;
            }
            auto command = readCommand();
            if (!command) {
                return tl::unexpected(std::move(command).error());
            }
            commands.push_back(std::move(*command));
        }
        return commands;
    }

private:
    tl::unexpected<Error> failHere(std::string message) const
    {
        return fail(Error::Kind::InvalidInput, std::move(message), SourcePosition{static_cast<int>(m_next) + 1, 1});
    }
    Error placed(Error error) const
    {
        error.where = SourcePosition{static_cast<int>(m_next) + 1, error.where ? error.where->column : 1};
        return error;
    }
    bool advance() { return ++m_next < m_lines.size() && !m_lines[m_next].empty(); }

    Result<ScriptCommand> readCommand()
    {
        auto rest = m_lines[m_next];
        const auto command = takeWord(rest);
        if (command == "clear" && rest.empty()) {
            return ClearCommand{};
        }
        if (command == "load" || command == "load_with_nhcb") {
            return readLoad(rest, command == "load_with_nhcb");
        }
        if (command == "eval" || command.starts_with("eval_")) {
            return readEval(command.substr(std::min<std::size_t>(5, command.size())), rest);
        }
        return failHere("unknown command \"" + printable(m_lines[m_next]) + "\"");
    }

    Result<std::int64_t> readDuration(std::string_view text) const
    {
        const auto duration = parseDuration(text);
        if (!duration) {
            return tl::unexpected(placed(duration.error().within("bad time \"" + printable(text) + "\"")));
        }
        return duration->count();
    }

    Result<SeriesLine> readSeries() const
    {
        auto series = promql::parseSeries(m_lines[m_next]);
        if (!series) {
            return tl::unexpected(placed(std::move(series).error()));
        }
        return series;
    }

    Result<ScriptCommand> readLoad(std::string_view step, bool makesHistograms)
    {
        LoadCommand load;
        load.line = static_cast<int>(m_next) + 1;
        load.makesHistograms = makesHistograms;
        const auto stepMs = readDuration(step);
        if (!stepMs) {
            return tl::unexpected(stepMs.error());
        }
        load.stepMs = *stepMs;
        std::optional<StartTimesLine> starts; // of the line below
        while (advance()) {
            const bool isFree = !starts;
            if (isFree && (starts = splitStartTimes(m_lines[m_next]))) {
                continue;
            }
            auto series = readLoadedSeries(starts);
            if (!series) {
                return tl::unexpected(std::move(series).error());
            }
            starts.reset();
            std::erase_if(load.series, [&](const LoadedSeries& known) { return known.labels == series->labels; });
            load.series.push_back(std::move(*series));
        }
        return starts ? Result<ScriptCommand>(failHere("start times stand above the line of their series")) : load;
    }

    Result<LoadedSeries> readLoadedSeries(const std::optional<StartTimesLine>& starts) const
    {
        auto series = readSeries();
        if (!series) {
            return tl::unexpected(std::move(series).error());
        }
        LoadedSeries loaded{std::move(series->labels), std::move(series->values)};
        if (!starts) {
            return loaded;
        }
        const auto labels = promql::parseSeriesLabels(starts->labels);
        if (!labels || !(*labels == loaded.labels)) {
            return failHere("start times stand above the line of their series");
        }
        auto offsets = parseStartOffsets(starts->offsets);
        if (!offsets) {
            return tl::unexpected(placed(std::move(offsets).error()));
        }
        loaded.starts = std::move(*offsets);
        if (loaded.starts.size() != loaded.values.size()) {
            return failHere("there are " + std::to_string(loaded.starts.size()) + " start times for " +
                            std::to_string(loaded.values.size()) + " values");
        }
        return loaded;
    }

    Result<ScriptCommand> readEval(std::string_view flavour, std::string_view rest)
    {
        EvalCommand eval;
        m_hasExpectFail = false;
        eval.line = static_cast<int>(m_next) + 1;
        if (flavour == "fail") {
            eval.failure = TextPattern();
        } else if (flavour == "warn") {
            eval.warnings.wanted.emplace_back();
        } else if (flavour == "info") {
            eval.infos.wanted.emplace_back();
        } else if (flavour == "ordered") {
            eval.ordered = true;
        } else if (!flavour.empty()) {
            return failHere("unknown command \"eval_" + printable(flavour) + "\"");
        }
        const auto kind = takeWord(rest);
        auto times = kind == "instant" ? readInstant(eval, rest)
                     : kind == "range" ? readRange(eval, rest)
                                       : Result<void>(failHere("expected \"instant\" or \"range\""));
        if (!times) {
            return tl::unexpected(std::move(times).error());
        }
        while (advance()) {
            const auto line = m_lines[m_next];
            if (const auto number = parseScalar(line)) {
                eval.scalar = number;
                break;
            }
            if (auto read = readExpectation(eval, line); !read) {
                return tl::unexpected(std::move(read).error());
            }
        }
        if (eval.warnings.none && !eval.warnings.wanted.empty()) {
            return failHere("\"expect warn\" and \"expect no_warn\" exclude each other");
        }
        if (eval.infos.none && !eval.infos.wanted.empty()) {
            return failHere("\"expect info\" and \"expect no_info\" exclude each other");
        }
        if (eval.ordered && eval.stepMs > 0) {
            return failHere("\"expect ordered\" is for instant queries only");
        }
        return checked(std::move(eval));
    }

    Result<ScriptCommand> checked(EvalCommand eval) const
    {
        const auto steps = eval.stepMs > 0 ? (eval.end - eval.start) / eval.stepMs + 1 : 1;
        for (const auto& series : eval.series) {
            if (!eval.rangeVector && series.values.size() > static_cast<std::size_t>(steps)) {
                return failHere("expected more values of " + series.labels.toString() + " than there are steps");
            }
            const auto same = std::count_if(eval.series.begin(), eval.series.end(),
                                            [&](const auto& other) { return other.labels == series.labels; });
            if (same > 1) {
                return failHere("series " + series.labels.toString() + " is expected twice");
            }
        }
        return eval;
    }

    Result<void> readInstant(EvalCommand& eval, std::string_view rest)
    {
        if (!take(rest, "at ")) {
            return failHere("expected \"at\" and a time");
        }
        const auto at = readDuration(takeWord(rest));
        if (!at) {
            return tl::unexpected(at.error());
        }
        eval.start = eval.end = *at;
        eval.query = rest;
        return rest.empty() ? Result<void>(failHere("expected a query")) : Result<void>();
    }

    Result<void> readTimes(std::string_view& rest, Timestamp& start, Timestamp& end, std::int64_t& stepMs)
    {
        const std::pair<std::string_view, std::int64_t*> parts[] = {
            {"from ", &start}, {"to ", &end}, {"step ", &stepMs}};
        for (const auto& [word, value] : parts) {
            if (!take(rest, word)) {
                return failHere("expected \"" + std::string(trimmed(word)) + "\" and a time");
            }
            const auto read = readDuration(takeWord(rest));
            if (!read) {
                return tl::unexpected(read.error());
            }
            *value = *read;
        }
        if (end < start) {
            return failHere("the end lies before the start");
        }
        return stepMs > 0 ? Result<void>() : failHere("the step must be over 0");
    }

    Result<void> readRange(EvalCommand& eval, std::string_view rest)
    {
        auto times = readTimes(rest, eval.start, eval.end, eval.stepMs);
        if (times && rest.empty()) {
            return failHere("expected a query");
        }
        eval.query = rest;
        return times;
    }

    Result<void> readExpectation(EvalCommand& eval, std::string_view line)
    {
        if (take(line, "expect ")) {
            return readExpect(eval, line);
        }
        const bool isExact = take(line, "expected_fail_message ");
        if (isExact || take(line, "expected_fail_regexp ")) {
            if (!eval.failure) {
                return failHere("a failure text needs eval_fail");
            }
            return setPattern(*eval.failure, isExact ? TextPattern::Kind::Exact : TextPattern::Kind::Regex, line);
        }
        auto series = readSeries();
        if (!series) {
            return tl::unexpected(std::move(series).error());
        }
        if (eval.stepMs == 0 && !eval.rangeVector && series->values.size() != 1) {
            return failHere("an instant query has one value for each series");
        }
        eval.series.push_back(std::move(*series));
        return {};
    }

    Result<void> readExpect(EvalCommand& eval, std::string_view rest)
    {
        const auto what = takeWord(rest);
        if (what == "ordered" && rest.empty()) {
            eval.ordered = true;
        } else if (what == "no_warn" && rest.empty()) {
            eval.warnings.none = true;
        } else if (what == "no_info" && rest.empty()) {
            eval.infos.none = true;
        } else if (what == "warn") {
            return readPattern(eval.warnings.wanted.emplace_back(), rest);
        } else if (what == "info") {
            return readPattern(eval.infos.wanted.emplace_back(), rest);
        } else if (what == "fail") {
            if (std::exchange(m_hasExpectFail, true)) {
                return failHere("at most one \"expect fail\" is allowed");
            }
            return readPattern(eval.failure.emplace(), rest);
        } else if (what == "string") {
            return readString(eval, rest);
        } else if (what == "range" && take(rest, "vector ")) {
            Timestamp end = 0;
            eval.rangeVector.emplace();
            return eval.stepMs == 0 ? readTimes(rest, eval.rangeVector->start, end, eval.rangeVector->stepMs)
                                    : failHere("a range vector is the result of an instant query");
        } else {
            return failHere("unknown expectation \"" + printable(m_lines[m_next]) + "\"");
        }
        return {};
    }

    Result<void> readString(EvalCommand& eval, std::string_view rest)
    {
        const auto tokens = promql::tokenize(rest);
        if (tokens.size() != 2 || tokens[0].kind != promql::TokenKind::String) {
            return failHere("expected a string in quotes");
        }
        eval.string = promql::unquote(rest);
        return {};
    }

    Result<void> readPattern(TextPattern& pattern, std::string_view rest)
    {
        if (rest.empty()) {
            return {};
        }
        if (take(rest, "msg:")) {
            return setPattern(pattern, TextPattern::Kind::Exact, rest);
        }
        if (take(rest, "regex:")) {
            return setPattern(pattern, TextPattern::Kind::Regex, rest);
        }
        return failHere("expected \"msg:\" or \"regex:\"");
    }

    Result<void> setPattern(TextPattern& pattern, TextPattern::Kind kind, std::string_view text)
    {
        pattern = {kind, std::string(text)};
        if (kind == TextPattern::Kind::Regex && !RE2(pattern.text, RE2::Quiet).ok()) {
            return failHere("bad regular expression \"" + printable(text) + "\"");
        }
        return {};
    }

    std::vector<std::string_view> m_lines;
    std::size_t m_next = 0;
    bool m_hasExpectFail = false; // in the command being read
};

} // namespace

bool TextPattern::matches(const std::string& candidate) const
{
    switch (kind) {
    case Kind::Any:
        return true;
    case Kind::Exact:
        return candidate == text;
    case Kind::Regex:
        return RE2::PartialMatch(candidate, RE2(text, RE2::Quiet));
    }
    return false;
}

Result<std::vector<ScriptCommand>> parsePromqlScript(std::string_view text) { return ScriptReader(text).read(); }

} // namespace nocturne::cli
