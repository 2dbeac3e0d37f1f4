// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fault_script.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "support/faults.h"
#include "support/web_socket_faults.h"

namespace nocturne::test {

namespace {

using std::chrono::milliseconds;

/// A line behind its path and fault; throws a std::string where it makes no sense.
class Arguments
{
public:
    explicit Arguments(std::string_view text)
        : m_text(text)
    {}

    std::string_view word()
    {
        m_text.remove_prefix(std::min(m_text.find_first_not_of(' '), m_text.size()));
        const auto word = m_text.substr(0, m_text.find(' '));
        m_text.remove_prefix(word.size());
        return word;
    }
    std::uint64_t number()
    {
        const auto text = word();
        std::uint64_t number = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
        if (read.ec != std::errc() || read.ptr != text.data() + text.size())
            throw std::invalid_argument("\"" + std::string(text) + "\" is no number");
        return number;
    }
    std::string text()
    {
        m_text.remove_prefix(std::min(m_text.find_first_not_of(' '), m_text.size()));
        return unescaped(std::exchange(m_text, {}));
    }
    std::vector<std::string> words()
    {
        std::vector<std::string> all;
        for (auto next = word(); !next.empty(); next = word())
            all.push_back(unescaped(next));
        return all;
    }

private:
    static std::string unescaped(std::string_view text)
    {
        static const std::map<char, char> kEscapes = {{'n', '\n'}, {'r', '\r'}, {'t', '\t'}, {'s', ' '}, {'\\', '\\'}};
        std::string out;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] != '\\') {
                out.push_back(text[i]);
                continue;
            }
            const char kind = ++i < text.size() ? text[i] : '\0';
            if (const auto known = kEscapes.find(kind); known != kEscapes.end()) {
                out.push_back(known->second);
                continue;
            }
            unsigned value = 0;
            const auto digits = text.substr(std::min(i + 1, text.size()), 2);
            const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
            if (kind != 'x' || digits.size() != 2 || read.ptr != digits.data() + 2)
                throw std::invalid_argument("an escape is one of \\n \\r \\t \\s \\\\ and \\xHH");
            out.push_back(static_cast<char>(value));
            i += 2;
        }
        return out;
    }

    std::string_view m_text;
};

struct Fault
{
    std::string_view arguments;
    FaultScript (*make)(Arguments& arguments);
};

const std::map<std::string_view, Fault>& knownFaults()
{
    using A = Arguments;
    using namespace faults;
    static const std::map<std::string_view, Fault> kFaults = {
        {"respond",
         {"STATUS TEXT",
          [](A& a) {
              const auto status = static_cast<int>(a.number());
              return respond(status, {"Content-Type: text/plain; version=0.0.4"}, a.text());
          }}},
        {"raw", {"TEXT", [](A& a) { return raw(a.text()); }}},
        {"hang", {"", [](A&) { return hang(); }}},
        {"hang-after-headers", {"", [](A&) { return hangAfterHeaders(); }}},
        {"slow",
         {"MS TEXT",
          [](A& a) {
              const milliseconds pause(a.number());
              return slowBytes(a.text(), pause);
          }}},
        {"reset", {"", [](A&) { return resetBeforeAnswer(); }}},
        {"reset-in-body", {"", [](A&) { return resetInBody(); }}},
        {"close", {"", [](A&) { return closeWithoutAnswer(); }}},
        {"truncated",
         {"BYTES TEXT",
          [](A& a) {
              const auto announced = a.number();
              return truncated(a.text(), announced);
          }}},
        {"truncated-chunks", {"TEXT", [](A& a) { return truncatedChunks(a.text()); }}},
        {"huge-chunked", {"BYTES", [](A& a) { return hugeChunked(a.number()); }}},
        {"huge-length", {"BYTES", [](A& a) { return hugeWithLength(a.number()); }}},
        {"gzip-bomb", {"BYTES", [](A& a) { return gzipBomb(a.number()); }}},
        {"endless-headers", {"", [](A&) { return endlessHeaders(); }}},
        {"redirect",
         {"STATUS URL",
          [](A& a) {
              const auto status = static_cast<int>(a.number());
              return redirectTo(status, a.text());
          }}},
        {"redirect-loop", {"", [](A&) { return redirectLoop(); }}},
        {"ws-echo", {"", [](A&) { return webSocket(webSocketEcho()); }}},
        {"ws-say",
         {"MS WORD...",
          [](A& a) {
              const milliseconds pause(a.number());
              return webSocket(webSocketSay(a.words(), pause));
          }}},
        {"ws-fragments",
         {"PIECES TEXT",
          [](A& a) {
              const auto pieces = a.number();
              return webSocket(webSocketFragments(a.text(), pieces));
          }}},
        {"ws-endless-fragments", {"", [](A&) { return webSocket(webSocketEndlessFragments()); }}},
        {"ws-huge-frame", {"BYTES", [](A& a) { return webSocket(webSocketHugeFrame(a.number())); }}},
        {"ws-bad-utf8", {"", [](A&) { return webSocket(webSocketBadUtf8()); }}},
        {"ws-reserved-bits", {"", [](A&) { return webSocket(webSocketReservedBits()); }}},
        {"ws-masked", {"", [](A&) { return webSocket(webSocketMasked()); }}},
        {"ws-long-ping", {"", [](A&) { return webSocket(webSocketLongPing()); }}},
        {"ws-bad-close", {"", [](A&) { return webSocket(webSocketBadClose()); }}},
        {"ws-flood",
         {"COUNT TEXT",
          [](A& a) {
              const auto count = a.number();
              return webSocket(webSocketFlood(a.text(), count));
          }}},
        {"ws-silence", {"", [](A&) { return webSocket(webSocketSilence()); }}},
        {"ws-close",
         {"CODE TEXT",
          [](A& a) {
              const auto code = static_cast<std::uint16_t>(a.number());
              return webSocket(webSocketClose(code, a.text()));
          }}},
    };
    return kFaults;
}

FaultScript readFault(std::string_view line)
{
    Arguments arguments(line);
    const auto name = arguments.word();
    const auto known = knownFaults().find(name);
    if (known == knownFaults().end())
        throw std::invalid_argument("unknown fault \"" + std::string(name) + "\"; known are\n" + faultNames());
    auto script = known->second.make(arguments);
    if (const auto rest = arguments.word(); !rest.empty())
        throw std::invalid_argument(std::string(name) + " takes " +
                                    std::string(known->second.arguments.empty() ? "nothing" : known->second.arguments));
    return script;
}

} // namespace

tl::expected<FaultScript, std::string> readFaultScript(std::string_view text)
{
    std::map<std::string, std::vector<FaultScript>> faultsOf;
    for (int number = 1; !text.empty(); ++number) {
        auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (line.find_first_not_of(' ') == std::string_view::npos || line.starts_with('#'))
            continue;
        try {
            if (!line.starts_with('/'))
                throw std::invalid_argument("a line begins with a path");
            const auto path = line.substr(0, line.find(' '));
            line.remove_prefix(path.size());
            faultsOf[std::string(path)].push_back(readFault(line));
        } catch (const std::invalid_argument& error) {
            return tl::unexpected("line " + std::to_string(number) + ": " + error.what());
        }
    }
    std::map<std::string, FaultScript> scripts;
    for (auto& [path, all] : faultsOf)
        scripts[path] = all.size() == 1 ? all.front() : faults::inTurn(std::move(all));
    return faults::respondByPath(scripts);
}

std::string faultNames()
{
    std::string names;
    for (const auto& [name, fault] : knownFaults())
        names.append(name).append(fault.arguments.empty() ? "" : " ").append(fault.arguments).append("\n");
    return names;
}

} // namespace nocturne::test
