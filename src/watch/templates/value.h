// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/model/float_histogram.h"
#include "engine/model/label_set.h"

namespace nocturne::templates {

class Value;

/// A list of values, named as Go calls its type: "[]float64".
struct List
{
    std::string typeName;
    std::vector<Value> items;
};

/// Values by name: a map, or with `isStruct` a record whose names are fixed.
struct Map
{
    std::string typeName;
    std::map<std::string, Value, std::less<>> entries;
    bool isStruct = false;
    bool isOfText = false; ///< a map of texts: what is not in it is the empty text
    std::string text = {}; ///< how a record prints itself, where it does
};

/// Nanoseconds since the Unix epoch, UTC.
struct Time
{
    std::int64_t nanoseconds = 0;

    bool operator==(const Time&) const = default;
};

/// A span of time in nanoseconds.
struct Span
{
    std::int64_t nanoseconds = 0;

    bool operator==(const Span&) const = default;
};

/// Text that is HTML already and must not be escaped again.
struct Html
{
    std::string text;

    bool operator==(const Html&) const = default;
};

/// What a template computes with: the values of Go that Prometheus' templates meet. Immutable, cheap to copy but for
/// long texts. Absent is Go's nil and the value of a missing key.
class Value
{
public:
    enum class Kind { Absent, Bool, Int, Uint, Float, String, Html, List, Map, Time, Span };

    Value() = default;
    static Value boolean(bool value) { return Value(value); }
    static Value integer(std::int64_t value) { return Value(value); }
    static Value unsignedInteger(std::uint64_t value) { return Value(value); }
    static Value number(double value) { return Value(value); }
    static Value text(std::string value) { return Value(std::move(value)); }
    static Value html(std::string value) { return Value(Html{std::move(value)}); }
    static Value list(List value) { return Value(std::make_shared<const List>(std::move(value))); }
    static Value map(Map value) { return Value(std::make_shared<const Map>(std::move(value))); }
    static Value time(Time value) { return Value(value); }
    static Value span(Span value) { return Value(value); }

    Kind kind() const { return static_cast<Kind>(m_data.index()); }
    bool isAbsent() const { return kind() == Kind::Absent; }
    bool isText() const { return kind() == Kind::String || kind() == Kind::Html; }

    /// The contents; the kind must fit.
    bool asBool() const { return std::get<bool>(m_data); }
    std::int64_t asInt() const { return std::get<std::int64_t>(m_data); }
    std::uint64_t asUint() const { return std::get<std::uint64_t>(m_data); }
    double asFloat() const { return std::get<double>(m_data); }
    const std::string& asText() const;
    const List& asList() const { return *std::get<std::shared_ptr<const List>>(m_data); }
    const Map& asMap() const { return *std::get<std::shared_ptr<const Map>>(m_data); }
    Time asTime() const { return std::get<Time>(m_data); }
    Span asSpan() const { return std::get<Span>(m_data); }

    /// What `if` thinks of it: zero, the empty text and empty collections are false.
    bool isTrue() const;
    /// Go's name of the type: "float64", "map[string]string".
    std::string typeName() const;

private:
    template <typename T>
    explicit Value(T value)
        : m_data(std::move(value))
    {}

    std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string, Html,
                 std::shared_ptr<const List>, std::shared_ptr<const Map>, Time, Span>
        m_data;
};

/// A label set as templates see it: a map of texts.
Value labelsValue(const model::LabelSet& labels);
/// A native histogram: a record with the fields of Go's that are numbers or lists of them, which prints itself as
/// FloatHistogram::toString() does.
Value histogramValue(const model::FloatHistogram& histogram);
/// One element of a query result, with its fields Labels and Value.
Value sampleValue(const model::LabelSet& labels, Value value);
bool isSample(const Value& value);
/// A query result, in its order.
Value vectorValue(std::vector<Value> samples);
bool isVector(const Value& value);

} // namespace nocturne::templates
