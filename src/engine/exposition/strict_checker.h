// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>

#include "engine/exposition/format.h"
#include "engine/exposition/parser.h"
#include "engine/model/metadata.h"

namespace nocturne::exposition {

/// A rule broken, and the byte of the body where the line starts that breaks it.
struct Violation
{
    std::string message;
    std::size_t offset = 0;
};

/// A sample as the checker wants it: labels sorted and as written, `__name__` among them.
struct StrictSample
{
    std::span<const model::Label> labels;
    double value = 0;
    std::optional<Timestamp> timestamp;
    std::optional<Exemplar> exemplar;
    std::size_t offset = 0;
};

/// Holds a sequence of well-formed entries to the rules of its format beyond syntax: one block per family with its
/// metadata first, names that do not clash, the suffixes and labels of a type, groups that stay together, values that
/// fit, whole histograms.
///
/// Sources: OpenMetrics 1.0, "Data Model" and "Text format"; Prometheus, "Exposition formats". Each call tells the
/// first rule that its entry breaks, and goes on as if it had not.
class StrictChecker
{
public:
    explicit StrictChecker(Format format)
        : m_openMetrics(format == Format::OpenMetrics)
    {}

    std::optional<Violation> type(std::string_view family, model::MetricType type, std::size_t offset);
    std::optional<Violation> help(std::string_view family, std::size_t offset);
    std::optional<Violation> unit(std::string_view family, std::string_view unit, std::size_t offset);
    std::optional<Violation> sample(const StrictSample& sample);
    /// At the end of the body; more calls tell nothing new.
    std::optional<Violation> finish();

private:
    /// The samples of one histogram, so far.
    struct Histogram
    {
        std::optional<double> bound;
        std::optional<double> bucket;
        std::optional<double> count;
        std::optional<double> sum;
        bool negativeBounds = false;
        std::optional<Timestamp> timestamp;
        std::size_t offset = 0;
    };

    struct Family
    {
        Family(std::string_view familyName, std::size_t start)
            : name(familyName)
            , offset(start)
        {}

        std::string name;
        std::size_t offset;
        std::optional<model::MetricType> type;
        bool hasHelp = false;
        std::optional<std::string> unit;
        bool hasSamples = false;
        std::optional<std::string> group;
        std::optional<Timestamp> groupTimestamp;
        std::unordered_set<std::string> groups;
        std::unordered_set<std::string> series;
        std::map<std::string, Histogram> histograms;
    };

    std::optional<Violation> openForMetadata(std::string_view name, std::size_t offset);
    std::optional<Violation> close();
    std::optional<Violation> checkNames();
    bool isAllowed(std::string_view sampleName) const;
    std::optional<std::string> checkLabels(const StrictSample& sample, std::string_view suffix) const;
    std::optional<std::string> checkValue(double value, std::string_view suffix) const;
    std::optional<std::string> checkExemplar(const Exemplar& exemplar, std::string_view suffix) const;
    std::optional<std::string> checkGroup(const StrictSample& sample, std::string_view suffix);
    std::optional<Violation> checkHistogram(const StrictSample& sample, std::string_view suffix);
    std::optional<Violation> checkComplete(const Histogram& histogram) const;
    std::string_view boundLabel(std::string_view suffix) const;
    std::string groupKey(const StrictSample& sample, std::string_view suffix) const;
    bool isHistogram() const;

    bool m_openMetrics;
    std::optional<Family> m_family;
    std::unordered_set<std::string> m_names;
};

} // namespace nocturne::exposition
