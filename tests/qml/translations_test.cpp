// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace Qt::StringLiterals;

namespace {

// Words of the sources that `path` has no translation for.
QStringList unfinished(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {u"cannot open "_s + path};
    QStringList out;
    QString source;
    QXmlStreamReader xml(&file);
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == u"source"_s)
            source = xml.readElementText();
        else if (xml.name() == u"translation"_s && xml.attributes().value(u"type"_s) == u"unfinished"_s)
            out.append(source);
    }
    return out;
}

} // namespace

class TranslationsTest : public QObject
{
    Q_OBJECT

private slots:
    void everyWordOfTheSourcesIsTranslated_data()
    {
        QTest::addColumn<QString>("language");
        QTest::newRow("German") << u"de"_s;
        QTest::newRow("Arabic") << u"ar"_s;
    }
    void everyWordOfTheSourcesIsTranslated()
    {
        QFETCH(QString, language);
        const QDir root(QStringLiteral(NOCTURNE_SOURCE_DIR));
        QTemporaryDir folder;
        const QString copy = folder.filePath(u"nocturne_%1.ts"_s.arg(language));
        QVERIFY(QFile::copy(root.filePath(u"translations/nocturne_%1.ts"_s.arg(language)), copy));
        QProcess lupdate;
        lupdate.start(QStringLiteral(NOCTURNE_LUPDATE),
                      {u"-locations"_s, u"none"_s, u"-silent"_s, u"-I"_s, root.path(), u"-I"_s, root.filePath(u"src"_s),
                       root.filePath(u"ui"_s), root.filePath(u"qml"_s), u"-ts"_s, copy});
        QVERIFY(lupdate.waitForFinished(60000));
        QCOMPARE(lupdate.exitCode(), 0);

        QCOMPARE(unfinished(copy), QStringList());
    }
};

QTEST_GUILESS_MAIN(TranslationsTest)
#include "translations_test.moc"
