// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/label_index.h"

#include <QtTest>

#include <algorithm>
#include <set>

#include <rapidcheck.h>

using namespace nocturne;
using model::LabelSet;
using model::Matcher;
using tsdb::IdList;
using tsdb::LabelIndex;
using Op = model::Matcher::Op;

namespace {

Matcher matcher(Op op, const char* name, const char* value) { return Matcher::make(op, name, value).value(); }

/// 1 up{job=api,zone=a}  2 up{job=api,zone=b}  3 up{job=db}  4 load{zone=a}
LabelIndex fourSeries()
{
    LabelIndex index;
    index.add(1, {{"__name__", "up"}, {"job", "api"}, {"zone", "a"}});
    index.add(2, {{"__name__", "up"}, {"job", "api"}, {"zone", "b"}});
    index.add(3, {{"__name__", "up"}, {"job", "db"}});
    index.add(4, {{"__name__", "load"}, {"zone", "a"}});
    return index;
}

} // namespace

Q_DECLARE_METATYPE(std::vector<model::Matcher>)
Q_DECLARE_METATYPE(tsdb::IdList)

class LabelIndexTest : public QObject
{
    Q_OBJECT

private slots:
    void select_data()
    {
        QTest::addColumn<std::vector<Matcher>>("matchers");
        QTest::addColumn<IdList>("ids");
        const auto row = [](const char* name, std::vector<Matcher> matchers, IdList ids) {
            QTest::newRow(name) << std::move(matchers) << std::move(ids);
        };
        row("all", {}, {1, 2, 3, 4});
        row("equal", {matcher(Op::Equal, "job", "api")}, {1, 2});
        row("two are joined by and", {matcher(Op::Equal, "job", "api"), matcher(Op::Equal, "zone", "a")}, {1});
        row("no such value", {matcher(Op::Equal, "job", "web")}, {});
        row("no such name", {matcher(Op::Equal, "nope", "a")}, {});
        row("absent by equality with nothing", {matcher(Op::Equal, "zone", "")}, {3});
        row("present", {matcher(Op::NotEqual, "zone", "")}, {1, 2, 4});
        row("not equal takes the absent", {matcher(Op::NotEqual, "zone", "a")}, {2, 3});
        row("not equal to what nobody has", {matcher(Op::NotEqual, "zone", "x")}, {1, 2, 3, 4});
        row("set", {matcher(Op::Regex, "zone", "a|b|c")}, {1, 2, 4});
        row("set with nothing takes the absent", {matcher(Op::Regex, "zone", "a|")}, {1, 3, 4});
        row("expression", {matcher(Op::Regex, "job", "a.+")}, {1, 2});
        row("expression that takes nothing too", {matcher(Op::Regex, "job", "(d.*)?")}, {3, 4});
        row("everything", {matcher(Op::Regex, "job", ".*")}, {1, 2, 3, 4});
        row("something", {matcher(Op::Regex, "job", ".+")}, {1, 2, 3});
        row("nothing", {matcher(Op::NotRegex, "job", ".+")}, {4});
        row("impossible", {matcher(Op::NotRegex, "job", ".*")}, {});
        row("negative expression", {matcher(Op::NotRegex, "job", "a.+")}, {3, 4});
        row("negative set", {matcher(Op::NotRegex, "zone", "a|b")}, {3});
        row("unknown name may be empty", {matcher(Op::Regex, "nope", ".*"), matcher(Op::Equal, "job", "db")}, {3});
        row("contradiction", {matcher(Op::Equal, "job", "api"), matcher(Op::NotEqual, "job", "api")}, {});
    }
    void select()
    {
        QFETCH(std::vector<Matcher>, matchers);
        QFETCH(IdList, ids);

        const auto found = fourSeries().select(matchers, {});

        QVERIFY(found);
        QCOMPARE(*found, ids);
    }

    void namesAndValuesAreSorted()
    {
        const auto index = fourSeries();

        QCOMPARE(index.names(), (std::vector<std::string>{"__name__", "job", "zone"}));
        QCOMPARE(index.values("zone"), (std::vector<std::string>{"a", "b"}));
        QVERIFY(index.values("nope").empty());
        QCOMPARE(index.valueCount("job"), std::size_t{2});
    }
    void removedSeriesLeaveNothingBehind()
    {
        auto index = fourSeries();

        index.remove(std::vector<LabelIndex::Entry>{{1, {{"__name__", "up"}, {"job", "api"}, {"zone", "a"}}},
                                                    {3, {{"__name__", "up"}, {"job", "db"}}}});

        QCOMPARE(index.seriesCount(), std::size_t{2});
        QCOMPARE(index.values("job"), (std::vector<std::string>{"api"}));
        QCOMPARE(*index.select({matcher(Op::Equal, "zone", "a")}, {}), (IdList{4}));
        QCOMPARE(*index.select({matcher(Op::Equal, "job", "")}, {}), (IdList{4}));
    }
    void aStopRequestEndsALongSearch()
    {
        LabelIndex index;
        for (tsdb::SeriesId id = 1; id <= 5000; ++id) {
            const auto value = std::to_string(id);
            index.add(id, {{"id", value}});
        }
        std::stop_source source;
        source.request_stop();

        const auto found = index.select({matcher(Op::Regex, "id", ".*7")}, source.get_token());

        QVERIFY(!found);
        QVERIFY(found.error().kind == Error::Kind::Cancelled);
    }
    void anySelectionAgreesWithTryingEachSeries()
    {
        QVERIFY(rc::check("index against matchesAll", [] {
            const auto word = rc::gen::element<std::string>("", "a", "b", "ab", "abc");
            const auto pattern =
                rc::gen::element<std::string>("", "a", "a|b", "a|", ".*", ".+", "a.*", ".?b", "abc?", "x");
            std::vector<LabelSet> sets;
            LabelIndex index;
            const auto count = *rc::gen::inRange<std::size_t>(0, 60);
            for (std::size_t i = 0; i < count; ++i) {
                const auto x = *word;
                const auto y = *word;
                const auto z = std::to_string(i);
                sets.push_back({{"x", x}, {"y", y}, {"z", z}});
                index.add(static_cast<tsdb::SeriesId>(i), sets.back());
            }
            std::set<std::size_t> removed;
            std::vector<LabelIndex::Entry> entries;
            for (std::size_t i = 0; i < count; i += 1 + i % 3) {
                removed.insert(i);
                entries.push_back({static_cast<tsdb::SeriesId>(i), sets[i]});
            }
            if (*rc::gen::arbitrary<bool>())
                index.remove(entries);
            else
                removed.clear();
            std::vector<Matcher> matchers;
            for (const char* name : {"x", "y", "z"}) {
                const auto op = *rc::gen::element(Op::Equal, Op::NotEqual, Op::Regex, Op::NotRegex);
                if (*rc::gen::inRange(0, 3) != 0)
                    matchers.push_back(Matcher::make(op, name, *pattern).value());
            }

            IdList expected;
            for (std::size_t i = 0; i < count; ++i) {
                if (!removed.contains(i) && matchesAll(matchers, sets[i]))
                    expected.push_back(static_cast<tsdb::SeriesId>(i));
            }
            RC_ASSERT(index.select(matchers, {}).value() == expected);
        }));
    }
    void setOperationsAgreeWithTheStandardOnes()
    {
        QVERIFY(rc::check("postings algebra", [] {
            const auto ids = [] {
                const auto wild =
                    *rc::gen::container<std::set<tsdb::SeriesId>>(rc::gen::inRange<tsdb::SeriesId>(0, 300));
                return IdList(wild.begin(), wild.end());
            };
            const auto a = ids();
            const auto b = ids();
            IdList both;
            IdList rest;
            IdList any;
            std::ranges::set_intersection(a, b, std::back_inserter(both));
            std::ranges::set_difference(a, b, std::back_inserter(rest));
            std::ranges::set_union(a, b, std::back_inserter(any));
            const std::array<std::span<const tsdb::SeriesId>, 2> lists = {a, b};
            RC_ASSERT(tsdb::intersect(a, b) == both);
            RC_ASSERT(tsdb::subtract(a, b) == rest);
            RC_ASSERT(tsdb::unite(lists) == any);
            const auto c = ids();
            IdList bothOfAny;
            std::ranges::set_intersection(c, any, std::back_inserter(bothOfAny));
            RC_ASSERT(tsdb::intersectAny(c, lists) == bothOfAny);
            const IdList far = {1'000'000, 2'000'000'000}; // so far apart that no bits are set for them
            const std::array<std::span<const tsdb::SeriesId>, 3> wide = {a, far, b};
            any.insert(any.end(), far.begin(), far.end());
            RC_ASSERT(tsdb::unite(wide) == any);
        }));
    }
    void postingsStaySortedWhateverTheOrder()
    {
        QVERIFY(rc::check("inserts and removals", [] {
            const auto ids = *rc::gen::unique<std::vector<tsdb::SeriesId>>(rc::gen::inRange<tsdb::SeriesId>(0, 500));
            tsdb::Postings postings;
            for (const auto id : ids)
                postings.insert(id);
            std::set<tsdb::SeriesId> expected(ids.begin(), ids.end());
            IdList gone(expected.begin(), expected.end());
            std::erase_if(gone, [](auto id) { return id % 3 != 0; });
            postings.remove(gone);
            for (const auto id : gone)
                expected.erase(id);
            const auto left = postings.ids();
            RC_ASSERT(std::equal(left.begin(), left.end(), expected.begin(), expected.end()));
        }));
    }
};

QTEST_APPLESS_MAIN(LabelIndexTest)
#include "label_index_test.moc"
