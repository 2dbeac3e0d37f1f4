// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "sources/health/json_schema.h"
#include "sources/health/probe.h"

using namespace nocturne;
using health::JsonSchema;
using namespace Qt::StringLiterals;

namespace {

const QString kSuite = u"/usr/share/json-schema-test-suite/tests/draft7"_s;

/// Written with single quotation marks.
std::string json(QByteArray text) { return text.replace('\'', '"').toStdString(); }

QString complaint(const QByteArray& schema, const QByteArray& document)
{
    const auto read = JsonSchema::parse(json(schema));
    return read ? QString::fromStdString(read->complaintAbout(json(document)))
                : u"no schema: "_s + QString::fromStdString(read.error().text());
}

/// The JSON of any value, as Qt writes documents of objects and arrays alone.
QByteArray jsonOf(const QJsonValue& value)
{
    const auto inList = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return inList.mid(1, inList.size() - 2);
}

QJsonArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).array() : QJsonArray();
}

health::CheckOptions checkWith(const char* schema)
{
    health::CheckOptions check;
    check.type = health::CheckType::Http;
    check.schema = *JsonSchema::parse(json(schema));
    return check;
}

net::HttpResponse answerWith(const char* body)
{
    net::HttpResponse answer;
    answer.status = 200;
    answer.body = json(body);
    return answer;
}

} // namespace

class JsonSchemaTest : public QObject
{
    Q_OBJECT

private slots:
    void documentIsJudged_data()
    {
        QTest::addColumn<QByteArray>("schema");
        QTest::addColumn<QByteArray>("document");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* schema, const char* document, const char* expected) {
            QTest::newRow(name) << QByteArray(schema) << QByteArray(document) << QString::fromUtf8(expected);
        };
        row("anything is taken", "{}", "[1]", "");
        row("true takes anything", "true", "null", "");
        row("false takes nothing", "false", "null", "the body is there, and must not be");
        row("type", "{'type': 'object'}", "[1]", "the body is array, not object");
        row("one of types", "{'type': ['string', 'null']}", "1.5", "the body is number, not null or string");
        row("a whole number is a number", "{'type': 'number'}", "3", "");
        row("1.0 is an integer", "{'type': 'integer'}", "1.0", "");
        row("1.5 is none", "{'type': 'integer'}", "1.5", "the body is number, not integer");
        row("what lacks is named", "{'required': ['id', 'at']}", "{'id': 1}", "the body lacks \"at\"");
        row("place of a member", "{'properties': {'a': {'items': {'type': 'string'}}}}", "{'a': ['x', 7]}",
            "/a/1 is integer, not string");
        row("place with signs of its own", "{'properties': {'a/b~': {'type': 'null'}}}", "{'a/b~': 1}",
            "/a~1b~0 is integer, not null");
        row("member that must not be", "{'additionalProperties': false}", "{'x': 1}", "/x is there, and must not be");
        row("maximum", "{'maximum': 10}", "10.5", "the body is 10.5, more than 10");
        row("exclusive maximum", "{'exclusiveMaximum': 10}", "10", "the body is 10, not less than 10");
        row("large numbers are exact", "{'maximum': 9007199254740992}", "9007199254740993",
            "the body is 9007199254740992, more than 9007199254740992");
        row("multiple of a fraction", "{'multipleOf': 0.01}", "19.99", "");
        row("no multiple", "{'multipleOf': 5}", "7", "the body is 7, no multiple of 5");
        row("characters count, not bytes", "{'maxLength': 2}", "'äö'", "");
        row("text too long", "{'maxLength': 2}", "'abc'", "the body is longer than 2 characters");
        row("pattern is found anywhere", "{'pattern': 'b+'}", "'abbc'", "");
        row("pattern", "{'pattern': '^b'}", "'abc'", "the body is \"abc\", does not match \"^b\"");
        row("enumeration", "{'enum': ['up', 'down']}", "'left'", "the body is none of [\"up\",\"down\"]");
        row("values are equal whatever the order", "{'const': {'a': 1, 'b': [2.0]}}", "{'b': [2], 'a': 1.0}", "");
        row("const", "{'const': 1}", "true", "the body is not 1");
        row("items by place", "{'items': [{'type': 'null'}], 'additionalItems': {'type': 'string'}}", "[null, 1]",
            "/1 is integer, not string");
        row("too few items", "{'minItems': 2}", "[1]", "the body has 1 items, less than 2");
        row("items are unique", "{'uniqueItems': true}", "[{'a': 1}, {'a': 1.0}]", "the body has the same item twice");
        row("1 and true are two", "{'uniqueItems': true}", "[1, true]", "");
        row("contains", "{'contains': {'const': 5}}", "[1, 2]", "the body has no item that \"contains\" asks for");
        row("names of members", "{'propertyNames': {'pattern': '^[a-z]+$'}}", "{'A1': 1}",
            "the body has the name \"A1\", which \"propertyNames\" does not take");
        row("dependency", "{'dependencies': {'card': ['address']}}", "{'card': 1}",
            "the body has \"card\" but lacks \"address\"");
        row("any of", "{'anyOf': [{'type': 'null'}, {'type': 'string'}]}", "1",
            "the body fits none of 2 schemas of \"anyOf\"");
        row("one of", "{'oneOf': [{'minimum': 1}, {'minimum': 2}]}", "3",
            "the body fits 2 schemas of \"oneOf\", not one");
        row("not", "{'not': {'type': 'null'}}", "null", "the body is what \"not\" rules out");
        row("else", "{'if': {'type': 'string'}, 'then': {'minLength': 1}, 'else': {'minimum': 1}}", "0",
            "the body is 0, less than 1");
        row("reference", "{'items': {'$ref': '#/definitions/n'}, 'definitions': {'n': {'type': 'null'}}}", "[1]",
            "/0 is integer, not null");
        row("reference to itself", "{'properties': {'next': {'$ref': '#'}}, 'required': ['id']}",
            "{'id': 1, 'next': {'id': 2, 'next': {}}}", "/next/next lacks \"id\"");
        row("circle of references", "{'allOf': [{'$ref': '#'}]}", "1",
            "the body takes more steps or levels of the schema than there may be");
        row("not of a circle", "{'not': {'not': {'$ref': '#'}}}", "1",
            "the body takes more steps or levels of the schema than there may be");
        row("formats say nothing", "{'format': 'ipv4'}", "'no address'", "");
        row("no JSON", "{}", "<html>",
            "the body is not JSON: The JSON document has an improper structure: missing or superfluous commas, braces, "
            "missing keys, etc.");
    }
    void documentIsJudged()
    {
        QFETCH(QByteArray, schema);
        QFETCH(QByteArray, document);
        QFETCH(QString, expected);

        QCOMPARE(complaint(schema, document), expected);
    }

    void documentThatMultipliesStepsIsGivenUp()
    {
        const char* const schema = "{'anyOf': [{'items': {'$ref': '#'}, 'minItems': 9},"
                                   " {'items': {'$ref': '#'}, 'minItems': 8}]}";
        QByteArray document = "[]";
        for (int i = 0; i < 40; ++i)
            document = '[' + document + ']';

        const auto words = complaint(schema, document);

        QCOMPARE(words, u"the body takes more steps or levels of the schema than there may be"_s);
    }

    void longTextAgainstPatternThatBacktracksIsJudged()
    {
        const auto document = '"' + QByteArray(1 << 20, 'a') + "!\"";

        const auto words = complaint("{'pattern': '^(a+)+$'}", document);

        QVERIFY(words.contains(u"does not match"_s));
    }

    void faultySchemaIsRefused_data()
    {
        QTest::addColumn<QByteArray>("schema");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* schema, const char* expected) {
            QTest::newRow(name) << QByteArray(schema) << QString::fromUtf8(expected);
        };
        row("no JSON", "{\n  \"type\": nul\n}", "2:11: the schema is not JSON: ");
        row("ends early", "{", "1:2: the schema is not JSON: ");
        row("no schema", "[]", "the schema: a schema is an object, true or false");
        row("type", "{'properties': {'a/b': {'type': 'sting'}}}",
            "at /properties/a~1b/type: \"sting\" is no type: write null, boolean,");
        row("pattern", "{'pattern': '('}", "at /pattern: \"(\" is no regular expression of RE2: missing )");
        row("look ahead", "{'pattern': '(?=a)'}", "at /pattern: \"(?=a)\" is no regular expression of RE2");
        row("draft 4", "{'maximum': 3, 'exclusiveMaximum': true}", "at /exclusiveMaximum: write a number");
        row("another draft", "{'$schema': 'https://json-schema.org/draft/2020-12/schema'}",
            "at /$schema: \"https://json-schema.org/draft/2020-12/schema\" is not known: write the schema in draft 7");
        row("from the net", "{'items': {'$ref': 'http://example.org/a.json'}}",
            "at /items/$ref: \"http://example.org/a.json\" is not within this schema, and nothing is fetched");
        row("from a file", "{'$ref': 'a.json'}", "at /$ref: \"a.json\" is not within this schema");
        row("reference to nothing", "{'$ref': '#/definitions/a'}", "at /$ref: nothing is at \"#/definitions/a\"");
        row("below another address", "{'items': {'$id': 'http://example.org/a', 'not': {'$ref': '#'}}}",
            "at /items/not/$ref: it is below a \"$id\"");
        row("negative length", "{'minLength': -1}", "at /minLength: write a whole number, 0 or more");
        row("multiple of nothing", "{'multipleOf': 0}", "at /multipleOf: write a number above zero");
        row("none of nothing", "{'anyOf': []}", "at /anyOf: write a list of one schema at least");
        row("required as in draft 3", "{'properties': {'a': {'required': true}}}",
            "at /properties/a/required: write a list of texts");
    }
    void faultySchemaIsRefused()
    {
        QFETCH(QByteArray, schema);
        QFETCH(QString, expected);

        const auto words = complaint(schema, "{}");

        QVERIFY2(words.startsWith(u"no schema: "_s + expected), qPrintable(words));
    }

    void schemaIsBounded()
    {
        const auto tooLarge = JsonSchema::parse(std::string(JsonSchema::kMaxBytes + 1, ' '));
        std::string many = "{\"allOf\": [{}";
        for (int i = 0; i < 10'000; ++i)
            many += ",{}";
        std::string patterns = "{\"patternProperties\": {\"a\": {}";
        for (int i = 0; i < 256; ++i)
            patterns += ",\"b" + std::to_string(i) + "\": {}";

        QVERIFY(tooLarge.error().kind == Error::Kind::LimitExceeded);
        QVERIFY(JsonSchema::parse(many + "]}").error().kind == Error::Kind::LimitExceeded);
        QVERIFY(JsonSchema::parse(patterns + "}}").error().kind == Error::Kind::LimitExceeded);
        QVERIFY(!JsonSchema::parse(std::string(100, '[') + std::string(100, ']')));
    }

    void answerThatTheSchemaRefusesIsDown()
    {
        const auto check = checkWith("{'required': ['state']}");

        const auto fitting = health::judgeAnswer(check, answerWith("{'state': 1}"));
        const auto other = health::judgeAnswer(check, answerWith("{}"));

        QVERIFY(fitting.state == health::HealthState::Up);
        QVERIFY(other.state == health::HealthState::Down);
        QCOMPARE(other.reason, std::string("schema_mismatch"));
        QCOMPARE(other.error, std::string("the body lacks \"state\""));
    }

    void secretThatIsEchoedIsNotTold()
    {
        auto check = checkWith("{'properties': {'said': {'pattern': '^ok'}}}");
        check.headers.push_back({"X-Token", "hunter2hunter2"});

        const auto result = health::judgeAnswer(check, answerWith("{'said': 'you sent hunter2hunter2'}"));

        QCOMPARE(result.reason, std::string("schema_mismatch"));
        QVERIFY2(result.error.starts_with("/said is ") && result.error.find("hunter2") == std::string::npos,
                 result.error.c_str());
    }

    void schemasOfTheSameTextAreEqual()
    {
        QVERIFY(*JsonSchema::parse("{}") == *JsonSchema::parse("{}"));
        QVERIFY(!(*JsonSchema::parse("{}") == *JsonSchema::parse("true")));
    }

    /// The official suite, as Debian packages it. Left out is what refers to other documents, which are never fetched:
    /// that such a schema is refused is what is tested there.
    void officialSuiteIsPassed()
    {
        if (!QDir(kSuite).exists())
            QSKIP("the official suite is not installed: apt install json-schema-test-suite");
        const QStringList elsewhere{u"definitions.json: valid definition"_s, u"definitions.json: invalid definition"_s,
                                    u"ref.json: remote ref, containing refs itself"_s,
                                    u"ref.json: Recursive references between schemas"_s};
        int passed = 0;
        int refused = 0;
        const auto files = QDir(kSuite).entryList({u"*.json"_s}, QDir::Files);
        for (const auto& file : files) {
            const auto groups = contentOf(kSuite + u'/' + file);
            QVERIFY2(!groups.isEmpty(), qPrintable(file));
            for (const auto& item : groups) {
                const auto group = item.toObject();
                const auto name = file + u": "_s + group["description"_L1].toString();
                const auto schema = JsonSchema::parse(jsonOf(group["schema"_L1]).toStdString());
                const auto tests = group["tests"_L1].toArray();
                if (file == "refRemote.json"_L1 || elsewhere.contains(name)) {
                    QVERIFY2(!schema, qPrintable(name));
                    refused += static_cast<int>(tests.size());
                    continue;
                }
                QVERIFY2(schema.has_value(),
                         qPrintable(name + (schema ? QString() : QString::fromStdString(schema.error().text()))));
                for (const auto& entry : tests) {
                    const auto test = entry.toObject();
                    const auto words = schema->complaintAbout(jsonOf(test["data"_L1]).toStdString());
                    QVERIFY2(words.empty() == test["valid"_L1].toBool(),
                             qPrintable(name + u": "_s + test["description"_L1].toString() + u": "_s +
                                        QString::fromStdString(words)));
                    ++passed;
                }
            }
        }

        qInfo("%d passed, %d of other documents refused", passed, refused);
        QVERIFY(passed > 350);
    }
};

QTEST_GUILESS_MAIN(JsonSchemaTest)
#include "json_schema_test.moc"
