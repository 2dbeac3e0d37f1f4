// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/health/health_document.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <map>
#include <set>

#include <simdjson.h>

#include "base/core/number.h"
#include "base/core/text.h"

namespace nocturne::health {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

namespace {

constexpr std::size_t kMaxDepth = 16;
constexpr std::size_t kMaxNameBytes = 128;
constexpr std::size_t kMaxDetailsBytes = 1024;
constexpr double kNanosecond = 1e-9;

std::optional<element> member(const object& from, std::initializer_list<std::string_view> keys)
{
    for (const auto key : keys) {
        element found;
        if (from.at_key(key).get(found) == simdjson::SUCCESS && !found.is_null())
            return found;
    }
    return std::nullopt;
}

std::optional<object> objectOf(const std::optional<element>& value)
{
    object found;
    if (!value || value->get(found) != simdjson::SUCCESS)
        return std::nullopt;
    return found;
}

std::string cut(std::string_view text, std::size_t maxBytes)
{
    if (text.size() <= maxBytes)
        return std::string(text);
    std::size_t end = maxBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U)
        --end;
    return std::string(text.substr(0, end));
}

/// A text as it is, anything else as its JSON.
std::string textOf(const std::optional<element>& value, std::size_t maxBytes)
{
    std::string_view text;
    if (!value)
        return {};
    if (value->get(text) == simdjson::SUCCESS)
        return cut(text, maxBytes);
    return cut(simdjson::minify(*value), maxBytes);
}

std::optional<double> secondsOf(const std::optional<element>& duration)
{
    double nanoseconds = 0;
    std::string_view text;
    if (!duration)
        return std::nullopt;
    if (duration->get(nanoseconds) == simdjson::SUCCESS)
        return nanoseconds >= 0 ? std::optional(nanoseconds * kNanosecond) : std::nullopt;
    return duration->get(text) == simdjson::SUCCESS ? parseGoDuration(text) : std::nullopt;
}

/// A status is a word or, in some services, a truth value.
std::optional<HealthState> stateOf(const object& from)
{
    const auto status = member(from, {"status", "state"});
    std::string_view word;
    bool flag = false;
    if (status && status->get(word) == simdjson::SUCCESS)
        return stateFromWord(word);
    if (status && status->get(flag) == simdjson::SUCCESS)
        return flag ? HealthState::Up : HealthState::Down;
    return std::nullopt;
}

/// What the document says of itself.
std::optional<HealthState> ownVerdict(const object& root)
{
    if (const auto state = stateOf(root))
        return state;
    const auto flag = member(root, {"success", "healthy"});
    bool success = false;
    if (!flag || flag->get(success) != simdjson::SUCCESS)
        return std::nullopt;
    return success ? HealthState::Up : HealthState::Down;
}

/// Collects components and judges them all, also those that it does not keep. Of equal names the first keeps its name
/// and later ones are numbered.
class Components
{
public:
    Components(std::size_t limit, HealthState unstated)
        : m_limit(limit)
        , m_unstated(unstated)
    {}

    /// The state of a component that states none.
    HealthState unstated() const { return m_unstated; }

    void add(HealthComponent component)
    {
        m_judged = true;
        m_worst = worse(component.state, m_worst);
        const bool isFull = m_list.size() == m_limit;
        if (component.name.empty() || isFull) {
            m_leftOut += component.name.empty() ? 0 : 1;
            noteLeftOut(std::move(component));
            return;
        }
        const auto name = component.name;
        while (!m_names.insert(component.name).second)
            component.name = name + "#" + std::to_string(++m_numbers.try_emplace(name, 1).first->second);
        m_list.push_back(std::move(component));
    }

    bool judged() const { return m_judged; }
    HealthState worst() const { return m_worst; }

    void moveTo(HealthDocument& document)
    {
        document.components = std::move(m_list);
        document.leftOut = m_leftOut;
        document.worstLeftOut = std::move(m_worstLeftOut);
    }

private:
    void noteLeftOut(HealthComponent component)
    {
        const auto known = m_worstLeftOut ? m_worstLeftOut->state : HealthState::Up;
        if (valueOf(component.state) < valueOf(known))
            m_worstLeftOut = std::move(component);
    }

    std::size_t m_limit;
    HealthState m_unstated;
    HealthState m_worst = HealthState::Up;
    bool m_judged = false;
    std::vector<HealthComponent> m_list;
    std::set<std::string> m_names;
    std::map<std::string, int> m_numbers; ///< the last one given to a name, so that many of one name cost no search
    std::size_t m_leftOut = 0;
    std::optional<HealthComponent> m_worstLeftOut;
};

HealthComponent readCheck(std::string_view name, const object& check, HealthState unstated)
{
    HealthComponent component;
    component.name = cut(name, kMaxNameBytes);
    component.state = stateOf(check).value_or(unstated);
    component.details = textOf(member(check, {"details", "detail", "message", "error", "output"}), kMaxDetailsBytes);
    component.seconds = secondsOf(member(check, {"duration"}));
    return component;
}

void readList(const array& checks, Components& into)
{
    for (const element item : checks) {
        if (const auto check = objectOf(item))
            into.add(
                readCheck(textOf(member(*check, {"component", "name", "id"}), kMaxNameBytes), *check, into.unstated()));
    }
}

/// The response time of the IETF form, where it is given in a unit of time.
std::optional<double> observedSeconds(const object& check)
{
    constexpr std::array<std::pair<std::string_view, double>, 4> kUnits = {
        {{"ns", 1e-9}, {"us", 1e-6}, {"ms", 1e-3}, {"s", 1}}};
    const auto unit = textOf(member(check, {"observedUnit"}), 8);
    const auto known = std::ranges::find(kUnits, unit, &std::pair<std::string_view, double>::first);
    const auto observed = member(check, {"observedValue"});
    double value = 0;
    if (known == kUnits.end() || !observed || observed->get(value) != simdjson::SUCCESS || value < 0)
        return std::nullopt;
    return value * known->second;
}

void readMap(const object& checks, const std::string& prefix, Components& into)
{
    for (const auto& [key, value] : checks) {
        const auto name = prefix + std::string(key);
        array entries;
        if (value.get(entries) == simdjson::SUCCESS) {
            for (const element entry : entries) {
                const auto check = objectOf(entry);
                if (!check)
                    continue;
                auto component = readCheck(name, *check, into.unstated());
                if (!component.seconds)
                    component.seconds = observedSeconds(*check);
                into.add(std::move(component));
            }
            continue;
        }
        const auto check = objectOf(value);
        if (check && (member(*check, {"status", "state"})))
            into.add(readCheck(name, *check, into.unstated()));
        std::string_view word;
        if (value.get(word) == simdjson::SUCCESS)
            into.add({cut(name, kMaxNameBytes), stateFromWord(word), {}, {}});
        if (const auto nested = check ? objectOf(member(*check, {"components"})) : std::nullopt)
            readMap(*nested, name + "/", into);
    }
}

HealthDocument concluded(Components& components, std::optional<HealthState> own)
{
    HealthDocument document;
    components.moveTo(document);
    document.told = worse(own.value_or(HealthState::Up), components.worst());
    // What is seen in part is not shown as up.
    document.state = document.leftOut > 0 ? worse(document.told, HealthState::Degraded) : document.told;
    return document;
}

Result<HealthDocument> readDocument(const object& root, const DocumentLimits& limits)
{
    const auto checks = member(root, {"checks", "components", "dependencies", "services"});
    const auto data = objectOf(member(root, {"data"}));
    if (!checks && !member(root, {"status", "state"}) && data)
        return readDocument(*data, limits);

    const auto own = ownVerdict(root);
    Components components(limits.components, own.value_or(HealthState::Degraded));
    array list;
    if (checks && checks->get(list) == simdjson::SUCCESS)
        readList(list, components);
    else if (const auto map = objectOf(checks))
        readMap(*map, {}, components);

    if (!own && !components.judged())
        return fail(Error::Kind::InvalidInput,
                    "the answer is JSON and no health document: it has no status and no checks");
    return concluded(components, own);
}

/// "[+]ping ok", "[-]etcd failed: reason withheld", "[+]poststarthook/x excluded: ok"; the last line, "livez check
/// passed", says what the lines say. Source: Kubernetes, apiserver/pkg/server/healthz, handleRootHealth().
HealthDocument readVerboseText(std::string_view text, const DocumentLimits& limits)
{
    Components components(limits.components, HealthState::Degraded);
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = trimmed(text.substr(0, end), " \t\r");
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!line.starts_with("[+]") && !line.starts_with("[-]"))
            continue;
        const auto state = line[1] == '+' ? HealthState::Up : HealthState::Down;
        line.remove_prefix(3);
        const auto blank = std::min(line.find(' '), line.size());
        const auto rest = trimmed(line.substr(blank));
        components.add({printable(line.substr(0, blank), kMaxNameBytes),
                        state,
                        rest == "ok" ? std::string() : printable(rest, kMaxDetailsBytes),
                        {}});
    }
    return concluded(components, std::nullopt);
}

bool isVerboseText(std::string_view text)
{
    const auto start = trimmed(text.substr(0, std::min<std::size_t>(text.size(), 256)), " \t\r\n");
    return start.starts_with("[+]") || start.starts_with("[-]");
}

} // namespace

Result<HealthDocument> parseHealthDocument(std::string_view text, const DocumentLimits& limits)
{
    if (text.size() > limits.bytes)
        return fail(Error::Kind::LimitExceeded, "the health document is larger than " + std::to_string(limits.bytes) +
                                                    " bytes: raise limits.health_body_bytes");
    if (isVerboseText(text))
        return readVerboseText(text, limits);
    simdjson::dom::parser parser(std::max<std::size_t>(limits.bytes, 256));
    if (parser.allocate(std::max<std::size_t>(text.size(), 256), kMaxDepth) != simdjson::SUCCESS)
        return fail(Error::Kind::LimitExceeded, "no memory is left to read the health document");
    element root;
    if (const auto error = parser.parse(text.data(), text.size()).get(root); error != simdjson::SUCCESS)
        return fail(Error::Kind::InvalidInput,
                    std::string("the answer is not JSON: ") + simdjson::error_message(error));
    const auto document = objectOf(root);
    if (!document)
        return fail(Error::Kind::InvalidInput, "the answer is JSON and no object");
    return readDocument(*document, limits);
}

std::optional<double> parseGoDuration(std::string_view text)
{
    constexpr std::array<std::pair<std::string_view, double>, 8> kUnits = {{{"ns", 1e-9},
                                                                            {"us", 1e-6},
                                                                            {"\xc2\xb5s", 1e-6},
                                                                            {"\xce\xbcs", 1e-6},
                                                                            {"ms", 1e-3},
                                                                            {"s", 1},
                                                                            {"m", 60},
                                                                            {"h", 3600}}};
    if (text == "0")
        return 0;
    if (text.empty() || text.size() > 64)
        return std::nullopt;
    double sum = 0;
    while (!text.empty()) {
        const auto digits = std::min(text.find_first_not_of("0123456789."), text.size());
        const auto number = parseNumber(text.substr(0, digits));
        text.remove_prefix(digits);
        const auto unit = std::ranges::find_if(kUnits, [&](const auto& candidate) {
            const auto rest = text.substr(std::min(candidate.first.size(), text.size()));
            return text.starts_with(candidate.first) && (rest.empty() || (rest[0] >= '0' && rest[0] <= '9'));
        });
        if (!number || unit == kUnits.end())
            return std::nullopt;
        sum += *number * unit->second;
        text.remove_prefix(unit->first.size());
    }
    return sum;
}

} // namespace nocturne::health
