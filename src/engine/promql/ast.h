// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/core/clock.h"
#include "engine/model/matcher.h"

namespace nocturne::promql {

struct Function;

/// The bytes [begin, end) of the source text.
struct SourceRange
{
    std::size_t begin = 0;
    std::size_t end = 0;

    bool operator==(const SourceRange&) const = default;
};

/// What an expression yields. Vector is the instant vector, Matrix the range vector.
enum class ValueType { None, Scalar, String, Vector, Matrix };

enum class NodeKind {
    NumberLiteral,
    StringLiteral,
    VectorSelector,
    MatrixSelector,
    Subquery,
    Binary,
    Aggregate,
    Call,
    Paren,
    Unary,
    Duration
};

/// One node of a syntax tree. A tree is immutable once parse() has returned it, owned by its root, and may be read
/// from any thread. Its depth is at most kMaxDepth, so that walking it by recursion is safe.
///
/// Walk it with `switch (expr.kind())` and as<T>().
class Expr
{
public:
    virtual ~Expr() = default;
    Expr(const Expr&) = delete;
    Expr& operator=(const Expr&) = delete;

    NodeKind kind() const { return m_kind; }

    SourceRange range; ///< the node's text, with its modifiers

protected:
    explicit Expr(NodeKind kind)
        : m_kind(kind)
    {}

private:
    NodeKind m_kind;
};

using ExprPtr = std::unique_ptr<Expr>;

/// Levels of a syntax tree; a deeper one does not parse.
inline constexpr int kMaxDepth = 250;
/// Bytes of an expression; a longer one does not parse.
inline constexpr std::size_t kMaxExpressionBytes = std::size_t{64} << 10U;

struct NumberLiteral final : Expr
{
    static constexpr NodeKind kKind = NodeKind::NumberLiteral;
    NumberLiteral()
        : Expr(kKind)
    {}

    double value = 0;
    bool isDuration = false; ///< written as `5m`; `value` is in seconds
};

struct StringLiteral final : Expr
{
    static constexpr NodeKind kKind = NodeKind::StringLiteral;
    StringLiteral()
        : Expr(kKind)
    {}

    std::string value; ///< unquoted; not always UTF-8 (`"\xff"`)
};

/// `@ 1609746000`, `@ start()`, `@ end()`
struct AtModifier
{
    enum class Kind { Time, Start, End };

    Kind kind = Kind::Time;
    Timestamp time = 0; ///< for Kind::Time

    bool operator==(const AtModifier&) const = default;
};

/// Where in time a selector or subquery looks.
struct TimeShift
{
    std::chrono::milliseconds offset{0}; ///< 0 where offsetExpr is set
    ExprPtr offsetExpr; ///< a duration expression to be computed per query (see evaluateDuration), or null
    std::optional<AtModifier> at;
};

/// How a range selector treats the edges of its window (experimental).
enum class RangeMode { Plain, Anchored, Smoothed };

/// `name{label="value"} offset 5m @ 10`; the instant vector.
struct VectorSelector final : Expr
{
    static constexpr NodeKind kKind = NodeKind::VectorSelector;
    VectorSelector()
        : Expr(kKind)
    {}

    std::string name; ///< as written before the braces; may be empty
    std::vector<model::Matcher>
        matchers; ///< all of them, with the one on __name__ that `name` or `{"name"}` stands for
    TimeShift shift;
    RangeMode mode = RangeMode::Plain;
    bool isLabelFilter = false; ///< the second argument of info(): labels to take over, no series on its own
};

/// `selector[5m]`. Offset, @ and mode belong to the selector.
struct MatrixSelector final : Expr
{
    static constexpr NodeKind kKind = NodeKind::MatrixSelector;
    MatrixSelector()
        : Expr(kKind)
    {}

    std::unique_ptr<VectorSelector> selector;
    std::chrono::milliseconds window{0}; ///< 0 where windowExpr is set; the window is (t - window, t]
    ExprPtr windowExpr;                  ///< a duration expression, or null
};

/// `expr[1h:5m]`
struct SubqueryExpr final : Expr
{
    static constexpr NodeKind kKind = NodeKind::Subquery;
    SubqueryExpr()
        : Expr(kKind)
    {}

    ExprPtr expr;
    std::chrono::milliseconds window{0};
    ExprPtr windowExpr;                ///< a duration expression, or null
    std::chrono::milliseconds step{0}; ///< 0 stands for the default resolution where stepExpr is null
    ExprPtr stepExpr;                  ///< a duration expression, or null
    TimeShift shift;
};

enum class BinaryOp {
    Add,
    Sub,
    Mul,
    Div,
    Mod,
    Pow,
    Atan2,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    TrimUpper, ///< `</`, keeps the part of a native histogram below a value
    TrimLower, ///< `>/`
    And,
    Or,
    Unless
};

enum class MatchCard { OneToOne, ManyToOne, OneToMany, ManyToMany };

/// Which elements of two instant vectors belong together.
struct VectorMatching
{
    MatchCard card = MatchCard::OneToOne; ///< ManyToOne for group_left, ManyToMany for set operators
    std::vector<std::string> labels;      ///< of on() or ignoring()
    bool on = false;
    std::vector<std::string> include;    ///< of group_left() or group_right()
    std::optional<double> fillLeft = {}; ///< stands in for a missing left element (experimental)
    std::optional<double> fillRight = {};

    bool operator==(const VectorMatching&) const = default;
};

struct BinaryExpr final : Expr
{
    static constexpr NodeKind kKind = NodeKind::Binary;
    BinaryExpr()
        : Expr(kKind)
    {}

    BinaryOp op = BinaryOp::Add;
    ExprPtr lhs;
    ExprPtr rhs;
    bool returnBool = false;
    std::optional<VectorMatching> matching; ///< set where both sides are instant vectors
    SourceRange opRange;
};

enum class AggregateOp {
    Avg,
    Bottomk,
    Count,
    CountValues,
    Group,
    LimitRatio,
    Limitk,
    Max,
    Min,
    Quantile,
    Stddev,
    Stdvar,
    Sum,
    Topk
};

struct AggregateExpr final : Expr
{
    static constexpr NodeKind kKind = NodeKind::Aggregate;
    AggregateExpr()
        : Expr(kKind)
    {}

    AggregateOp op = AggregateOp::Sum;
    ExprPtr expr;
    ExprPtr param; ///< of topk, bottomk, quantile, count_values, limitk, limit_ratio; else null
    std::vector<std::string> grouping;
    bool without = false;
};

struct Call final : Expr
{
    static constexpr NodeKind kKind = NodeKind::Call;
    Call()
        : Expr(kKind)
    {}

    const Function* function = nullptr; ///< never null in a parsed tree; see functions.h
    std::vector<ExprPtr> args;          ///< as written: optional ones may be missing
};

struct ParenExpr final : Expr
{
    static constexpr NodeKind kKind = NodeKind::Paren;
    ParenExpr()
        : Expr(kKind)
    {}

    ExprPtr expr;
};

struct UnaryExpr final : Expr
{
    static constexpr NodeKind kKind = NodeKind::Unary;
    UnaryExpr()
        : Expr(kKind)
    {}

    bool negative = false; ///< `-`, else `+`
    ExprPtr expr;
};

/// Arithmetic in a duration: `2*1h`, `step()`, `min_of(step(), 5s)`. Its leaves are NumberLiterals. Occurs only as
/// offsetExpr, windowExpr and stepExpr; computed by evaluateDuration() of duration_expression.h.
struct DurationExpr final : Expr
{
    enum class Op { Add, Sub, Mul, Div, Mod, Pow, Step, Range, MinOf, MaxOf };

    static constexpr NodeKind kKind = NodeKind::Duration;
    DurationExpr()
        : Expr(kKind)
    {}

    Op op = Op::Add;
    ExprPtr lhs;          ///< null where Add or Sub is a sign, and for Step and Range
    ExprPtr rhs;          ///< null for Step and Range
    bool wrapped = false; ///< written in parentheses
};

/// The node as a T. Precondition: `expr.kind() == T::kKind`.
template <typename T>
const T& as(const Expr& expr)
{
    return static_cast<const T&>(expr);
}
template <typename T>
T& as(Expr& expr)
{
    return static_cast<T&>(expr);
}

/// The node as a T, or null when it is another kind (or `expr` is null).
template <typename T>
const T* tryAs(const Expr* expr)
{
    return expr != nullptr && expr->kind() == T::kKind ? static_cast<const T*>(expr) : nullptr;
}

/// `expr` without the parentheses around it.
const Expr& withoutParens(const Expr& expr);

/// The type of what `expr` yields. Of a parsed tree every subexpression has one; None for a duration expression.
ValueType typeOf(const Expr& expr);

/// The words of error messages: "instant vector", "range vector", "scalar", "string".
std::string_view toString(ValueType type);
/// As written in a query: `anchored`, `+`, `atan2`, `unless`, `sum`, `count_values`, `min_of`.
std::string_view toString(RangeMode mode); ///< empty for Plain
std::string_view toString(BinaryOp op);
std::string_view toString(AggregateOp op);
std::string_view toString(DurationExpr::Op op);

bool isComparison(BinaryOp op); ///< `==` `!=` `<` `<=` `>` `>=`
bool isSetOperator(BinaryOp op);
bool takesParameter(AggregateOp op);

/// All direct children that are expressions, in source order, without duration expressions.
std::vector<const Expr*> childrenOf(const Expr& expr);

} // namespace nocturne::promql
