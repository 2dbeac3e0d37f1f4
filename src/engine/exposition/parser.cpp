// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Both formats line by line; series are in series_scanner.cpp.
//
// Prometheus text, blanks (space, tab) free between tokens:
//   line     = [ comment | metadata | sample ] LF         the last LF may be missing
//   metadata = "#" blank ("HELP" | "TYPE") blank name [ blank text ]
//   sample   = series value [ milliseconds ]
//
// OpenMetrics, one space wherever one is written:
//   metadata = "# " ("HELP" | "TYPE" | "UNIT") " " name " " text LF
//   sample   = series " " value [ " " seconds ] [ " # {" labels "} " value [ " " seconds ] ] LF
//   body     = *( metadata | sample ) "# EOF" [ LF ]
//
// Sources: Prometheus, model/textparse; OpenMetrics 1.0, "ABNF".
#include "engine/exposition/parser.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/core/number.h"
#include "base/core/text.h"
#include "engine/exposition/byte_scan.h"
#include "engine/exposition/numbers.h"
#include "engine/exposition/strict_checker.h"

namespace nocturne::exposition {

namespace {

using model::MetricType;
using scan::isTokenEnd;
using scan::lineFeed;
using scan::view;

std::optional<MetricType> typeFromText(std::string_view text, Format format)
{
    if (text == "counter")
        return MetricType::Counter;
    if (text == "gauge")
        return MetricType::Gauge;
    if (text == "histogram")
        return MetricType::Histogram;
    if (text == "summary")
        return MetricType::Summary;
    if (format == Format::PrometheusText)
        return text == "untyped" ? std::optional(MetricType::Unknown) : std::nullopt;
    if (text == "unknown")
        return MetricType::Unknown;
    if (text == "gaugehistogram")
        return MetricType::GaugeHistogram;
    if (text == "info")
        return MetricType::Info;
    if (text == "stateset")
        return MetricType::StateSet;
    return std::nullopt;
}

std::string typesOf(Format format)
{
    return format == Format::PrometheusText
               ? "counter, gauge, histogram, summary or untyped"
               : "counter, gauge, histogram, gaugehistogram, summary, info, stateset or unknown";
}

constexpr std::string_view kNoBlanks = ": OpenMetrics wants exactly one space between two parts of a line";

} // namespace

Parser::Parser(std::string_view body, ParserOptions options)
    : m_body(body.data() == nullptr ? std::string_view("") : body)
    , m_options(options)
    , m_openMetrics(options.format == Format::OpenMetrics)
    , m_scanner(options.format, options.strict, options.limits)
    , m_p(m_body.data())
    , m_end(m_p + m_body.size())
    , m_entryStart(m_p)
    , m_leadStart(m_p)
{
    if (options.strict)
        m_strict = std::make_unique<StrictChecker>(options.format);
}

Parser::~Parser() = default;
Parser::Parser(Parser&&) noexcept = default;
Parser& Parser::operator=(Parser&&) noexcept = default;

Result<Entry> Parser::next(const Expected& expected)
{
    if (m_error)
        return tl::unexpected(*m_error);
    for (;;) {
        const auto found = step(expected);
        static_assert(static_cast<int>(Step::End) == static_cast<int>(Entry::End));
        const bool fits = static_cast<std::size_t>(m_p - m_entryStart) <= m_options.limits.lineBytes;
        if (found <= Step::End && fits && !m_strict) [[likely]]
            return static_cast<Entry>(found);
        const bool tooLong =
            found != Step::Failed && static_cast<std::size_t>(m_p - m_entryStart) > m_options.limits.lineBytes + 1;
        if (tooLong)
            problem(m_entryStart, "line is longer than " + std::to_string(m_options.limits.lineBytes) + " bytes",
                    Error::Kind::LimitExceeded);
        if (found == Step::Failed || tooLong) {
            const auto& what = m_scanner.problem();
            m_error = errorAt(what.at, what.message, what.kind);
            return tl::unexpected(*m_error);
        }
        if (m_strict) {
            m_error = checkStrictly(found);
            if (m_error)
                return tl::unexpected(*m_error);
        }
        if (found <= Step::End)
            return static_cast<Entry>(found);
    }
}

std::string_view Parser::text()
{
    if (m_textEscaped && m_text.find('\\') != std::string_view::npos) {
        m_textBuffer.clear();
        appendUnescaped(m_textBuffer, m_text, m_openMetrics);
        m_text = m_textBuffer;
    }
    m_textEscaped = false;
    return m_text;
}

void Parser::resume()
{
    if (!m_error)
        return;
    m_error.reset();
    m_scanned = false;
    if (m_ended || m_p == m_end) { // the end itself was wrong, and has been reported
        m_p = m_end;
        m_ended = true;
        return;
    }
    // A line that was read whole and failed a later check has been left already.
    if (m_p == m_entryStart || m_p[-1] != '\n')
        m_p = std::min(lineFeed(m_p, m_end) + 1, m_end);
}

Parser::Step Parser::problem(const char* at, std::string message, Error::Kind kind)
{
    m_scanner.fail(at, std::move(message), kind);
    return Step::Failed;
}

Error Parser::errorAt(const char* at, std::string message, Error::Kind kind) const
{
    constexpr std::ptrdiff_t kBefore = 80;
    const auto where = SourcePosition::at(m_body, offsetOf(at));
    const auto* line = at - (where.column - 1);
    const bool cut = at - line > kBefore;
    const auto shown = view(cut ? at - kBefore : line, lineFeed(at, m_end));
    message += ", in line \"" + std::string(cut ? "…" : "") + printable(shown, 200) + "\"";
    return {kind, std::move(message), where};
}

Parser::Step Parser::step(const Expected& expected)
{
    m_entryStart = m_p;
    return m_openMetrics ? stepOpenMetrics(expected) : stepPrometheus(expected);
}

Parser::Step Parser::stepPrometheus(const Expected& expected)
{
    if (takeExpected(expected))
        return seriesPrometheus(expected.text.size());
    for (;;) {
        m_p = scan::skipBlanks(m_p, m_end);
        if (m_p == m_end) {
            if (m_strict && !m_ended && !m_body.empty() && m_body.back() != '\n') {
                m_ended = true;
                return problem(m_end, "last line is not ended: add a line feed");
            }
            return Step::End;
        }
        if (*m_p != '\n')
            break;
        m_entryStart = ++m_p;
    }
    m_entryStart = m_p;
    return *m_p == '#' ? commentPrometheus() : seriesPrometheus(0);
}

Parser::Step Parser::commentPrometheus()
{
    const char* p = m_p + 1;
    const char* const word = scan::skipBlanks(p, m_end);
    if (word != p && m_end - word > 4 && (word[4] == ' ' || word[4] == '\t')) {
        if (std::memcmp(word, "HELP", 4) == 0)
            return metadata(Keyword::Help, scan::skipBlanks(word + 4, m_end));
        if (std::memcmp(word, "TYPE", 4) == 0)
            return metadata(Keyword::Type, scan::skipBlanks(word + 4, m_end));
    }
    p = lineFeed(word, m_end);
    m_text = view(m_p, p);
    m_textEscaped = false;
    m_p = std::min(p + 1, m_end);
    return Step::Comment;
}

Parser::Step Parser::stepOpenMetrics(const Expected& expected)
{
    if (takeExpected(expected))
        return seriesOpenMetrics(expected.text.size());
    if (m_ended)
        return Step::End;
    if (m_p == m_end)
        return problem(m_p, "body does not end with \"# EOF\": it may be cut short");
    if (*m_p == '\n')
        return problem(m_p, "blank line: OpenMetrics has none");
    if (*m_p != '#')
        return seriesOpenMetrics(0);
    const auto rest = view(m_p, m_end);
    if (rest.starts_with("# HELP "))
        return metadata(Keyword::Help, m_p + 7);
    if (rest.starts_with("# TYPE "))
        return metadata(Keyword::Type, m_p + 7);
    if (rest.starts_with("# UNIT "))
        return metadata(Keyword::Unit, m_p + 7);
    if (rest.starts_with("# EOF")) {
        m_ended = true;
        m_p += rest.starts_with("# EOF\n") ? 6 : 5;
        return m_p == m_end ? Step::End : problem(m_p, "text after \"# EOF\": it must be the last line");
    }
    return problem(m_p, "comments are \"# HELP \", \"# TYPE \", \"# UNIT \" or \"# EOF\" in OpenMetrics");
}

Parser::Step Parser::metadata(Keyword keyword, const char* p)
{
    const char* const begin = p;
    std::string_view name;
    bool nameEscaped = false;
    if (p != m_end && *p == '"') {
        p = m_scanner.scanQuoted(p, m_end, name, nameEscaped);
        if (p == nullptr)
            return Step::Failed;
    } else if (p != m_end && scan::is(*p, scan::kNameStart)) {
        p = scan::nameEnd(scan::behind(m_bareFamily, p, m_end), m_end);
        name = view(begin, p);
    }
    if (name.empty())
        return problem(begin, "expected a metric name after HELP, TYPE or UNIT");
    if (!isTokenEnd(p, m_end) || (m_openMetrics && p != m_end && *p == '\t'))
        return problem(p, "expected a blank after metric name " + quote(name) + ": quote names of other characters");
    if (m_openMetrics && (p == m_end || *p != ' '))
        return problem(p, "expected a space and a text after metric name " + quote(name));
    const char* const textStart = p == m_end || *p == '\n' ? p : p + 1;
    bool high = false;
    const char* const textEnd = scan::lineEnd(textStart, m_end, high);
    if (textEnd == m_end && m_openMetrics)
        return problem(textEnd, "body does not end with \"# EOF\": it may be cut short");
    m_text = view(textStart, textEnd);
    if (high && !isValidUtf8(m_text))
        return problem(textStart, "invalid UTF-8 in the text for " + quote(name));
    m_textEscaped = keyword == Keyword::Help;
    return setFamily(keyword, name, nameEscaped, textStart, textEnd);
}

Parser::Step Parser::setFamily(Keyword keyword, std::string_view name, bool escaped, const char* textStart,
                               const char* textEnd)
{
    if (!scan::equal(name, m_family)) {
        m_family = name;
        m_bareFamily = name.data()[-1] == '"' ? std::string_view() : name;
        m_type = MetricType::Unknown;
        m_familyEscaped = escaped;
        if (escaped) {
            m_familyText.clear();
            appendUnescaped(m_familyText, name);
        }
    }
    leaveFamily();
    if (keyword == Keyword::Type) {
        const auto type = typeFromText(m_text, m_options.format);
        if (!type)
            return problem(textStart, "unknown type " + quote(m_text) + ": write " + typesOf(m_options.format));
        m_type = *type;
    }
    if (keyword == Keyword::Unit && !m_text.empty()) {
        const bool fits =
            name.size() > m_text.size() && name.ends_with(m_text) && name[name.size() - m_text.size() - 1] == '_';
        if (!fits)
            return problem(textStart, "unit " + quote(m_text) + " is not the end of metric name " + quote(name) +
                                          ": name it " + quote(std::string(name) + "_" + std::string(m_text)));
    }
    m_p = std::min(textEnd + 1, m_end);
    switch (keyword) {
    case Keyword::Type:
        return Step::Type;
    case Keyword::Help:
        return Step::Help;
    default:
        return Step::Unit;
    }
}

bool Parser::takeExpected(const Expected& expected)
{
    const auto& text = expected.text;
    const auto& lead = expected.lead;
    if (text.empty() || m_strict)
        return false;
    const auto left = static_cast<std::size_t>(m_end - m_p);
    const bool passesLead = m_leadStart == m_p && left > lead.text.size() + text.size() &&
                            scan::equalBytes(m_p, lead.text.data(), lead.text.size());
    const char* const line = passesLead ? m_p + lead.text.size() : m_p;
    if (!passesLead && left <= text.size())
        return false;
    if (!scan::equalBytes(line, text.data(), text.size()))
        return false;
    const char* const after = line + text.size();
    if (*after != ' ' && (*after != '\t' || m_openMetrics))
        return false;
    if (text.back() != '}') { // the same name may go on with labels
        const char* const next = scan::skipBlanks(after, m_end);
        if (next != m_end && *next == '{')
            return false;
    }
    m_series.matchesLead = passesLead;
    if (passesLead && lead.familySize > 0) {
        m_family = view(m_p + lead.familyStart, m_p + lead.familyStart + lead.familySize);
        m_bareFamily = m_family.data()[-1] == '"' ? std::string_view() : m_family;
        m_type = lead.type;
        m_familyEscaped = lead.familyEscaped;
        if (m_familyEscaped) {
            m_familyText.clear();
            appendUnescaped(m_familyText, m_family);
        }
        leaveFamily();
    }
    m_p = line;
    m_entryStart = line;
    return true;
}

/// Notes what stands between the sample before and the current one.
void Parser::noteLead()
{
    auto& lead = m_series.lead;
    lead.text = view(m_leadStart, m_entryStart);
    lead.familySize = 0;
    if (!lead.text.empty() && m_family.data() >= m_leadStart && m_family.data() < m_entryStart) {
        lead.familyStart = static_cast<std::uint32_t>(m_family.data() - m_leadStart);
        lead.familySize = static_cast<std::uint32_t>(m_family.size());
        lead.familyEscaped = m_familyEscaped;
        lead.type = m_type;
    }
}

/// Reads the series at the cursor, or takes its first bytes for it.
bool Parser::readSeries(std::size_t expectedSize)
{
    m_hasExemplar = false;
    m_series.timestamp.reset();
    m_series.matchesExpected = expectedSize > 0;
    if (expectedSize > 0) {
        m_series.text = view(m_p, m_p + expectedSize);
        m_scanned = false;
        if (!m_series.matchesLead)
            noteLead();
        return true;
    }
    const char* const begin = m_p;
    const char* const after = m_scanned ? m_scanner.scanNextSeries(begin, m_end, m_series.text, m_raw, m_bareFamily)
                                        : m_scanner.scanSeries(begin, m_end, m_raw, m_bareFamily);
    m_scanned = after != nullptr;
    if (after == nullptr)
        return false;
    m_series.text = view(begin, after);
    m_series.matchesLead = false;
    noteLead();
    return true;
}

Parser::Step Parser::seriesPrometheus(std::size_t expectedSize)
{
    if (!readSeries(expectedSize))
        return Step::Failed;
    const char* const seriesEnd = m_series.text.data() + m_series.text.size();
    const char* p = scan::skipBlanks(seriesEnd, m_end);
    if (p == seriesEnd && seriesEnd[-1] != '}' && !isTokenEnd(p, m_end))
        return problem(p, "character " + quote(view(p, p + 1)) + " in a metric name: quote names of other characters");
    p = value(p, m_series.value, "metric");
    if (p == nullptr)
        return Step::Failed;
    p = scan::skipBlanks(p, m_end);
    if (p != m_end && *p != '\n') {
        Timestamp ms = 0;
        const auto [after, error] = std::from_chars(p, m_end, ms);
        if (error != std::errc{} || !isTokenEnd(after, m_end))
            return problem(p, "timestamp is no whole number of milliseconds");
        m_series.timestamp = ms;
        p = scan::skipBlanks(after, m_end);
        if (p != m_end && *p != '\n')
            return problem(p, "text after the timestamp: end the line there");
    }
    m_p = p == m_end ? p : p + 1;
    m_leadStart = m_p;
    return Step::Series;
}

Parser::Step Parser::seriesOpenMetrics(std::size_t expectedSize)
{
    const char* const line = m_p;
    if (!readSeries(expectedSize))
        return Step::Failed;
    const char* p = m_series.text.data() + m_series.text.size();
    if (p == m_end || *p != ' ')
        return problem(p, "expected a space and a value after the metric" + std::string(kNoBlanks));
    p = value(p + 1, m_series.value, "metric");
    if (p == nullptr)
        return Step::Failed;
    if (p != m_end && *p == ' ' && m_end - p > 1 && p[1] != '#') {
        Timestamp ms = 0;
        p = secondsToken(p + 1, ms);
        if (p == nullptr)
            return Step::Failed;
        m_series.timestamp = ms;
    }
    if (p != m_end && *p == ' ') {
        p = exemplarTail(p);
        if (p == nullptr)
            return Step::Failed;
    }
    if (p == m_end)
        return problem(p, "body does not end with \"# EOF\": it may be cut short");
    if (*p != '\n')
        return problem(p, "text after the sample" + std::string(kNoBlanks));
    m_p = p + 1;
    m_leadStart = m_p;
    return takeCreated(line);
}

const char* Parser::value(const char* p, double& out, std::string_view after)
{
    if (const char* stop = readShortDecimal(p, m_end, out); stop != nullptr && isTokenEnd(stop, m_end)) [[likely]]
        return stop;
    const char* stop = p;
    while (!isTokenEnd(stop, m_end))
        ++stop;
    const auto text = view(p, stop);
    if (text.empty())
        return m_scanner.fail(p, "expected a value after the " + std::string(after));
    const auto number = parseNumber(text);
    if (number) {
        out = *number;
        return stop;
    }
    if (text.back() == '\r')
        return m_scanner.fail(stop - 1, "carriage return at the end of the line: end lines with a line feed alone");
    return m_scanner.fail(p, "value " + quote(text) +
                                 " is no number, or too large for a double: write a decimal, NaN, +Inf or -Inf");
}

const char* Parser::secondsToken(const char* p, Timestamp& out)
{
    const char* stop = p;
    while (!isTokenEnd(stop, m_end))
        ++stop;
    const auto ms = readSeconds(view(p, stop));
    if (!ms)
        return m_scanner.fail(p, "timestamp " + quote(view(p, stop)) + " is no finite number of seconds");
    out = *ms;
    return stop;
}

const char* Parser::exemplarTail(const char* p)
{
    const char* const begin = p;
    if (!view(p, m_end).starts_with(" # {"))
        return m_scanner.fail(p, "expected an exemplar: write \" # {label=value} value\"");
    p = m_scanner.scanExemplarLabels(p + 4, m_end, m_exemplarLabels);
    if (p == nullptr)
        return nullptr;
    if (p == m_end || *p != ' ')
        return m_scanner.fail(p, "expected a space and a value after the exemplar's labels");
    p = value(p + 1, m_exemplarValue, "exemplar's labels");
    if (p == nullptr)
        return nullptr;
    m_exemplarTimestamp.reset();
    if (p != m_end && *p == ' ') {
        Timestamp ms = 0;
        p = secondsToken(p + 1, ms);
        if (p == nullptr)
            return nullptr;
        m_exemplarTimestamp = ms;
    }
    m_hasExemplar = true;
    m_exemplarText = view(begin, p);
    return p;
}

} // namespace nocturne::exposition
