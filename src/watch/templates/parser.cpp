// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
//   list     = { text | "{{" action "}}" }
//   action   = pipe | "if" pipe | "else" [ "if" pipe | "with" pipe ] | "end" | "range" pipe | "with" pipe
//            | "break" | "continue" | "define" string | "template" string [ pipe ] | "block" string pipe
//   pipe     = [ variable [ "," variable ] ( ":=" | "=" ) ] command { "|" command }
//   command  = operand { blank operand }
//   operand  = term { field }
//   term     = string | number | "true" | "false" | "nil" | "." | field | variable | identifier | "(" pipe ")"
#include "watch/templates/parser.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "base/core/text.h"
#include "engine/promql/string_literal.h"
#include "watch/templates/lexer.h"
#include "watch/templates/utf8.h"

namespace nocturne::templates {

namespace {

/// Stops the parser; does not leave this file.
struct Refused
{
    Error error;
};

bool isEmpty(const Node& list)
{
    return std::ranges::all_of(list.children, [](const NodePtr& node) {
        return node->kind == NodeKind::Text && node->text.find_first_not_of(" \t\r\n") == std::string::npos;
    });
}

/// A Go number: an integer in base 2, 8, 10 or 16, a decimal or hexadecimal fraction, with digits parted by "_".
/// Absent when it is none or too large.
Value numberOf(std::string_view text)
{
    std::string digits(text);
    std::erase(digits, '_');
    const bool isNegative = digits.starts_with('-');
    const auto body = digits.substr(isNegative || digits.starts_with('+') ? 1 : 0);
    const auto isPrefix = [&](std::string_view small, std::string_view large) {
        return body.starts_with(small) || body.starts_with(large);
    };
    const bool isHex = isPrefix("0x", "0X");
    if (body.empty() || body.find_first_of("0123456789") == std::string::npos)
        return {};
    if (!isHex && body.find_first_of(".eE") == std::string::npos && body.find_first_of("pP") == std::string::npos) {
        const bool isOctal = isPrefix("0o", "0O");
        const bool isBinary = isPrefix("0b", "0B");
        const int base = isBinary ? 2 : isOctal || (body.size() > 1 && body[0] == '0') ? 8 : 10;
        const auto plain = (isNegative ? "-" : "") + body.substr(isOctal || isBinary ? 2 : 0);
        char* end = nullptr;
        errno = 0;
        const auto number = std::strtoll(plain.c_str(), &end, base);
        return errno == 0 && *end == 0 && end != plain.c_str() ? Value::integer(number) : Value();
    }
    char* end = nullptr;
    errno = 0;
    if (isHex && body.find_first_of(".pP") == std::string::npos) {
        const auto number = std::strtoll(digits.c_str(), &end, 16);
        return errno == 0 && *end == 0 ? Value::integer(number) : Value();
    }
    const double number = std::strtod(digits.c_str(), &end);
    return *end == 0 && std::isfinite(number) ? Value::number(number) : Value();
}

class Parser
{
public:
    Parser(std::string_view text, const ParserSetting& setting, std::vector<Token> tokens)
        : m_text(text)
        , m_setting(setting)
        , m_tokens(std::move(tokens))
        , m_variables(setting.variables)
    {
        m_variables.emplace_back("$");
    }

    Definitions parse()
    {
        auto root = make(NodeKind::List, 0);
        while (peek().kind != TokenKind::Eof) {
            if (peek().kind == TokenKind::LeftDelim && peekBehindDelim().kind == TokenKind::Define) {
                ++m_at;
                define();
                continue;
            }
            auto node = textOrAction();
            if (!node)
                refuse(m_ender, describe(m_ender) + " without an if, range, with or block before it");
            root->children.push_back(std::move(node));
        }
        root->end = m_text.size();
        add(m_setting.name, std::move(root), m_tokens.back());
        return std::move(m_definitions);
    }

private:
    [[noreturn]] void refuse(const Token& at, std::string message, Error::Kind kind = Error::Kind::InvalidInput) const
    {
        throw Refused{Error{kind, std::move(message), SourcePosition::at(m_text, at.begin)}};
    }

    const Token& peek() const { return m_tokens[m_at]; }
    const Token& next() { return m_tokens[m_at + 1 < m_tokens.size() ? m_at++ : m_at]; }
    const Token& peekSolid()
    {
        while (peek().kind == TokenKind::Space)
            ++m_at;
        return peek();
    }
    const Token& nextSolid()
    {
        peekSolid();
        return next();
    }
    const Token& peekBehindDelim() const
    {
        auto at = m_at + 1;
        while (m_tokens[at].kind == TokenKind::Space)
            ++at;
        return m_tokens[at];
    }

    NodePtr make(NodeKind kind, std::size_t begin) const
    {
        auto node = std::make_unique<Node>();
        node->kind = kind;
        node->begin = begin;
        node->end = begin;
        return node;
    }
    NodePtr make(NodeKind kind, const Token& token) const
    {
        auto node = make(kind, token.begin);
        node->end = token.end();
        return node;
    }

    /// Behind the last token that was no blank.
    std::size_t endOfLast() const
    {
        auto at = m_at;
        while (at > 0 && m_tokens[at - 1].kind == TokenKind::Space)
            --at;
        return at == 0 ? 0 : m_tokens[at - 1].end();
    }

    void expectEnd(std::string_view context)
    {
        if (const auto& token = nextSolid(); token.kind != TokenKind::RightDelim)
            refuse(token, "unexpected " + describe(token) + " in " + std::string(context));
    }

    /// Counts a level of nesting as long as it lives.
    class Level
    {
    public:
        explicit Level(Parser& parser)
            : m_parser(parser)
        {
            if (++m_parser.m_nesting > kMaxNesting)
                m_parser.refuse(m_parser.peek(), "more than " + std::to_string(kMaxNesting) + " levels of nesting",
                                Error::Kind::LimitExceeded);
        }
        ~Level() { --m_parser.m_nesting; }
        Level(const Level&) = delete;
        Level& operator=(const Level&) = delete;

    private:
        Parser& m_parser;
    };

    /// Null at {{end}} and {{else}}, which m_ender then holds and which are read up to their word.
    NodePtr textOrAction()
    {
        const auto& token = next();
        if (token.kind == TokenKind::Text) {
            auto node = make(NodeKind::Text, token);
            node->text = token.text;
            return node;
        }
        const Level level(*this);
        const auto& word = nextSolid();
        switch (word.kind) {
        case TokenKind::EndKeyword:
            m_ender = word;
            expectEnd("end");
            return nullptr;
        case TokenKind::Else:
            m_ender = word;
            if (peekSolid().kind != TokenKind::If && peek().kind != TokenKind::With)
                expectEnd("else");
            return nullptr;
        case TokenKind::If:
            return control(NodeKind::If, word);
        case TokenKind::With:
            return control(NodeKind::With, word);
        case TokenKind::Range:
            return control(NodeKind::Range, word);
        case TokenKind::Break:
        case TokenKind::Continue:
            return leaveRange(word);
        case TokenKind::Template:
            return call(word);
        case TokenKind::Block:
            return block(word);
        case TokenKind::Define:
            refuse(word, "a template is defined at the top level only, not within another action");
        default:
            break;
        }
        --m_at;
        auto node = make(NodeKind::Action, word);
        node->pipe = pipe("command", TokenKind::RightDelim);
        node->end = node->pipe->end;
        return node;
    }

    NodePtr leaveRange(const Token& word)
    {
        if (m_rangeDepth == 0)
            refuse(word, describe(word) + " outside of a range");
        expectEnd(word.text);
        return make(word.kind == TokenKind::Break ? NodeKind::Break : NodeKind::Continue, word);
    }

    /// Actions up to {{end}} or {{else}}, which m_ender then holds.
    NodePtr list(const Token& opener)
    {
        auto node = make(NodeKind::List, peek().begin);
        while (peek().kind != TokenKind::Eof) {
            auto child = textOrAction();
            if (!child)
                return node;
            node->children.push_back(std::move(child));
        }
        refuse(opener, describe(opener) + " without {{end}}");
    }

    NodePtr control(NodeKind kind, const Token& word)
    {
        const Level level(*this);
        const auto known = m_variables.size();
        auto node = make(kind, word);
        node->pipe = pipe(word.text, TokenKind::RightDelim);
        node->end = node->pipe->end;
        m_rangeDepth += kind == NodeKind::Range ? 1 : 0;
        node->body = list(word);
        m_rangeDepth -= kind == NodeKind::Range ? 1 : 0;
        if (m_ender.kind == TokenKind::Else)
            node->otherwise = otherwise(kind, word);
        m_variables.resize(known);
        return node;
    }

    NodePtr otherwise(NodeKind kind, const Token& word)
    {
        const auto chained = peekSolid();
        const bool isIf = chained.kind == TokenKind::If;
        if (isIf || chained.kind == TokenKind::With) {
            if (kind != (isIf ? NodeKind::If : NodeKind::With))
                refuse(chained, "unexpected " + describe(chained) + " in else of " + describe(word));
            next();
            auto node = make(NodeKind::List, chained.begin);
            node->children.push_back(control(kind, chained)); // one {{end}} serves both
            return node;
        }
        auto node = list(word);
        if (m_ender.kind != TokenKind::EndKeyword)
            refuse(m_ender, "expected {{end}}: " + describe(word) + " has an else already");
        return node;
    }

    std::string templateName(const Token& token, std::string_view context)
    {
        if (token.kind != TokenKind::String && token.kind != TokenKind::RawString)
            refuse(token,
                   "unexpected " + describe(token) + " in " + std::string(context) + ": expected a name in quotes");
        return unquoted(token);
    }

    NodePtr call(const Token& word)
    {
        auto node = make(NodeKind::Call, word);
        node->text = templateName(nextSolid(), "template");
        if (peekSolid().kind == TokenKind::RightDelim) {
            node->end = endOfLast();
            next();
            return node;
        }
        node->pipe = pipe("template", TokenKind::RightDelim);
        node->end = node->pipe->end;
        return node;
    }

    NodePtr block(const Token& word)
    {
        auto node = make(NodeKind::Call, word);
        node->text = templateName(nextSolid(), "block");
        node->pipe = pipe("block", TokenKind::RightDelim);
        node->end = node->pipe->end;
        addList(node->text, word);
        return node;
    }

    void define()
    {
        const auto word = nextSolid();
        const auto name = templateName(nextSolid(), "define");
        expectEnd("define");
        addList(name, word);
    }

    /// The body of a definition, in which only `$` is known.
    void addList(const std::string& name, const Token& word)
    {
        const auto variables = std::exchange(m_variables, {"$"});
        const auto rangeDepth = std::exchange(m_rangeDepth, 0);
        auto body = list(word);
        if (m_ender.kind != TokenKind::EndKeyword)
            refuse(m_ender, "unexpected " + describe(m_ender) + " in " + describe(word));
        m_variables = variables;
        m_rangeDepth = rangeDepth;
        add(name, std::move(body), word);
    }

    void add(const std::string& name, NodePtr body, const Token& at)
    {
        auto& known = m_definitions[name];
        if (known && !isEmpty(*known)) {
            if (isEmpty(*body))
                return;
            if (!m_setting.mayRedefine)
                refuse(at, "template \"" + printable(name) + "\" is defined twice");
        }
        known = std::move(body);
    }

    void declare(Node& node, const Token& variable)
    {
        node.declares.emplace_back(variable.text);
        m_variables.emplace_back(variable.text);
    }

    /// The part of a pipe up to := or =, where it has one.
    void declarations(Node& node, std::string_view context)
    {
        for (;;) {
            const auto start = m_at;
            const auto variable = peekSolid();
            if (variable.kind != TokenKind::Variable)
                return;
            next();
            const auto sign = peekSolid();
            if (sign.kind == TokenKind::Assign || sign.kind == TokenKind::Declare) {
                next();
                node.assigns = sign.kind == TokenKind::Assign;
                if (node.assigns)
                    knownVariable(variable);
                return declare(node, variable);
            }
            if (sign.kind != TokenKind::Char || sign.text != ",") {
                m_at = start;
                return;
            }
            next();
            declare(node, variable);
            if (context != "range" || node.declares.size() > 1)
                refuse(variable, "too many declarations in " + std::string(context));
            const auto follower = peekSolid().kind;
            if (follower != TokenKind::Variable)
                refuse(peek(), "range can only initialize variables");
        }
    }

    NodePtr pipe(std::string_view context, TokenKind end)
    {
        const Level level(*this);
        auto node = make(NodeKind::Pipe, peekSolid().begin);
        declarations(*node, context);
        for (;;) {
            const auto& token = peekSolid();
            if (token.kind == end) {
                node->end = endOfLast();
                next();
                checkPipe(*node, context, token);
                return node;
            }
            if (!startsOperand(token.kind))
                refuse(token, "unexpected " + describe(token) + " in " + std::string(context));
            node->children.push_back(command());
        }
    }

    static bool startsOperand(TokenKind kind)
    {
        switch (kind) {
        case TokenKind::Bool:
        case TokenKind::CharConstant:
        case TokenKind::Dot:
        case TokenKind::Field:
        case TokenKind::Identifier:
        case TokenKind::Number:
        case TokenKind::Nil:
        case TokenKind::RawString:
        case TokenKind::String:
        case TokenKind::Variable:
        case TokenKind::LeftParen:
            return true;
        default:
            return false;
        }
    }

    void checkPipe(const Node& node, std::string_view context, const Token& end) const
    {
        if (node.children.empty())
            refuse(end, "missing value for " + std::string(context) + ": expected $value, $labels.NAME or a function");
        for (std::size_t i = 1; i < node.children.size(); ++i) {
            const auto& command = *node.children[i];
            const auto kind = command.children.front()->kind;
            if (kind == NodeKind::Constant || kind == NodeKind::String || kind == NodeKind::Nil ||
                kind == NodeKind::Dot) {
                throw Refused{Error{Error::Kind::InvalidInput,
                                    "stage " + std::to_string(i + 1) + " of the pipeline is no function",
                                    SourcePosition::at(m_text, command.begin)}};
            }
        }
    }

    NodePtr command()
    {
        auto node = make(NodeKind::Command, peekSolid().begin);
        for (;;) {
            peekSolid();
            if (auto argument = operand())
                node->children.push_back(std::move(argument));
            node->end = endOfLast();
            const auto& token = peek();
            if (token.kind == TokenKind::Space) {
                next();
                continue;
            }
            if (token.kind == TokenKind::Pipe)
                endStage();
            else if (token.kind != TokenKind::RightDelim && token.kind != TokenKind::RightParen)
                refuse(token, "unexpected " + describe(token) + " in operand" + operandHint(token));
            break;
        }
        if (node->children.empty())
            refuse(peek(), "empty command");
        return node;
    }

    /// Behind "|" a command has to follow.
    void endStage()
    {
        const auto bar = next();
        const auto kind = peekSolid().kind;
        if (kind == TokenKind::RightDelim || kind == TokenKind::RightParen)
            refuse(bar, "missing command behind \"|\"");
    }

    static std::string operandHint(const Token& token)
    {
        return token.kind == TokenKind::Char || token.kind == TokenKind::Number
                   ? ": templates have no operators, calculate in the expression of the rule"
                   : "";
    }

    NodePtr operand()
    {
        auto node = term();
        if (!node || peek().kind != TokenKind::Field)
            return node;
        if (node->kind == NodeKind::Constant || node->kind == NodeKind::String || node->kind == NodeKind::Nil ||
            node->kind == NodeKind::Dot)
            refuse(peek(), "unexpected " + describe(peek()) + " after " + std::string(sourceOf(*node)));
        if (node->kind != NodeKind::Field && node->kind != NodeKind::Variable) {
            auto chain = make(NodeKind::Chain, node->begin);
            chain->children.push_back(std::move(node));
            node = std::move(chain);
        }
        while (peek().kind == TokenKind::Field) {
            const auto& field = next();
            node->path.emplace_back(field.text.substr(1));
            node->end = field.end();
        }
        return node;
    }

    std::string_view sourceOf(const Node& node) const { return m_text.substr(node.begin, node.end - node.begin); }

    void knownVariable(const Token& token) const
    {
        if (std::ranges::find(m_variables, token.text) != m_variables.end())
            return;
        const auto hint = nearest(token.text, m_variables);
        refuse(token, "undefined variable \"" + printable(token.text) + "\"" +
                          (hint.size() < 2 ? "" : ": did you mean \"" + std::string(hint) + "\"?"));
    }

    /// Null where no operand begins.
    NodePtr term()
    {
        const auto& token = peek();
        if (!startsOperand(token.kind))
            return nullptr;
        next();
        switch (token.kind) {
        case TokenKind::Identifier:
            return function(token);
        case TokenKind::Dot:
            return make(NodeKind::Dot, token);
        case TokenKind::Nil:
            return make(NodeKind::Nil, token);
        case TokenKind::Variable:
            return variable(token);
        case TokenKind::Field: {
            auto node = make(NodeKind::Field, token);
            node->path.emplace_back(token.text.substr(1));
            return node;
        }
        case TokenKind::LeftParen: {
            auto node = pipe("parentheses", TokenKind::RightParen);
            node->begin = token.begin;
            node->end = endOfLast();
            return node;
        }
        case TokenKind::String:
        case TokenKind::RawString: {
            auto node = make(NodeKind::String, token);
            node->constant = Value::text(unquoted(token));
            return node;
        }
        default:
            return constant(token);
        }
    }

    NodePtr function(const Token& token) const
    {
        if (!m_setting.isFunction(token.text)) {
            const auto hint = m_setting.nearby(token.text);
            refuse(token, "unknown template function \"" + printable(token.text) + "\"" +
                              (hint.empty() ? "" : ": did you mean \"" + hint + "\"?"));
        }
        auto node = make(NodeKind::Identifier, token);
        node->text = token.text;
        return node;
    }

    NodePtr variable(const Token& token) const
    {
        knownVariable(token);
        auto node = make(NodeKind::Variable, token);
        node->path.emplace_back(token.text);
        return node;
    }

    NodePtr constant(const Token& token) const
    {
        auto node = make(NodeKind::Constant, token);
        if (token.kind == TokenKind::Bool)
            node->constant = Value::boolean(token.text == "true");
        else if (token.kind == TokenKind::CharConstant)
            node->constant = character(token);
        else
            node->constant = numberOf(token.text);
        if (node->constant.isAbsent())
            refuse(token, "\"" + printable(token.text) + "\" is no number, or too large a one");
        return node;
    }

    Value character(const Token& token) const
    {
        const auto text = unquoted(token);
        const bool isByte = token.text.starts_with("'\\x") || (token.text.size() > 2 && token.text[1] == '\\' &&
                                                               token.text[2] >= '0' && token.text[2] <= '7');
        if (isByte && text.size() == 1)
            return Value::integer(static_cast<unsigned char>(text[0]));
        if (text.empty() || runeAt(text, 0).bytes != text.size())
            refuse(token, "single quotes hold one character: use double quotes for text");
        return Value::integer(runeAt(text, 0).code);
    }

    std::string unquoted(const Token& token) const
    {
        if (token.kind == TokenKind::RawString) {
            std::string text(token.text.substr(1, token.text.size() - 2));
            std::erase(text, '\r');
            return text;
        }
        for (std::size_t at = 1; at + 1 < token.text.size();) {
            std::size_t length = 1;
            if (token.text[at] == '\\')
                length = promql::escapeLength(token.text.substr(at), token.text[0]);
            if (length == 0)
                refuse(token, "bad escape in " + printable(token.text, 40) + ": write \\\\ for a backslash");
            at += length;
        }
        return promql::unquote(token.text);
    }

    std::string_view m_text;
    const ParserSetting& m_setting;
    std::vector<Token> m_tokens;
    std::size_t m_at = 0;
    Token m_ender; // the {{end}} or {{else}} that ended a list
    int m_rangeDepth = 0;
    int m_nesting = 0;
    std::vector<std::string> m_variables;
    Definitions m_definitions;
};

} // namespace

Result<Definitions> parseDefinitions(std::string_view text, const ParserSetting& setting)
{
    auto tokens = tokenize(text);
    if (!tokens)
        return tl::unexpected(tokens.error());
    try {
        return Parser(text, setting, std::move(*tokens)).parse();
    } catch (const Refused& refused) {
        return tl::unexpected(refused.error);
    }
}

} // namespace nocturne::templates
