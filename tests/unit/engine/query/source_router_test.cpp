// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "engine/query/source_router.h"

using namespace nocturne;
using namespace nocturne::query;

namespace {

/// Answers everything with its own name.
class Named final : public QueryService
{
public:
    explicit Named(std::string name)
        : m_name(std::move(name))
    {}

    void instant(InstantQuery, std::stop_token, Done<ResultPtr> done) override { done(answer()); }
    void range(RangeQuery, std::stop_token, Done<ResultPtr> done) override { done(answer()); }
    void labelNames(SeriesQuery, std::stop_token, Done<std::vector<std::string>> done) override { done({{m_name}}); }
    void labelValues(std::string, SeriesQuery, std::stop_token, Done<std::vector<std::string>> done) override
    {
        done({{m_name}});
    }
    void series(SeriesQuery, std::stop_token, Done<std::vector<model::LabelSet>> done) override
    {
        done(std::vector{model::LabelSet{{"by", m_name}}});
    }
    void metadata(std::string, std::stop_token, Done<std::map<std::string, model::Metadata>> done) override
    {
        done(std::map<std::string, model::Metadata>{{m_name, {}}});
    }

private:
    ResultPtr answer() const
    {
        auto result = std::make_shared<QueryResult>();
        result->text = m_name;
        return result;
    }

    std::string m_name;
};

struct Houses
{
    Named here{"here"};
    Named far{"far"};
    Named farther{"farther"};
    SourceRouter router{here};

    Houses() { router.setSources({{"b", &far}, {"a", &farther}}); }

    Result<QueryService::ResultPtr> instant(const std::string& source)
    {
        Result<QueryService::ResultPtr> got;
        router.instant({.expression = "x", .source = source}, {}, [&](auto result) { got = std::move(result); });
        return got;
    }
};

} // namespace

class SourceRouterTest : public QObject
{
    Q_OBJECT

private slots:
    void queriesGoWhereTheyName()
    {
        Houses houses;

        QCOMPARE((*houses.instant(""))->text, std::string("here"));
        QCOMPARE((*houses.instant("a"))->text, std::string("farther"));
        QCOMPARE((*houses.instant("b"))->text, std::string("far"));
        QCOMPARE(houses.router.sources(), (std::vector<std::string>{"b", "a"}));
    }

    void allKindsOfQuestionsAreRouted()
    {
        Houses houses;
        std::string range;
        std::vector<std::string> answers;
        const auto note = [&](Result<std::vector<std::string>> result) { answers.push_back(result->front()); };

        houses.router.range({.expression = "x", .source = "a"}, {}, [&](auto result) { range = (*result)->text; });
        houses.router.labelNames({.source = "b"}, {}, note);
        houses.router.labelValues("job", {.source = "a"}, {}, note);
        houses.router.series({.source = "b"}, {},
                             [&](auto result) { answers.emplace_back(result->front().get("by")); });

        QCOMPARE(range, std::string("farther"));
        QCOMPARE(answers, (std::vector<std::string>{"far", "farther", "far"}));
    }

    void unknownSourceIsNamedWithThoseThereAre()
    {
        Houses houses;

        const auto unknown = houses.instant("c");
        houses.router.setSources({});
        const auto none = houses.instant("a");

        QVERIFY(unknown.error().kind == Error::Kind::NotFound);
        QCOMPARE(unknown.error().message, std::string("there is no data source \"c\": there are b, a"));
        QCOMPARE(none.error().message,
                 std::string("there is no data source \"a\": name one under datasources in the configuration"));
    }
};

QTEST_APPLESS_MAIN(SourceRouterTest)
#include "source_router_test.moc"
