// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A request reads alike however its bytes are cut, its end is where it is said to be, and whatever it asks for has one
// answer.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "service/server/access.h"
#include "service/server/api.h"
#include "service/server/body_writer.h"
#include "service/server/parameters.h"
#include "service/server/request_reader.h"

using namespace nocturne;
using namespace nocturne::server;

namespace {

void demand(bool condition, const char* what)
{
    if (condition)
        return;
    std::fprintf(stderr, "%s\n", what);
    std::abort();
}

/// Refuses every question, at once.
class NoQueries final : public query::QueryService
{
public:
    void instant(query::InstantQuery, std::stop_token, Done<ResultPtr> done) override { refuse(done); }
    void range(query::RangeQuery, std::stop_token, Done<ResultPtr> done) override { refuse(done); }
    void labelNames(query::SeriesQuery, std::stop_token, Done<std::vector<std::string>> done) override { refuse(done); }
    void labelValues(std::string, query::SeriesQuery, std::stop_token, Done<std::vector<std::string>> done) override
    {
        refuse(done);
    }
    void series(query::SeriesQuery, std::stop_token, Done<std::vector<model::LabelSet>> done) override { refuse(done); }
    void metadata(std::string, std::stop_token, Done<std::map<std::string, model::Metadata>> done) override
    {
        refuse(done);
    }

private:
    template <typename Done>
    static void refuse(const Done& done)
    {
        done(fail(Error::Kind::Unavailable, "no"));
    }
};

class NoFacts final : public Facts
{
public:
    std::vector<TargetFacts> targets() const override { return {}; }
    std::vector<std::pair<std::string, model::LabelSet>> droppedTargets() const override { return {}; }
    std::vector<rules::GroupStatus> ruleGroups() const override { return {}; }
    alerts::AlertBoard::Snapshot alerts() const override { return std::make_shared<const alerts::AlertList>(); }
    StoreFacts store() const override { return {}; }
    std::string ownMetrics(exposition::Format) const override { return {}; }
    bool isReady() const override { return true; }
};

struct Reading
{
    RequestReader reader{HttpLimits{.headerBytes = 2048, .bodyBytes = 1024}};
    std::size_t taken = 0;

    bool goesOn() const
    {
        return reader.state() == RequestReader::State::Header || reader.state() == RequestReader::State::Body;
    }
    void feed(std::string_view bytes) { taken += reader.feed(bytes); }
};

void hasOneAnswer(const HttpRequest& request)
{
    static const SystemClock kClock;
    static NoQueries queries;
    static const NoFacts kFacts;
    static const Api kApi({}, queries, kFacts, kClock);
    static Access access({.hosts = {"a"}, .token = "0123456789abcdef"}, HttpLimits(), kClock);
    int answers = 0;
    kApi.handle(request, {}, [&](const HttpResponse& response) {
        ++answers;
        demand(!reasonPhrase(response.status).empty(), "a status without a name");
        demand(responseHead(response, true).ends_with("\r\n\r\n"), "a head without an end");
    });
    demand(answers == 1, "not one answer");
    if (const auto refusal = access.refuse(request, "x"))
        demand(refusal->status >= 400, "a refusal that is none");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    // NOLINTNEXTLINE: libFuzzer hands over unsigned bytes.
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    Reading whole;
    whole.feed(text);
    Reading bytes;
    for (std::size_t i = 0; i < text.size() && bytes.goesOn(); ++i)
        bytes.feed(text.substr(i, 1));
    demand(whole.reader.state() == bytes.reader.state(), "the cuts decide how it ends");
    if (whole.reader.state() == RequestReader::State::Refused)
        demand(whole.reader.refusalStatus() == bytes.reader.refusalStatus(), "the cuts decide how it is refused");
    if (whole.reader.state() == RequestReader::State::Whole) {
        demand(whole.taken == bytes.taken, "the cuts decide where it ends");
        demand(whole.reader.request() == bytes.reader.request(), "the cuts decide what it says");
        demand(whole.reader.request().body.size() <= 1024, "a body over the limit");
        hasOneAnswer(whole.reader.request());
    }
    static_cast<void>(parseTime(text));
    static_cast<void>(parseSpan(text));
    static_cast<void>(labelNameFromPath(text));
    static_cast<void>(hostOf(text));
    static_cast<void>(acceptsGzip(text));
    return 0;
}
