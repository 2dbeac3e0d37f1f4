// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// docs/systems.md has one row for each name of the five documents, in their order, and names tests that there are. So
// does docs/faults.md for each row of the fault matrix.
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

const QString kRoot = QStringLiteral(NOCTURNE_SOURCE_DIR);

QString contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

struct Row
{
    QString key; // "001 GET /metrics"
    QString where;
    QString tests;
};

/// The rows of the tables of a page, each under the number of its chapter.
QList<Row> rowsOf(const QString& page)
{
    QList<Row> rows;
    QString system;
    const auto lines = contentOf(kRoot + page).split(u'\n');
    for (const auto& line : lines) {
        if (line.startsWith(u"## "_s))
            system = line.mid(3).section(u':', 0, 0);
        const auto cells = line.split(u'|');
        if (cells.size() != 5 || cells[1].startsWith(u" ---"_s) || cells[1] == u" row "_s)
            continue;
        rows.append({system + u' ' + cells[1].trimmed(), cells[2].trimmed(), cells[3].trimmed()});
    }
    return rows;
}

} // namespace

class SystemsTest : public QObject
{
    Q_OBJECT

private slots:
    void eachNameOfTheDocumentsHasItsRow()
    {
        QStringList keys;
        const auto rows = rowsOf(u"/docs/systems.md"_s);
        for (const auto& row : rows)
            keys.append(row.key);

        const auto wanted = contentOf(kRoot + u"/tests/packs/systems_rows.txt"_s).trimmed().split(u'\n');

        QCOMPARE(wanted.size(), 223);
        QCOMPARE(keys, wanted);
    }

    void eachRowOfTheFaultMatrixIsThere()
    {
        QStringList wanted;
        for (int i = 1; i <= 15; ++i)
            wanted += u"H%1"_s.arg(i);
        for (int i = 1; i <= 8; ++i)
            wanted += u"W%1"_s.arg(i);
        for (const int i : {1, 2, 3, 4, 5, 6, 7, 19, 20})
            wanted += u"SEC%1"_s.arg(i);

        QStringList numbers;
        for (const auto& row : rowsOf(u"/docs/faults.md"_s)) {
            static const QRegularExpression number(u"\\b(H|W|SEC)[0-9]+\\b"_s);
            numbers += number.match(row.key).captured(0);
        }

        QCOMPARE(numbers, wanted);
    }

    void eachRowSaysWhereAndWhatIsThereHasATestThatExists_data()
    {
        QTest::addColumn<QString>("page");
        QTest::newRow("systems") << u"/docs/systems.md"_s;
        QTest::newRow("faults") << u"/docs/faults.md"_s;
    }
    void eachRowSaysWhereAndWhatIsThereHasATestThatExists()
    {
        QFETCH(QString, page);

        const auto rows = rowsOf(page);

        QVERIFY(!rows.isEmpty());
        for (const auto& row : rows) {
            QVERIFY2(!row.where.isEmpty(), qPrintable(row.key));
            QVERIFY2(!row.tests.isEmpty() || row.where.contains(u"later"_s), qPrintable(row.key));
        }
    }

    void theTestsThatAPageNamesExist_data()
    {
        QTest::addColumn<QString>("page");
        QTest::newRow("systems") << u"/docs/systems.md"_s;
        QTest::newRow("faults") << u"/docs/faults.md"_s;
    }
    void theTestsThatAPageNamesExist()
    {
        QFETCH(QString, page);
        const auto builds = everyFile(u"CMakeLists.txt"_s);
        const auto sources = everyFile(u"*.cpp"_s);
        // In the column of tests all names are of tests, elsewhere those that begin as they do.
        static const QRegularExpression inColumn(u"`([a-z0-9_]+)(?:::([A-Za-z0-9]+))?`"_s);
        static const QRegularExpression inText(
            u"`((?:unit|integration|crash|notify|fuzz)_[a-z0-9_]+)(?:::([A-Za-z0-9]+))?`"_s);
        int names = 0;
        const auto check = [&](const QString& text, const QRegularExpression& name) {
            for (auto found = name.globalMatch(text); found.hasNext(); ++names) {
                const auto match = found.next();
                const QRegularExpression defined(u"(nocturne_add_(test|fuzz)\\(|NAME )%1\\b"_s.arg(match.captured(1)));
                QVERIFY2(builds.contains(defined), qPrintable(match.captured(1)));
                const auto function = match.captured(2);
                QVERIFY2(function.isEmpty() || sources.contains(u"void %1()"_s.arg(function)), qPrintable(function));
            }
        };
        check(contentOf(kRoot + page), inText);
        for (const auto& row : rowsOf(page))
            check(row.tests, inColumn);
        QVERIFY(names > 50);
    }

private:
    static QString everyFile(const QString& pattern)
    {
        QString all;
        QDirIterator files(kRoot + u"/tests"_s, {pattern}, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const auto path = files.next();
            if (!path.contains(u"/node_modules/"_s))
                all += contentOf(path);
        }
        return all;
    }
};

QTEST_GUILESS_MAIN(SystemsTest)
#include "systems_test.moc"
