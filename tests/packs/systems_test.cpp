// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// docs/systems.md has one row for each name of the five documents, in their order, and names tests that there are.
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

QList<Row> rowsOfManual()
{
    QList<Row> rows;
    QString system;
    const auto lines = contentOf(kRoot + u"/docs/systems.md"_s).split(u'\n');
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
        const auto rows = rowsOfManual();
        for (const auto& row : rows)
            keys.append(row.key);

        const auto wanted = contentOf(kRoot + u"/tests/packs/systems_rows.txt"_s).trimmed().split(u'\n');

        QCOMPARE(wanted.size(), 223);
        QCOMPARE(keys, wanted);
    }

    void eachRowSaysWhereAndWhatIsThereHasATestThatExists()
    {
        QString builds;
        QDirIterator files(kRoot + u"/tests"_s, {u"CMakeLists.txt"_s}, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext())
            builds += contentOf(files.next());

        const auto rows = rowsOfManual();
        for (const auto& row : rows) {
            QVERIFY2(!row.where.isEmpty(), qPrintable(row.key));
            QVERIFY2(!row.tests.isEmpty() || row.where.contains(u"later"_s), qPrintable(row.key));
            static const QRegularExpression name(u"`([a-z_]+)`"_s);
            for (auto found = name.globalMatch(row.tests); found.hasNext();) {
                const auto test = found.next().captured(1);
                const QRegularExpression defined(u"(nocturne_add_(test|fuzz)\\(|NAME )%1\\b"_s.arg(test));
                QVERIFY2(builds.contains(defined), qPrintable(row.key + u": "_s + test));
            }
        }
    }
};

QTEST_GUILESS_MAIN(SystemsTest)
#include "systems_test.moc"
