// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Follows Go, text/template/exec.go: scoping of variables, what is called with which arguments, what is true.
#include "watch/templates/executor.h"

#include <algorithm>
#include <optional>

#include "base/core/text.h"
#include "watch/templates/escape.h"
#include "watch/templates/go_format.h"
#include "watch/templates/methods.h"

namespace nocturne::templates {

namespace {

/// Stops the execution; does not leave this file.
struct Stopped
{
    Error error;
};

enum class Flow { Go, Break, Continue };

class Executor
{
public:
    Executor(const Definitions& definitions, std::string_view source, const FunctionTable& functions,
             const Expansion& expansion)
        : m_definitions(definitions)
        , m_source(source)
        , m_functions(functions)
        , m_expansion(expansion)
    {}

    std::string run(std::string_view name)
    {
        m_template = name;
        m_variables = m_expansion.variables;
        m_variables.emplace_back("$", m_expansion.data);
        walk(*m_definitions.find(name)->second, m_expansion.data);
        return std::move(m_out);
    }

private:
    [[noreturn]] void stop(const Node& node, const std::string& message,
                           Error::Kind kind = Error::Kind::InvalidInput) const
    {
        const auto text = m_source.substr(node.begin, node.end - node.begin);
        throw Stopped{Error{kind,
                            "executing \"" + printable(m_template) + "\" at <" + printable(text) + ">: " + message,
                            SourcePosition::at(m_source, node.begin)}};
    }

    /// Counts a step, and a level of depth as long as it lives.
    class Step
    {
    public:
        Step(Executor& executor, const Node& node)
            : m_executor(executor)
        {
            if (++m_executor.m_depth > m_executor.m_expansion.limits.depth)
                m_executor.stop(node, "exceeded the depth of a template: it calls itself without an end",
                                Error::Kind::LimitExceeded);
            if (++m_executor.m_steps > m_executor.m_expansion.limits.steps)
                m_executor.stop(node, "exceeded the steps of a template: it repeats too much",
                                Error::Kind::LimitExceeded);
        }
        ~Step() { --m_executor.m_depth; }
        Step(const Step&) = delete;
        Step& operator=(const Step&) = delete;

    private:
        Executor& m_executor;
    };

    void write(const Node& node, std::string_view text)
    {
        if (m_out.size() + text.size() > m_expansion.limits.outputBytes)
            stop(node, "wrote more than " + std::to_string(m_expansion.limits.outputBytes) + " bytes",
                 Error::Kind::LimitExceeded);
        m_out += text;
    }

    Flow walk(const Node& node, const Value& dot)
    {
        const Step step(*this, node);
        switch (node.kind) {
        case NodeKind::List:
            for (const auto& child : node.children) {
                if (const auto flow = walk(*child, dot); flow != Flow::Go)
                    return flow;
            }
            return Flow::Go;
        case NodeKind::Text:
            write(node, node.text);
            return Flow::Go;
        case NodeKind::Action:
            if (const auto value = evaluatePipe(dot, *node.pipe); node.pipe->declares.empty())
                printOut(node, value);
            return Flow::Go;
        case NodeKind::If:
        case NodeKind::With:
            return walkIfOrWith(node, dot);
        case NodeKind::Range:
            return walkRange(node, dot);
        case NodeKind::Break:
            return Flow::Break;
        case NodeKind::Continue:
            return Flow::Continue;
        default:
            walkCall(node, dot);
            return Flow::Go;
        }
    }

    Flow walkIfOrWith(const Node& node, const Value& dot)
    {
        const auto known = m_variables.size();
        auto flow = Flow::Go;
        const auto value = evaluatePipe(dot, *node.pipe);
        if (value.isTrue())
            flow = walk(*node.body, node.kind == NodeKind::With ? value : dot);
        else if (node.otherwise)
            flow = walk(*node.otherwise, dot);
        m_variables.resize(known);
        return flow;
    }

    Flow walkRange(const Node& node, const Value& dot)
    {
        const auto known = m_variables.size();
        const auto value = evaluatePipe(dot, *node.pipe);
        bool isEmpty = true;
        const auto one = [&](const Value& index, const Value& element) {
            isEmpty = false;
            return iterate(node, index, element);
        };
        rangeOver(node, value, one);
        auto flow = Flow::Go;
        if (isEmpty && node.otherwise)
            flow = walk(*node.otherwise, dot);
        m_variables.resize(known);
        return flow;
    }

    template <typename One>
    void rangeOver(const Node& node, const Value& value, One one)
    {
        switch (value.kind()) {
        case Value::Kind::Absent:
            return;
        case Value::Kind::List:
            for (std::size_t i = 0; i < value.asList().items.size(); ++i) {
                if (!one(Value::integer(static_cast<std::int64_t>(i)), value.asList().items[i]))
                    return;
            }
            return;
        case Value::Kind::Map:
            if (value.asMap().isStruct)
                break;
            for (const auto& [key, item] : value.asMap().entries) {
                if (!one(Value::text(key), item))
                    return;
            }
            return;
        case Value::Kind::Int:
        case Value::Kind::Uint: {
            if (node.pipe->declares.size() > 1)
                stop(*node.pipe, "can't use " + sprint(value) + " to iterate over more than one variable");
            const bool isInt = value.kind() == Value::Kind::Int;
            const auto count =
                isInt ? static_cast<std::uint64_t>(std::max<std::int64_t>(value.asInt(), 0)) : value.asUint();
            for (std::uint64_t i = 0; i < count; ++i) {
                if (!one(Value(), isInt ? Value::integer(static_cast<std::int64_t>(i)) : Value::unsignedInteger(i)))
                    return;
            }
            return;
        }
        default:
            break;
        }
        stop(*node.pipe, "range can't iterate over " + sprint(value));
    }

    /// One turn of a range; false when it breaks. The variables that the pipe declared are the topmost ones.
    bool iterate(const Node& node, const Value& index, const Value& element)
    {
        const auto& pipe = *node.pipe;
        const auto known = m_variables.size();
        if (pipe.declares.size() == 1)
            assign(pipe, pipe.declares[0], 1, element);
        if (pipe.declares.size() == 2) {
            assign(pipe, pipe.declares[1], 1, element);
            assign(pipe, pipe.declares[0], 2, index);
        }
        const auto flow = walk(*node.body, element);
        m_variables.resize(known);
        return flow != Flow::Break;
    }

    void assign(const Node& pipe, const std::string& name, std::size_t fromTop, const Value& value)
    {
        if (pipe.assigns)
            variable(pipe, name) = value;
        else
            m_variables[m_variables.size() - fromTop].second = value;
    }

    Value& variable(const Node& node, const std::string& name)
    {
        const auto found = std::find_if(m_variables.rbegin(), m_variables.rend(),
                                        [&](const auto& variable) { return variable.first == name; });
        if (found == m_variables.rend()) // used in its own declaration
            stop(node, "undefined variable: " + printable(name));
        return found->second;
    }

    void walkCall(const Node& node, const Value& dot)
    {
        call(node, node.text, node.pipe ? evaluatePipe(dot, *node.pipe) : Value());
    }

    void call(const Node& node, const std::string& name, const Value& data)
    {
        const auto definition = m_definitions.find(name);
        if (definition == m_definitions.end())
            stop(node, "template \"" + printable(name) + "\" not defined");
        const auto caller = std::exchange(m_template, name);
        auto variables = std::exchange(m_variables, {});
        m_variables.emplace_back("$", data);
        walk(*definition->second, data);
        m_variables = std::move(variables);
        m_template = caller;
    }

    void printOut(const Node& node, const Value& value)
    {
        if (value.isAbsent())
            return write(node, m_expansion.html ? "" : "<no value>");
        if (!m_expansion.html || value.kind() == Value::Kind::Html)
            return write(node, sprint(value));
        write(node, escapeHtmlElement(sprint(value)));
    }

    Value evaluatePipe(const Value& dot, const Node& pipe)
    {
        const Step step(*this, pipe);
        std::optional<Value> value;
        for (const auto& command : pipe.children)
            value = evaluateCommand(dot, *command, value);
        for (const auto& name : pipe.declares) {
            if (pipe.assigns)
                variable(pipe, name) = *value;
            else
                m_variables.emplace_back(name, *value);
        }
        return std::move(*value);
    }

    using Final = std::optional<Value>; // what a pipeline passes on as the last argument

    Value evaluateCommand(const Value& dot, const Node& command, const Final& final)
    {
        const Node& word = *command.children.front();
        if (word.kind == NodeKind::Identifier)
            return evaluateFunction(dot, word, command, final);
        if (word.kind == NodeKind::Field || word.kind == NodeKind::Variable || word.kind == NodeKind::Chain)
            return evaluatePath(dot, word, &command, final);
        if (command.children.size() > 1 || final)
            stop(word, "can't give argument to non-function " + std::string(sourceOf(word)));
        if (word.kind == NodeKind::Nil)
            stop(word, "nil is not a command");
        return evaluateOperand(dot, word);
    }

    std::string_view sourceOf(const Node& node) const { return m_source.substr(node.begin, node.end - node.begin); }

    /// A node as an argument.
    Value evaluateOperand(const Value& dot, const Node& node)
    {
        switch (node.kind) {
        case NodeKind::Constant:
        case NodeKind::String:
            return node.constant;
        case NodeKind::Nil:
            return {};
        case NodeKind::Dot:
            return dot;
        case NodeKind::Pipe:
            return evaluatePipe(dot, node);
        case NodeKind::Identifier:
            return evaluateFunction(dot, node, node, {});
        default:
            return evaluatePath(dot, node, nullptr, {});
        }
    }

    /// `.A.B`, `$x.A` or `(pipe).A`; arguments of `command` go to the last of the path.
    Value evaluatePath(const Value& dot, const Node& node, const Node* command, const Final& final)
    {
        const Step step(*this, node);
        const bool isVariable = node.kind == NodeKind::Variable;
        Value value = dot;
        if (isVariable)
            value = variable(node, node.path.front());
        else if (node.kind == NodeKind::Chain)
            value = evaluateOperand(dot, *node.children.front());
        std::vector<Value> arguments;
        for (std::size_t i = 1; command != nullptr && i < command->children.size(); ++i)
            arguments.push_back(evaluateOperand(dot, *command->children[i]));
        if (final)
            arguments.push_back(*final);
        const std::size_t first = isVariable ? 1 : 0;
        if (node.path.size() == first && !arguments.empty())
            stop(node, "can't give argument to non-function " + std::string(sourceOf(node)));
        for (std::size_t i = first; i < node.path.size(); ++i) {
            const bool isLast = i + 1 == node.path.size();
            value =
                field(node, value, node.path[i], isLast ? std::span<const Value>(arguments) : std::span<const Value>());
        }
        return value;
    }

    Value field(const Node& node, const Value& owner, const std::string& name, std::span<const Value> arguments)
    {
        if (owner.isAbsent()) {
            if (m_expansion.missingKeyFails)
                stop(node, "nil data; no entry for key \"" + printable(name) + "\"");
            return {};
        }
        if (auto result = callMethod(owner, name, arguments)) {
            if (!*result)
                stop(node, "error calling " + name + ": " + result->error().message);
            return std::move(**result);
        }
        if (owner.kind() != Value::Kind::Map)
            stop(node, "can't evaluate field " + printable(name) + " in type " + owner.typeName());
        const auto& map = owner.asMap();
        if (!arguments.empty())
            stop(node, printable(name) + " is not a method but has arguments");
        const auto entry = map.entries.find(name);
        if (entry != map.entries.end())
            return entry->second;
        if (map.isStruct)
            stop(node, "can't evaluate field " + printable(name) + " in type " + map.typeName);
        if (m_expansion.missingKeyFails)
            stop(node, "nil data; no entry for key \"" + printable(name) + "\"");
        return map.isOfText ? Value::text({}) : Value();
    }

    Value evaluateFunction(const Value& dot, const Node& node, const Node& command, const Final& final)
    {
        const Step step(*this, node);
        const auto& name = node.text;
        const auto count = (command.kind == NodeKind::Command ? command.children.size() - 1 : 0) + (final ? 1 : 0);
        const auto argument = [&](std::size_t i) {
            return i + 1 < command.children.size() ? evaluateOperand(dot, *command.children[i + 1]) : *final;
        };
        if (name == "and" || name == "or")
            return evaluateLogic(node, count, name == "or", argument);
        if (name == "tmpl")
            return evaluateTemplate(node, count, argument);
        const auto& function = m_functions.find(name)->second;
        checkCount(node, function, count);
        std::vector<Value> arguments;
        for (std::size_t i = 0; i < count; ++i) {
            arguments.push_back(argument(i));
            const auto type = i < function.parameters.size() ? function.parameters[i] : *function.further;
            const bool isWritten = i + 1 < command.children.size();
            checkType(isWritten ? *command.children[i + 1] : node, type, arguments.back());
        }
        auto result = function.call(arguments, m_expansion.environment);
        if (!result)
            stop(command.kind == NodeKind::Command && final ? node : command,
                 "error calling " + name + ": " + result.error().message);
        if (result->isText())
            spendText(node, result->asText().size());
        return std::move(*result);
    }

    void spendText(const Node& node, std::size_t bytes)
    {
        m_textBytes += bytes;
        if (m_textBytes > m_expansion.limits.textBytes)
            stop(node, "made more than " + std::to_string(m_expansion.limits.textBytes) + " bytes of text",
                 Error::Kind::LimitExceeded);
    }

    template <typename Argument>
    Value evaluateLogic(const Node& node, std::size_t count, bool isOr, Argument argument)
    {
        if (count == 0)
            stop(node, "wrong number of args for " + node.text + ": want at least 1 got 0");
        Value value;
        for (std::size_t i = 0; i < count; ++i) {
            value = argument(i);
            if (value.isTrue() == isOr)
                break;
        }
        return value;
    }

    template <typename Argument>
    Value evaluateTemplate(const Node& node, std::size_t count, Argument argument)
    {
        if (count != 2)
            stop(node, "wrong number of args for tmpl: want 2 got " + std::to_string(count));
        const auto name = argument(0);
        checkType(node, ParameterType::Text, name);
        const auto data = argument(1);
        auto before = std::exchange(m_out, {});
        call(node, name.asText(), data);
        auto text = std::exchange(m_out, std::move(before));
        spendText(node, text.size());
        return Value::html(std::move(text));
    }

    void checkCount(const Node& node, const Function& function, std::size_t count) const
    {
        const auto fixed = function.parameters.size();
        if (function.further ? count >= fixed : count == fixed)
            return;
        stop(node, "wrong number of args for " + node.text + ": want " + (function.further ? "at least " : "") +
                       std::to_string(fixed) + " got " + std::to_string(count));
    }

    void checkType(const Node& node, ParameterType type, const Value& value) const
    {
        const auto refuse = [&](std::string_view expected) {
            stop(node, value.isAbsent()
                           ? "invalid value; expected " + std::string(expected)
                           : "wrong type for value; expected " + std::string(expected) + "; got " + value.typeName());
        };
        if (type == ParameterType::Text && !value.isText())
            refuse("string");
        if (type == ParameterType::Vector && !isVector(value))
            refuse("template.queryResult");
        if (type == ParameterType::Sample && !isSample(value))
            refuse("*template.sample");
    }

    const Definitions& m_definitions;
    std::string_view m_source;
    const FunctionTable& m_functions;
    const Expansion& m_expansion;
    std::string m_template; // under way
    std::vector<std::pair<std::string, Value>> m_variables;
    std::string m_out;
    int m_depth = 0;
    std::size_t m_steps = 0;
    std::size_t m_textBytes = 0;
};

} // namespace

Result<std::string> execute(const Definitions& definitions, std::string_view source, std::string_view name,
                            const FunctionTable& functions, const Expansion& expansion)
{
    try {
        return Executor(definitions, source, functions, expansion).run(name);
    } catch (const Stopped& stopped) {
        return tl::unexpected(stopped.error);
    }
}

} // namespace nocturne::templates
