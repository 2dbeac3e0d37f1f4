// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/core/number.h"

#include <QtTest>

#include <bit>
#include <limits>
#include <string>

using namespace nocturne;

namespace {

std::uint64_t bits(double value) { return std::bit_cast<std::uint64_t>(value); }

} // namespace

class NumberTest : public QObject
{
    Q_OBJECT

private slots:
    void parse_data()
    {
        constexpr double kInfinity = std::numeric_limits<double>::infinity();
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<double>("value");
        QTest::newRow("integer") << QByteArray("12") << 12.0;
        QTest::newRow("plus") << QByteArray("+12") << 12.0;
        QTest::newRow("fraction without lead") << QByteArray(".5") << 0.5;
        QTest::newRow("point without tail") << QByteArray("5.") << 5.0;
        QTest::newRow("exponent") << QByteArray("1.5E+03") << 1500.0;
        QTest::newRow("negative zero") << QByteArray("-0") << -0.0;
        QTest::newRow("inf") << QByteArray("+Inf") << kInfinity;
        QTest::newRow("infinity in any case") << QByteArray("-inFINity") << -kInfinity;
        QTest::newRow("largest") << QByteArray("1.7976931348623157e308") << 1.7976931348623157e308;
        QTest::newRow("smallest") << QByteArray("5e-324") << 5e-324;
        QTest::newRow("too small") << QByteArray("1e-400") << 0.0;
        QTest::newRow("too small, negative") << QByteArray("-1e-400") << -0.0;
        QTest::newRow("too small without exponent") << QByteArray("0." + QByteArray(400, '0') + "1") << 0.0;
        QTest::newRow("too small with a positive exponent") << QByteArray("0." + QByteArray(400, '0') + "1e+5") << 0.0;
        QTest::newRow("zero to any power") << QByteArray("0e9999") << 0.0;
        QTest::newRow("endless exponent") << QByteArray("1e-99999999999999999999999") << 0.0;
    }
    void parse()
    {
        QFETCH(QByteArray, text);
        QFETCH(double, value);

        const auto parsed = parseNumber(text.toStdString());

        QVERIFY(parsed.has_value());
        QCOMPARE(bits(*parsed), bits(value));
    }
    void nanIsTheNormalNan() { QCOMPARE(bits(parseNumber("nAn").value_or(0)), 0x7ff8000000000001ULL); }

    void refuse_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray("");
        QTest::newRow("sign alone") << QByteArray("-");
        QTest::newRow("two signs") << QByteArray("+-1");
        QTest::newRow("blank before") << QByteArray(" 1");
        QTest::newRow("blank behind") << QByteArray("1 ");
        QTest::newRow("hexadecimal") << QByteArray("0x1p3");
        QTest::newRow("separators") << QByteArray("1_000");
        QTest::newRow("comma") << QByteArray("1,5");
        QTest::newRow("signed nan") << QByteArray("-NaN");
        QTest::newRow("payload") << QByteArray("nan(1)");
        QTest::newRow("half an infinity") << QByteArray("infin");
        QTest::newRow("exponent alone") << QByteArray("e5");
        QTest::newRow("exponent without digits") << QByteArray("1e");
        QTest::newRow("too large") << QByteArray("1e400");
        QTest::newRow("too large without exponent") << QByteArray("1" + QByteArray(400, '0'));
        QTest::newRow("too large behind leading zeros") << QByteArray("00" + QByteArray(400, '9'));
        QTest::newRow("too large with a negative exponent") << QByteArray("1" + QByteArray(400, '0') + "e-5");
    }
    void refuse()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!parseNumber(text.toStdString()).has_value());
    }

    void format_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("zero") << 0.0 << QByteArray("0");
        QTest::newRow("negative zero") << -0.0 << QByteArray("-0");
        QTest::newRow("integer") << 100.0 << QByteArray("100");
        QTest::newRow("shortest") << 0.1 << QByteArray("0.1");
        QTest::newRow("all digits") << 123456789.123 << QByteArray("123456789.123");
        QTest::newRow("smallest fixed") << 0.000001 << QByteArray("0.000001");
        QTest::newRow("small") << 0.0000001 << QByteArray("1e-07");
        QTest::newRow("largest fixed") << 123456789012345680000.0 << QByteArray("123456789012345680000");
        QTest::newRow("digits end before the point") << -9007199254740994.0 << QByteArray("-9007199254740994");
        QTest::newRow("one digit") << 1e17 << QByteArray("100000000000000000");
        QTest::newRow("large") << 1e21 << QByteArray("1e+21");
        QTest::newRow("three digits of exponent") << -2.5e-300 << QByteArray("-2.5e-300");
        QTest::newRow("nan") << std::numeric_limits<double>::quiet_NaN() << QByteArray("NaN");
        QTest::newRow("inf") << -std::numeric_limits<double>::infinity() << QByteArray("-Inf");
    }
    void format()
    {
        QFETCH(double, value);
        QFETCH(QByteArray, text);
        QCOMPARE(QByteArray::fromStdString(formatNumber(value)), text);
    }
};

QTEST_APPLESS_MAIN(NumberTest)
#include "number_test.moc"
