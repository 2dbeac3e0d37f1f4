// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <fstream>
#include <sstream>

#include <QTemporaryDir>
#include <QTest>

#include "watch/rules/rule_book.h"

using namespace nocturne;
using namespace nocturne::rules;

namespace {

struct Shelf
{
    QTemporaryDir folder;
    PosixIo io;
    std::string path = folder.filePath(QStringLiteral("rules/nocturne.rules.yml")).toStdString();
    std::vector<RuleGroup> applied;
    int times = 0;
    RuleBook book{io, path, {}, [this](std::vector<RuleGroup> groups) -> Result<void> {
                      applied = std::move(groups);
                      ++times;
                      return {};
                  }};

    std::string text() const
    {
        std::ostringstream out;
        out << std::ifstream(path, std::ios::binary).rdbuf();
        return out.str();
    }
    void put(const std::string& text) const
    {
        (void)QDir().mkpath(folder.filePath(QStringLiteral("rules")));
        std::ofstream(path, std::ios::binary) << text;
    }
    RuleBook::Edition read() const
    {
        auto edition = book.read();
        return edition ? std::move(*edition) : RuleBook::Edition();
    }
};

ThresholdRule rule(const std::string& name, double threshold)
{
    ThresholdRule made;
    made.name = name;
    made.measured = "v";
    made.threshold = threshold;
    made.severity = "warning";
    return made;
}

std::string error(const Result<void>& result) { return result ? std::string() : result.error().message; }

constexpr const char* kByHand = R"(# my own words
groups:
  - name: "Nocturne"
    # how often
    interval: 15s
    rules:
      # about A
      - alert: "A"
        expr: "v > 1"
      # about B
      - alert: B            # in the way of a person
        expr: >
          v > 2

      - alert: "C"
        expr: "v > 3"
        for: 5m
      # the end
)";

} // namespace

class RuleBookTest : public QObject
{
    Q_OBJECT

private slots:
    void theFirstRuleMakesTheFileAndActs()
    {
        Shelf shelf;
        QVERIFY(!shelf.read().exists);

        QCOMPARE(error(shelf.book.save(shelf.read(), rule("Hot", 5))), std::string());

        QCOMPARE(shelf.times, 1);
        QCOMPARE(shelf.applied.size(), std::size_t(1));
        QCOMPARE(shelf.applied[0].rules.at(0).expression, std::string("v > 5"));
        const auto edition = shelf.read();
        QCOMPARE(edition.entries.size(), std::size_t(1));
        QVERIFY(edition.entries[0].form == rule("Hot", 5));
        QVERIFY(edition.entries[0].isEditable());
        QVERIFY(!readRuleFile(shelf.text(), "x.yml").findings.hasErrors());
    }

    void rulesAreAddedChangedAndTakenOut()
    {
        Shelf shelf;
        for (int i = 0; i < 3; ++i)
            QVERIFY(shelf.book.save(shelf.read(), rule("R" + std::to_string(i), i)));
        QVERIFY(shelf.book.save(shelf.read(), rule("New", 9), 1));
        QVERIFY(shelf.book.remove(shelf.read(), 0));

        auto edition = shelf.read();
        QCOMPARE(edition.entries.size(), std::size_t(2));
        QCOMPARE(edition.entries[0].rule.alert, std::string("New"));
        QCOMPARE(edition.entries[1].rule.alert, std::string("R2"));
        QVERIFY(shelf.book.remove(edition, 1));
        QVERIFY(shelf.book.remove(shelf.read(), 0));
        QVERIFY(shelf.read().entries.empty());
        QVERIFY(shelf.applied.at(0).rules.empty());
        QCOMPARE(error(shelf.book.save(shelf.read(), rule("Again", 1))), std::string());
        QCOMPARE(shelf.read().entries.size(), std::size_t(1));
    }

    void whatPeopleWroteStays()
    {
        Shelf shelf;
        shelf.put(kByHand);
        auto edition = shelf.read();
        QCOMPARE(edition.entries.size(), std::size_t(3));
        QVERIFY(edition.entries[0].isEditable());
        QVERIFY(!edition.entries[1].isEditable());
        QVERIFY(edition.entries[1].isRemovable);
        QVERIFY(edition.entries[2].isEditable());

        QVERIFY(shelf.book.save(edition, rule("A2", 7), 0));
        QVERIFY(shelf.book.remove(shelf.read(), 2));

        QCOMPARE(shelf.text(), std::string(R"(# my own words
groups:
  - name: "Nocturne"
    # how often
    interval: 15s
    rules:
      # about A
      - alert: "A2"
        expr: "v > 7"
        labels:
          "severity": "warning"
      # about B
      - alert: B            # in the way of a person
        expr: >
          v > 2

      # the end
)"));
        QVERIFY(shelf.book.save(shelf.read(), rule("D", 4)));
        QVERIFY(shelf.text().find("# the end\n      - alert: \"D\"\n") != std::string::npos);
        QVERIFY(!error(shelf.book.save(shelf.read(), rule("B", 4), 1)).empty());
    }

    void aFileThatChangedIsNotWrittenOver()
    {
        Shelf shelf;
        shelf.put(kByHand);
        const auto edition = shelf.read();
        const auto changed = std::string(kByHand) + "# news\n";
        shelf.put(changed);

        const auto saved = shelf.book.save(edition, rule("D", 4));
        const auto removed = shelf.book.remove(edition, 0);

        QVERIFY(error(saved).find("changed by somebody else") != std::string::npos);
        QVERIFY(error(removed).find("changed by somebody else") != std::string::npos);
        QCOMPARE(shelf.text(), changed);
        QCOMPARE(shelf.times, 0);
        std::filesystem::remove(shelf.path);
        QVERIFY(!error(shelf.book.save(edition, rule("D", 4))).empty());
        QVERIFY(!std::filesystem::exists(shelf.path));
    }

    void aFileOfAnotherShapeIsRefused_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("flow style") << "groups: [{name: g, rules: [{alert: A, expr: v > 1}]}]\n";
        QTest::newRow("no list") << "groups: []\n";
        QTest::newRow("another depth") << "groups:\n- name: g\n  rules:\n  - alert: \"A\"\n    expr: \"v > 1\"\n";
        QTest::newRow("a key behind the rules")
            << "groups:\n  - name: g\n    rules:\n      - alert: \"A\"\n        expr: \"v > 1\"\n    limit: 3\n";
        QTest::newRow("labels of the group")
            << "groups:\n  - name: g\n    labels: {a: b}\n    rules:\n      - alert: \"A\"\n        expr: \"v > 1\"\n";
        QTest::newRow("a second document") << "groups: []\n---\ngroups:\n  - name: g\n    rules:\n";
    }

    void aFileOfAnotherShapeIsRefused()
    {
        QFETCH(QString, text);
        Shelf shelf;
        shelf.put(text.toStdString());

        QVERIFY(error(shelf.book.save(shelf.read(), rule("D", 4))).find("with an editor") != std::string::npos);
        QCOMPARE(shelf.text(), text.toStdString());
    }

    void errorsOfTheFileAreTold()
    {
        Shelf shelf;
        shelf.put("groups:\n  - name: g\n    rules:\n      - alert: A\n        expr: v >\n");

        const auto edition = shelf.book.read();

        QVERIFY(!edition);
        QVERIFY(edition.error().message.starts_with(shelf.path + ":5:"));
    }

    void namesAreGivenOnce()
    {
        Shelf shelf;
        QVERIFY(shelf.book.save(shelf.read(), rule("A", 1)));
        QVERIFY(error(shelf.book.save(shelf.read(), rule("A", 2))).starts_with("there is a rule \"A\""));
        QCOMPARE(error(shelf.book.save(shelf.read(), rule("A", 2), 0)), std::string());
    }

    void aLinkIsFollowedAndPermissionsStay()
    {
        Shelf shelf;
        shelf.put(kByHand);
        const auto real = shelf.folder.filePath(QStringLiteral("real.yml")).toStdString();
        std::filesystem::rename(shelf.path, real);
        std::filesystem::create_symlink(real, shelf.path);
        std::filesystem::permissions(real, std::filesystem::perms(0640));

        QVERIFY(shelf.book.save(shelf.read(), rule("D", 4)));

        QVERIFY(std::filesystem::is_symlink(shelf.path));
        QVERIFY(std::filesystem::status(real).permissions() == std::filesystem::perms(0640));
        QCOMPARE(shelf.read().entries.size(), std::size_t(4));
    }
};

QTEST_GUILESS_MAIN(RuleBookTest)
#include "rule_book_test.moc"
