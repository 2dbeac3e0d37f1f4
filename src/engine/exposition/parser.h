// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/clock.h"
#include "base/core/limits.h"
#include "base/core/result.h"
#include "engine/exposition/bound_memo.h"
#include "engine/exposition/format.h"
#include "engine/exposition/series_scanner.h"
#include "engine/model/label_set.h"
#include "engine/model/metadata.h"

namespace nocturne::exposition {

class StrictChecker;

struct ParserOptions
{
    Format format = Format::PrometheusText;
    /// Hold the body to the letter of its format (families, grouping, suffixes, histograms) instead of to what a
    /// scraper accepts.
    bool strict = false;
    /// Give `_created` samples of OpenMetrics as series, instead of as start times of their family's samples.
    bool createdAsSeries = false;
    Limits limits = {}; ///< of which the parser enforces those on lines, labels, names and values
};

/// What next() found.
enum class Entry { Series, Type, Help, Unit, Comment, End };

/// The metadata and comments between the sample before and this one, as written, and the family they leave in force.
struct Lead
{
    std::string_view text;
    std::uint32_t familyStart = 0; ///< in `text`; familySize 0 when no family begins there
    std::uint32_t familySize = 0;
    bool familyEscaped = false;
    model::MetricType type = model::MetricType::Unknown;
};

/// The series most likely next, as it stood in an earlier body of the same target.
struct Expected
{
    std::string_view text;
    Lead lead = {};
};

/// One sample line.
struct Series
{
    Lead lead;
    bool matchesLead = false; ///< `lead` equals that of the expected series, which matches too
    std::string_view text;    ///< metric name and labels as written: the key of SeriesCache
    double value = 0;         ///< NaN is always the normal NaN: staleness markers are ours to write
    std::optional<Timestamp> timestamp;
    bool matchesExpected = false; ///< `text` equals what was given to next() as expected
};

/// Space for label texts that differ from the body (escapes, normalised bounds); reused from call to call.
struct LabelBuffer
{
    std::vector<model::Label> labels; ///< room, of which a prefix is in use
    std::string text;
};

struct Exemplar
{
    std::span<const model::Label> labels;
    double value = 0;
    std::optional<Timestamp> timestamp;
};

/// Reads an exposition from front to back, entry by entry, without copying it.
///
///     Parser parser(body, {.format = Format::OpenMetrics});
///     for (;;) {
///         const auto entry = parser.next();
///         if (!entry) return entry.error();
///         if (*entry == Entry::End) break;
///         if (*entry == Entry::Series) use(parser.series().value, parser.labels(buffer));
///     }
///
/// By default it accepts what Prometheus' scraper accepts, but for its accidents: a value glued to a bare metric name,
/// a NUL that silently ends the body. Every series is checked whole, except where its text equals the expected one,
/// which was checked when it was first seen. All views stay valid as long as the body, or until the next call where
/// noted.
class Parser
{
public:
    explicit Parser(std::string_view body, ParserOptions options = {});
    ~Parser();
    Parser(Parser&&) noexcept;
    Parser& operator=(Parser&&) noexcept;

    /// Moves to the next entry.
    ///
    /// `expected` is the series most likely next (SeriesCache::expected()): when it is, nothing but the value is
    /// parsed, and metadata and comments that stand unchanged before it are passed over. Fails with line, column, the
    /// offending line and the cure; then it fails the same way until resume().
    Result<Entry> next(const Expected& expected = {});
    /// After a failure: goes on behind the line that failed, to find more.
    void resume();

    /// The current sample; after Entry::Series.
    const Series& series() const { return m_series; }
    /// Its labels with the metric name as `__name__`, sorted, without empty values, `le` and `quantile` of histogram
    /// and summary families normalised. Valid until `buffer` is used again or next() is called. Fails where
    /// escapes hide a name given twice.
    Result<std::span<const model::Label>> labels(LabelBuffer& buffer)
    {
        if (m_scanned && m_raw.isPlain) [[likely]]
            return hasBounds() ? withNormalBound(buffer) : m_raw.all();
        return labels(buffer, true);
    }
    Result<model::LabelSet> labelSet();
    /// Whether the body gives the current series this label with an empty value, which labels() leaves out.
    bool hasEmptyLabel(std::string_view name);
    /// When counting began, from the `_created` line of this family and these labels, wherever in the family it stands.
    std::optional<Timestamp> startTimestamp();
    /// The exemplar of the current sample; labels valid until `buffer` is used again.
    bool hasExemplar() const { return m_hasExemplar; }
    std::optional<Exemplar> exemplar(LabelBuffer& buffer) const;

    /// The metric family of the current Type, Help or Unit entry; valid until the next of them.
    std::string_view family() const { return m_familyEscaped ? std::string_view(m_familyText) : m_family; }
    model::MetricType type() const { return m_type; }
    /// Help without escapes, a unit, or a whole comment line; valid until the next call of next().
    std::string_view text();

    /// Where the current entry starts.
    SourcePosition position() const { return SourcePosition::at(m_body, offsetOf(m_entryStart)); }

private:
    enum class Step { Series, Type, Help, Unit, Comment, End, Created, Failed }; // begins as Entry
    enum class Keyword { None, Type, Help, Unit };
    enum class Ahead { Unknown, None, Found };

    /// A `_created` line.
    struct Created
    {
        RawSeries series;
        Timestamp ms = 0;
        const char* at = nullptr;
    };

    bool passes(Step found);
    Result<Entry> failure() const;
    Step step(const Expected& expected);
    Step stepPrometheus(const Expected& expected);
    Step stepOpenMetrics(const Expected& expected);
    bool skipBlankLines();
    Step endPrometheus();
    Step commentPrometheus();
    Step metadata(Keyword keyword, const char* p);
    Step nameProblem(const char* begin, const char* p, std::string_view name);
    void setFamily(std::string_view name, bool escaped);
    Step takeType();
    Step takeUnit();
    Step seriesPrometheus(std::size_t expectedSize);
    Step seriesOpenMetrics(std::size_t expectedSize);
    bool takeExpected(const Expected& expected);
    bool readSeries(std::size_t expectedSize);
    void noteLead();
    Step takeCreated(const char* line);

    const char* value(const char* p, double& out, std::string_view after);
    const char* timestampPrometheus(const char* p);
    const char* exemplarTail(const char* p);
    const char* secondsToken(const char* p, Timestamp& out);

    Step gluedProblem(const char* p);
    Step problem(const char* at, std::string message, Error::Kind kind = Error::Kind::InvalidInput);
    Error errorAt(const char* at, std::string message, Error::Kind kind) const;
    std::optional<Error> checkStrictly(Step step);
    std::size_t offsetOf(const char* p) const { return static_cast<std::size_t>(p - m_body.data()); }

    void ensureScanned();
    Result<std::span<const model::Label>> labels(LabelBuffer& buffer, bool normalise);
    Result<std::span<const model::Label>> unescapedLabels(LabelBuffer& buffer, bool mayHaveBound);
    std::span<const model::Label> withNormalBound(LabelBuffer& buffer);
    std::optional<std::string_view> familySuffix(std::string_view name) const;
    bool hasBounds() const { return m_type == model::MetricType::Histogram || m_type == model::MetricType::Summary; }
    bool isBound(std::string_view label) const
    {
        return (m_type == model::MetricType::Histogram && label == "le") ||
               (m_type == model::MetricType::Summary && label == "quantile");
    }
    bool sharesGroup(const RawSeries& created) const;
    void lookAhead();
    void leaveFamily();

    std::string_view m_body;
    ParserOptions m_options;
    bool m_openMetrics;
    SeriesScanner m_scanner;
    const char* m_p;
    const char* m_end;
    const char* m_entryStart;
    const char* m_leadStart; // behind the last sample line

    Series m_series;
    RawSeries m_raw;
    bool m_scanned = false; // m_raw is of m_series
    BoundMemo m_bounds;

    bool m_hasExemplar = false;
    RawSeries m_exemplarLabels;
    std::string_view m_exemplarText;
    double m_exemplarValue = 0;
    std::optional<Timestamp> m_exemplarTimestamp;

    std::string_view m_family;     // as written
    std::string_view m_bareFamily; // m_family, unless it is quoted
    std::string m_familyText;
    bool m_familyEscaped = false;
    model::MetricType m_type = model::MetricType::Unknown;
    std::string_view m_text;
    std::string m_textBuffer;
    bool m_textEscaped = false; // m_text is help as written

    Created m_created; // the last one passed in this family
    Created m_ahead;   // the next one in this family
    Ahead m_aheadState = Ahead::Unknown;

    std::unique_ptr<StrictChecker> m_strict;
    LabelBuffer m_strictLabels;
    LabelBuffer m_strictExemplar;
    std::optional<Error> m_error;
    bool m_ended = false;
};

} // namespace nocturne::exposition
