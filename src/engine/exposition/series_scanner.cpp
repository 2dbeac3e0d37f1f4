// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The part of both formats that names a series:
//
//   series   = name [ "{" [ labels ] "}" ] | "{" pieces "}"
//   pieces   = piece *( "," piece ) [ "," ]          exactly one piece is a quoted metric name
//   piece    = label | quoted
//   label    = ( labelname | quoted ) "=" quoted
//   quoted   = '"' *( any byte but quote, backslash | backslash any ) '"'
//
// Prometheus text allows blanks between all tokens, line feeds within quotes and forgets commas; OpenMetrics allows
// none. Sources: Prometheus, model/textparse/promlex.l and openmetricslex.l; OpenMetrics 1.0, "ABNF".
#include "engine/exposition/series_scanner.h"

#include "base/core/text.h"
#include "engine/exposition/byte_scan.h"

namespace nocturne::exposition {

using scan::view;

namespace {

/// What stands at `p`, for a message.
std::string found(const char* p, const char* end)
{
    if (p == end)
        return "the end of input";
    if (*p == '\n')
        return "the end of the line";
    if (*p == '\r')
        return "a carriage return: end lines with a line feed alone";
    return quote(view(p, p + 1));
}

} // namespace

const char* SeriesScanner::fail(const char* at, std::string message, Error::Kind kind)
{
    m_problem = {at, std::move(message), kind};
    return nullptr;
}

const char* SeriesScanner::skipBlanks(const char* p, const char* end) const
{
    return m_openMetrics ? p : scan::skipBlanks(p, end);
}

const char* SeriesScanner::scanSeries(const char* p, const char* end, RawSeries& out, std::string_view family)
{
    out.clear();
    m_begin = p;
    const char* const begin = p;
    if (*p == '{') {
        p = scanBraces(p + 1, end, out, Braces::Series);
        if (p != nullptr && out.name.data() == nullptr)
            return fail(begin, "metric name missing: write it before the braces, or quoted as the first thing in them");
        return p;
    }
    if (!scan::is(*p, scan::kNameStart)) {
        if (view(p, end).starts_with("\xEF\xBB\xBF"))
            return fail(p, "byte order mark: send UTF-8 without it");
        return fail(p, "expected a metric name, found " + found(p, end));
    }
    p = scan::nameEnd(scan::behind(family, p, end), end);
    out.name = view(begin, p);
    if (out.name.size() > m_limits.labelNameBytes)
        return fail(begin,
                    "metric name " + quote(out.name) + " is longer than " + std::to_string(m_limits.labelNameBytes) +
                        " bytes",
                    Error::Kind::LimitExceeded);
    const char* const brace = skipBlanks(p, end);
    if (brace != end && *brace == '{')
        return scanBraces(brace + 1, end, out, Braces::Series);
    return p;
}

const char* SeriesScanner::scanNextSeries(const char* p, const char* end, std::string_view previous, RawSeries& out,
                                          std::string_view family)
{
    const auto nameSize = out.name.size();
    const bool bare = out.name.data() == previous.data(); // not quoted within the braces
    const auto shared = bare ? scan::commonPrefix(previous.data(), p, end, previous.size()) : 0;
    if (shared <= nameSize || previous[nameSize] != '{')
        return scanSeries(p, end, out, family);
    m_begin = p;
    std::size_t kept = 0;
    const auto sharesLabel = [&](const RawLabel& label) { return label.end < shared && previous[label.end] == ','; };
    while (kept < out.labels.size() && sharesLabel(out.labels[kept]))
        ++kept;
    out.name = view(p, p + nameSize);
    const auto from = kept == 0 ? nameSize : out.labels[kept - 1].end;
    out.labels.resize(kept);
    return scanBraces(p + from + 1, end, out, Braces::Series, kept > 0);
}

const char* SeriesScanner::scanExemplarLabels(const char* p, const char* end, RawSeries& out)
{
    out.clear();
    m_begin = p;
    return scanBraces(p, end, out, Braces::Exemplar);
}

const char* SeriesScanner::scanBraces(const char* p, const char* end, RawSeries& out, Braces use, bool afterComma)
{
    const char* comma = afterComma ? p - 1 : nullptr;
    for (;;) {
        p = skipBlanks(p, end);
        if (p != end && *p == '}') {
            if (comma != nullptr && m_strict)
                return fail(comma, "comma after the last label: remove it");
            return p + 1;
        }
        const char* const plain = scanPlainLabel(p, end, out);
        p = plain != nullptr ? plain : scanLabel(p, end, out, use);
        if (p == nullptr)
            return nullptr;
        p = skipBlanks(p, end);
        comma = nullptr;
        if (p != end && *p == ',') {
            comma = p;
            ++p;
            continue;
        }
        if (p != end && *p == '}')
            return p + 1;
        const bool forgotten =
            p != end && !m_openMetrics && !m_strict && (*p == '"' || scan::is(*p, scan::kLabelStart));
        if (!forgotten)
            return fail(p, "expected \",\" or \"}\" after a label, found " + found(p, end));
    }
}

/// The common case in one go: `name="value"` in ASCII, without blanks and escapes. nullptr, and nothing done,
/// otherwise.
inline const char* SeriesScanner::scanPlainLabel(const char* p, const char* end, RawSeries& out) const
{
    const char* const begin = p;
    if (p == end || !scan::is(*p, scan::kLabelStart))
        return nullptr;
    do {
        ++p;
    } while (p != end && scan::is(*p, scan::kLabelTail));
    const auto name = view(begin, p);
    if (end - p < 3 || p[0] != '=' || p[1] != '"')
        return nullptr;
    p += 2;
    bool high = false;
    const char* const stop = scan::quotedStop(p, end, high);
    const auto value = view(p, stop);
    if (stop == end || *stop != '"' || high || name.size() > m_limits.labelNameBytes || value.empty() ||
        value.size() > m_limits.labelValueBytes || out.labels.size() >= m_limits.labelsPerSeries || name == "__name__")
        return nullptr;
    const bool ascends = scan::less(out.labels.empty() ? "__name__" : out.labels.back().name, name);
    if (!ascends || !out.isPlain) {
        for (const auto& other : out.labels) {
            if (other.name == name)
                return nullptr;
        }
        out.isPlain = false;
    }
    out.labels.push_back({name, value, false, false, static_cast<std::uint32_t>(stop + 1 - m_begin)});
    return stop + 1;
}

const char* SeriesScanner::scanLabel(const char* p, const char* end, RawSeries& out, Braces use)
{
    const char* const begin = p;
    RawLabel label;
    p = scanLabelName(p, end, label);
    if (p == nullptr)
        return nullptr;
    p = skipBlanks(p, end);
    const bool isMetricName = *begin == '"' && p != end && (*p == ',' || *p == '}') && use == Braces::Series;
    if (isMetricName) {
        if (out.name.data() != nullptr)
            return fail(begin, "second metric name " + quote(label.name) + ": a label needs =\"value\"");
        out.name = label.name;
        out.nameEscaped = label.nameEscaped;
        out.isPlain = false;
        return p;
    }
    if (p == end || *p != '=')
        return fail(p, "expected \"=\" after label name " + quote(label.name) + ", found " + found(p, end));
    p = skipBlanks(p + 1, end);
    if (p == end || *p != '"')
        return fail(p, "expected a value in double quotes for label " + quote(label.name) + ", found " + found(p, end));
    const char* const value = p;
    p = scanQuoted(p, end, label.value, label.valueEscaped);
    if (p == nullptr)
        return nullptr;
    if (label.value.size() > m_limits.labelValueBytes)
        return fail(value,
                    "value of label " + quote(label.name) + " has " + std::to_string(label.value.size()) +
                        " bytes, over the limit of " + std::to_string(m_limits.labelValueBytes),
                    Error::Kind::LimitExceeded);
    label.end = static_cast<std::uint32_t>(p - m_begin);
    out.isPlain = false;
    return addLabel(begin, label, out) == nullptr ? nullptr : p;
}

const char* SeriesScanner::scanLabelName(const char* p, const char* end, RawLabel& label)
{
    const char* const begin = p;
    if (p != end && *p == '"') {
        p = scanQuoted(p, end, label.name, label.nameEscaped);
        if (p != nullptr && label.name.empty())
            return fail(begin, "empty name in quotes");
    } else if (p != end && scan::is(*p, scan::kLabelStart)) {
        while (p != end && scan::is(*p, scan::kLabelTail))
            ++p;
        label.name = view(begin, p);
    } else {
        return fail(p, "expected a label name or \"}\", found " + found(p, end));
    }
    if (p != nullptr && label.name.size() > m_limits.labelNameBytes)
        return fail(begin,
                    "name " + quote(label.name) + " is longer than " + std::to_string(m_limits.labelNameBytes) +
                        " bytes",
                    Error::Kind::LimitExceeded);
    return p;
}

const char* SeriesScanner::addLabel(const char* at, const RawLabel& label, RawSeries& out)
{
    for (const auto& other : out.labels) {
        if (other.name == label.name)
            return fail(at, "label " + quote(label.name) + " occurs twice");
    }
    if (label.name == "__name__")
        return fail(at, "label \"__name__\" is the metric name, which stands before the braces");
    if (out.labels.size() == m_limits.labelsPerSeries)
        return fail(at,
                    "label " + quote(label.name) + " is one more than the " + std::to_string(m_limits.labelsPerSeries) +
                        " a series may have",
                    Error::Kind::LimitExceeded);
    out.labels.push_back(label);
    return at;
}

const char* SeriesScanner::scanQuoted(const char* p, const char* end, std::string_view& out, bool& escaped)
{
    const char* const begin = p++;
    bool high = false;
    for (;;) {
        p = scan::quotedStop(p, end, high);
        if (p != end && *p == '"')
            break;
        if (p != end && *p == '\n' && !m_openMetrics && !m_strict) {
            ++p;
            continue;
        }
        const bool pair = p != end && *p == '\\' && p + 1 != end && p[1] != '\n';
        if (!pair)
            return fail(begin, "quote is never closed: write line feeds as \\n");
        escaped = true;
        high |= (static_cast<unsigned char>(p[1]) & 0x80U) != 0;
        p += 2;
    }
    out = view(begin + 1, p);
    if (high && !isValidUtf8(out))
        return fail(begin, "invalid UTF-8 in " + quote(out));
    return p + 1;
}

std::string quote(std::string_view text)
{
    const auto shown = printable(text, 64);
    std::string quoted;
    quoted.reserve(shown.size() + 2);
    quoted.push_back('"');
    quoted.append(shown);
    quoted.push_back('"');
    return quoted;
}

void appendUnescaped(std::string& out, std::string_view text, bool quotes)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char next = text[i] == '\\' && i + 1 < text.size() ? text[i + 1] : '\0';
        if (next == 'n')
            out += '\n';
        else if (next == '\\' || (next == '"' && quotes))
            out += next;
        else {
            out += text[i];
            continue;
        }
        ++i;
    }
}

} // namespace nocturne::exposition
