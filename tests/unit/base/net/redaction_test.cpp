// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "base/net/redaction.h"

using namespace nocturne::net;

class RedactionTest : public QObject
{
    Q_OBJECT

private slots:
    void whatWasSentIsStruckOut_data()
    {
        QTest::addColumn<QByteArray>("said");
        QTest::addColumn<QByteArray>("shown");
        QTest::newRow("nothing") << QByteArray("all is lost") << QByteArray("all is lost");
        QTest::newRow("password") << QByteArray("not s3cret!") << QByteArray("not ***!");
        QTest::newRow("as it is sent") << QByteArray("got dXNlcjpzM2NyZXQ=") << QByteArray("got ***");
        QTest::newRow("of the URL") << QByteArray("u:h1dden, or dTpoMWRkZW4=") << QByteArray("u:***, or ***");
        QTest::newRow("a header") << QByteArray("X-Key was k3ykey") << QByteArray("X-Key was ***");
        QTest::newRow("no secret header") << QByteArray("wanted text/plain") << QByteArray("wanted text/plain");
        QTest::newRow("a token") << QByteArray("to b3arer") << QByteArray("to ***");
        QTest::newRow("a secret of its own") << QByteArray("password: other") << QByteArray("password: ***");
        QTest::newRow("lines") << QByteArray(" a\r\nb ") << QByteArray("a\\x0d\\x0ab");
    }
    void whatWasSentIsStruckOut()
    {
        QFETCH(QByteArray, said);
        QFETCH(QByteArray, shown);
        HttpRequest request;
        request.url = "http://u:h1dden@example.org/?q=1";
        request.headers = {{"X-Key", "k3ykey"}, {"Accept", "text/plain"}};
        request.basicAuth = BasicAuth{"user", "s3cret"};
        request.authorization = Authorization{"Bearer", "b3arer"};

        QCOMPARE(QByteArray::fromStdString(redactedWords(said.toStdString(), secretsOf(request))), shown);
    }

    void aLongSecretGoesBeforeItsBeginning()
    {
        QCOMPARE(redactedWords("longer-still", {"longer", "longer-still"}), std::string("***-still"));
        HttpRequest request;
        request.headers = {{"A", "longer"}, {"B", "longer-still"}};
        QCOMPARE(redactedWords("longer-still", secretsOf(request)), std::string("***"));
    }
};

QTEST_GUILESS_MAIN(RedactionTest)
#include "redaction_test.moc"
