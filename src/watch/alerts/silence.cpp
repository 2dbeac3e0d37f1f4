// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/alerts/silence.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace nocturne::alerts {

namespace {

constexpr std::size_t kMostMatchers = 64;
constexpr std::size_t kLongestText = 4096;

/// Whether a label of any value, and of any other, is selected: `.+`, `!="x"`.
bool selectsAnything(const model::Matcher& matcher)
{
    constexpr std::array<std::string_view, 3> kUnlikely = {"\x01 nobody calls it so", "0", "zzz-nobody"};
    return std::ranges::all_of(kUnlikely, [&](std::string_view value) { return matcher.matches(value); });
}

bool isAddressOfPod(const model::LabelSet& labels)
{
    const auto instance = labels.get("instance");
    return labels.contains("pod") && !instance.empty() &&
           std::isdigit(static_cast<unsigned char>(instance.front())) != 0;
}

std::string whyVolatile(std::string_view name, const model::LabelSet& labels)
{
    constexpr std::array<std::string_view, 8> kNames = {"pod",        "pod_name", "pod_ip",  "container_id",
                                                        "replicaset", "uid",      "task_id", "pod_template_hash"};
    if (std::ranges::find(kNames, name) != kNames.end())
        return "gets a new value with each restart, which the silence would miss";
    if (name == "instance" && isAddressOfPod(labels))
        return "is the address of a pod, which the next one does not have";
    return {};
}

} // namespace

std::string_view toString(SilenceState state)
{
    return state == SilenceState::Pending ? "pending" : state == SilenceState::Active ? "active" : "expired";
}

SilencePreview previewSilence(const Matchers& matchers, const AlertList& alerts, std::size_t askAbove)
{
    SilencePreview preview;
    for (const auto& alert : alerts) {
        if (!alert.isActive())
            continue;
        ++preview.active;
        if (model::matchesAll(matchers, alert.labels))
            preview.matching.push_back(alert.id);
    }
    const auto count = preview.matching.size();
    if (std::ranges::all_of(matchers, selectsAnything))
        preview.doubt = "it mutes nearly everything, also what is yet to come";
    else if (count > askAbove || (count > 2 && 2 * count > preview.active))
        preview.doubt = "it mutes " + std::to_string(count) + " of " + std::to_string(preview.active) + " alerts";
    return preview;
}

Result<void> checkSilence(const Silence& silence, Timestamp now)
{
    const auto refuse = [](std::string why) -> Result<void> { return fail(Error::Kind::InvalidInput, std::move(why)); };
    if (silence.createdBy.empty())
        return refuse("a silence needs a name: say who makes it");
    if (silence.matchers.empty())
        return refuse("a silence needs a matcher: say which alerts it is about");
    if (silence.matchers.size() > kMostMatchers)
        return refuse("a silence has 64 matchers at most");
    if (std::ranges::all_of(silence.matchers, &model::Matcher::matchesEmpty))
        return refuse("at least one matcher has to ask for a label: these also match alerts that have none of them");
    for (const auto& matcher : silence.matchers) {
        if (matcher.name().empty() || matcher.name().size() > 512 || matcher.value().size() > kLongestText)
            return refuse("the name or the value of a matcher is empty or too long");
    }
    if (silence.comment.size() > kLongestText || silence.createdBy.size() > 512)
        return refuse("the comment is too long: 4096 bytes are the most");
    if (silence.endsAt <= silence.startsAt)
        return refuse("the silence ends before it starts: give it a length of more than nothing");
    if (silence.endsAt <= now)
        return refuse("the end of the silence lies in the past");
    if (silence.endsAt - silence.startsAt > std::chrono::milliseconds(kLongestSilence).count())
        return refuse("a silence lasts a year at most: what is never to be heard of is a rule to change");
    return {};
}

std::vector<SuggestedMatcher> suggestMatchers(const model::LabelSet& labels)
{
    std::vector<SuggestedMatcher> all;
    for (const auto label : labels) {
        auto why = whyVolatile(label.name, labels);
        const bool taken = why.empty();
        all.push_back(
            {model::Matcher::equal(std::string(label.name), std::string(label.value)), taken, std::move(why)});
    }
    return all;
}

} // namespace nocturne::alerts
