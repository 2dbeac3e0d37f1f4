// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory> // first: moc cannot read <compare> before the library's own macros are there

#include "engine/model/label_set.h"

#include <QtTest>

#include <map>
#include <random>
#include <thread>

using namespace nocturne::model;

namespace {

QString text(const LabelSet& labels) { return QString::fromStdString(labels.toString()); }

} // namespace

class LabelSetTest : public QObject
{
    Q_OBJECT

private slots:
    void orderOfLabelsDoesNotMatter()
    {
        const LabelSet a{{"__name__", "up"}, {"job", "api"}};
        const LabelSet b{{"job", "api"}, {"__name__", "up"}};

        QVERIFY(a == b);
        QCOMPARE(a.hash(), b.hash());
        QCOMPARE(a.size(), std::size_t{2});
    }
    void theLastOfEqualNamesWinsAndEmptyValuesAreNone()
    {
        QVERIFY((LabelSet{{"a", "1"}, {"a", "2"}} == LabelSet{{"a", "2"}}));
        QVERIFY((LabelSet{{"a", "1"}, {"a", ""}} == LabelSet{}));
        QVERIFY((LabelSet{{"a", ""}}.empty()));
    }
    void boundariesOfTextTellSetsApart()
    {
        QVERIFY(!(LabelSet{{"ab", "c"}} == LabelSet{{"a", "bc"}}));
        QVERIFY(!(LabelSet{{"a", "b"}, {"c", "d"}} == LabelSet{{"a", "bcd"}}));
    }
    void absentLabelsReadAsEmpty()
    {
        const LabelSet labels{{"__name__", "up"}, {"job", "api"}};

        QVERIFY(labels.get("job") == "api");
        QVERIFY(labels.get("jo").empty());
        QVERIFY(!labels.contains("instance"));
        QVERIFY(labels.metricName() == "up");
        QVERIFY(LabelSet().get("job").empty());
    }
    void order_data()
    {
        QTest::addColumn<QString>("smaller");
        QTest::addColumn<QString>("larger");
        QTest::newRow("prefix first") << "a=1"
                                      << "a=1,b=1";
        QTest::newRow("empty first") << ""
                                     << "a=1";
        QTest::newRow("name before value") << "a=9"
                                           << "b=1";
        QTest::newRow("then value") << "a=1,b=2"
                                    << "a=2,b=1";
        QTest::newRow("bytes are unsigned") << "a=z"
                                            << "a=é";
    }
    void order()
    {
        const auto make = [](const QString& spec) {
            LabelSetBuilder builder;
            for (const auto& part : spec.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
                const auto pieces = part.split(QLatin1Char('='));
                builder.set(pieces[0].toStdString(), pieces[1].toStdString());
            }
            return builder.build();
        };
        QFETCH(QString, smaller);
        QFETCH(QString, larger);

        QVERIFY(make(smaller) < make(larger));
        QVERIFY(make(larger) > make(smaller));
    }
    void orderIsThatOfNamesAndValuesInTurn()
    {
        using Plain = std::vector<std::pair<std::string, std::string>>;
        std::mt19937 random(7); // NOLINT: the same in every run
        const auto word = [&random](std::size_t least) {
            std::string made;
            for (auto i = least + random() % 3; i > 0; --i)
                made += "ab\xc3"[random() % 3];
            return made;
        };
        std::vector<std::pair<Plain, LabelSet>> all;
        for (int i = 0; i < 200; ++i) {
            std::map<std::string, std::string> labels;
            for (auto n = random() % 4; n > 0; --n)
                labels[word(1)] = word(1);
            LabelSetBuilder builder;
            for (const auto& [name, value] : labels)
                builder.set(name, value);
            all.emplace_back(Plain(labels.begin(), labels.end()), builder.build());
        }

        for (const auto& [plainA, a] : all) {
            for (const auto& [plainB, b] : all)
                QVERIFY((a <=> b) == (plainA <=> plainB));
        }
    }
    void onlyAndWithoutArePartners()
    {
        const LabelSet labels{{"__name__", "up"}, {"a", "1"}, {"b", "2"}};
        const std::vector<std::string> names = {"b", "absent", "__name__"};

        QCOMPARE(text(labels.only(names)), QStringLiteral("up{b=\"2\"}"));
        QCOMPARE(text(labels.without(names)), QStringLiteral("{a=\"1\"}"));
        QCOMPARE(text(labels.withoutMetricName()), QStringLiteral("{a=\"1\", b=\"2\"}"));
    }
    void print_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("label");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QString>("expected");
        QTest::newRow("plain") << QByteArray("up") << QByteArray("a") << QByteArray("1") << "up{a=\"1\"}";
        QTest::newRow("name alone") << QByteArray("a:b") << QByteArray("a") << QByteArray() << "a:b";
        QTest::newRow("escapes") << QByteArray("up") << QByteArray("a") << QByteArray("\"\\\n")
                                 << "up{a=\"\\\"\\\\\\n\"}";
        QTest::newRow("quoted metric") << QByteArray("http.rate") << QByteArray("a") << QByteArray("1")
                                       << "{\"http.rate\", a=\"1\"}";
        QTest::newRow("quoted label") << QByteArray("up") << QByteArray("a:b") << QByteArray("1")
                                      << "up{\"a:b\"=\"1\"}";
        QTest::newRow("nothing") << QByteArray() << QByteArray("a") << QByteArray() << "{}";
    }
    void print()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, label);
        QFETCH(QByteArray, value);
        QFETCH(QString, expected);
        const LabelSet labels{{"__name__", {name.data(), std::size_t(name.size())}},
                              {{label.data(), std::size_t(label.size())}, {value.data(), std::size_t(value.size())}}};

        QCOMPARE(text(labels), expected);
    }
    void builderChangesACopy()
    {
        const LabelSet base{{"__name__", "up"}, {"job", "api"}};
        LabelSetBuilder builder(base);

        builder.set("job", "db").set("zone", "a").remove("__name__");

        QVERIFY(builder.get("job") == "db");
        QCOMPARE(text(builder.build()), QStringLiteral("{job=\"db\", zone=\"a\"}"));
        QCOMPARE(text(builder.set("zone", "").build()), QStringLiteral("{job=\"db\"}"));
        QCOMPARE(text(base), QStringLiteral("up{job=\"api\"}"));
    }
    void copiesOutliveTheirOriginInOtherThreads()
    {
        auto labels = std::make_unique<LabelSet>(LabelSet{{"__name__", "up"}, {"job", "api"}});
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([copy = *labels] {
                for (int k = 0; k < 1000; ++k) {
                    LabelSet another = copy;
                    const LabelSet moved = std::move(another);
                    if (moved.get("job") != "api")
                        qFatal("a copy lost its text");
                }
            });
        }
        labels.reset();
        threads.clear();
    }
    void assigningToItselfKeepsTheLabels()
    {
        LabelSet labels{{"a", "1"}};
        auto& alias = labels;

        labels = alias;
        labels = std::move(alias);

        QCOMPARE(text(labels), QStringLiteral("{a=\"1\"}"));
    }
};

QTEST_APPLESS_MAIN(LabelSetTest)
#include "label_set_test.moc"
