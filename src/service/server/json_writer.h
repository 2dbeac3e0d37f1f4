// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/core/clock.h"
#include "engine/model/label_set.h"

namespace nocturne::server {

/// Writes JSON onto the end of a text, in one pass: commas are its own affair, brackets the caller's.
///
///     JsonWriter json(out);
///     json.beginObject().key("status").text("success").key("data").beginArray().endArray().endObject();
class JsonWriter
{
public:
    /// `out` must outlive the writer; others may take from its front, not from its end.
    explicit JsonWriter(std::string& out)
        : m_out(out)
    {}

    JsonWriter& beginObject() { return open('{'); }
    JsonWriter& endObject() { return close('}'); }
    JsonWriter& beginArray() { return open('['); }
    JsonWriter& endArray() { return close(']'); }
    /// The name of the member that follows.
    JsonWriter& key(std::string_view name);

    /// `value` in quotes. What HTML gives a meaning is escaped too; bytes that are not UTF-8 become U+FFFD.
    JsonWriter& text(std::string_view value);
    /// A JSON number; NaN and infinities, which JSON has not, as a text.
    JsonWriter& number(double value);
    /// The way the API gives sample values: a text, "NaN" and "+Inf" among them.
    JsonWriter& sampleValue(double value);
    /// The way it gives scalars: the same without an exponent.
    JsonWriter& plainValue(double value);
    /// Seconds, with three decimals where they are not whole.
    JsonWriter& seconds(Timestamp ms);
    /// RFC 3339 in UTC, to the millisecond; the year 1 for 0, which stands for never.
    JsonWriter& date(Timestamp ms);
    JsonWriter& boolean(bool value) { return raw(value ? "true" : "false"); }
    JsonWriter& null() { return raw("null"); }
    template <std::integral Number>
    JsonWriter& integer(Number value)
    {
        return raw(std::to_string(value));
    }
    /// An object of names and values.
    JsonWriter& labels(const model::LabelSet& labels);
    /// A value was appended past the writer.
    JsonWriter& passed()
    {
        m_needsComma = true;
        return *this;
    }
    /// JSON that is ready.
    JsonWriter& raw(std::string_view json);

private:
    JsonWriter& open(char bracket);
    JsonWriter& close(char bracket);
    void separate();

    std::string& m_out;
    bool m_needsComma = false;
};

/// Appends a time in seconds as the API has it: `1435781430.781`, `1435781430`.
void appendApiSeconds(std::string& out, Timestamp ms);
/// RFC 3339 in UTC with the trailing zeros of the fraction left out: `2015-07-01T20:10:51.781Z`.
std::string rfc3339(Timestamp ms);

} // namespace nocturne::server
