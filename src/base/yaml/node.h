// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/result.h"

namespace nocturne::yaml {

struct Entry;

/// One value of a YAML document, with the place where it stands. Made by parse(); immutable and cheap to copy,
/// so that it may be read from any thread. Nodes keep their document's memory alive as long as they need it.
///
/// A value reached through an alias has the place of its definition: that is where it is put right.
/// The typed readers fail with InvalidInput, the place and the cure.
class Node
{
public:
    enum class Kind { Null, Scalar, Sequence, Map };

    /// The null node at 1:1.
    Node();
    static Node null(SourcePosition where);
    static Node scalar(SourcePosition where, std::string text, bool quoted);
    static Node sequence(SourcePosition where, std::vector<Node> items);
    static Node map(SourcePosition where, std::vector<Entry> entries);

    Kind kind() const;
    bool isNull() const { return kind() == Kind::Null; }
    bool isScalar() const { return kind() == Kind::Scalar; }
    bool isSequence() const { return kind() == Kind::Sequence; }
    bool isMap() const { return kind() == Kind::Map; }
    SourcePosition position() const;

    /// The text of a scalar as written, empty for all else. Views live as long as this node or a copy of it.
    std::string_view raw() const;
    /// Whether the scalar was written in quotes or as a block, so that `"5"` is a text and not a number.
    bool isQuoted() const;
    /// The items of a sequence, empty for all else.
    std::span<const Node> items() const;
    /// The entries of a map in the order of the source, empty for all else.
    std::span<const Entry> entries() const;
    /// The value under `key` of a map, or null pointer.
    const Node* find(std::string_view key) const;
    /// Nodes a walk over this one meets, keys and aliased nodes included.
    std::size_t weight() const;
    /// 1 for a scalar, 1 + that of the deepest child for a collection.
    std::size_t depth() const;

    /// Any scalar, as written.
    Result<std::string> text() const;
    /// `true` and `false`, and YAML 1.1's `yes no on off`, not in quotes.
    Result<bool> boolean() const;
    /// A decimal integer between the bounds, both included.
    Result<std::int64_t> integer(std::int64_t min = std::numeric_limits<std::int64_t>::min(),
                                 std::int64_t max = std::numeric_limits<std::int64_t>::max()) const;
    /// A finite or infinite number, as parseNumber() reads it.
    Result<double> number() const;
    /// As parseDuration() reads it, `1h30m`; bare numbers but 0 are refused.
    Result<std::chrono::milliseconds> duration() const;
    /// A count of bytes: `64MB`, `4KiB`, `512`. As in Prometheus `MB` and `MiB` both stand for 2^20 bytes.
    Result<std::uint64_t> size() const;

    /// "a text", "a list", "a map", "nothing": how messages call what stands here.
    std::string_view description() const;

private:
    struct Data;
    explicit Node(std::shared_ptr<const Data> data);
    tl::unexpected<Error> mismatch(std::string_view expected) const;

    std::shared_ptr<const Data> m_data;
};

/// One `key: value` of a map.
struct Entry
{
    std::string key;
    SourcePosition position; ///< of the key
    Node value;
};

} // namespace nocturne::yaml
